// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package drill

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stages of an opening.
const (
	StageNote     survey.StageID = "D1 drill noted"
	StageOff      survey.StageID = "D2 schedules off"
	StageLastSync survey.StageID = "D3 last sync"
	StageOpen     survey.StageID = "D4 copies opened"
	StageNamesOn  survey.StageID = "D5 drill names published"
)

// proofs are the policies that have been run and proven since the stage began to be asked for. A run that is resumed proves them anew.
type proofs struct {
	mu  *sync.Mutex
	ran map[survey.Key]bool
}

func noProofs() proofs { return proofs{new(sync.Mutex), map[survey.Key]bool{}} }

func (p proofs) has(k survey.Key) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ran[k]
}

func (p proofs) note(k survey.Key) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ran[k] = true
}

// unmetNote writes the record before anything changes.
func unmetNote(s *survey.Survey, in Intent, d survey.Direction) []run.Step {
	if s.Drill != nil {
		return nil
	}
	record := survey.Drill{From: d.From, To: d.To, Names: in.Names, Policies: in.Policies, Schedules: map[string]survey.Schedule{}}
	for _, p := range s.Pairs {
		record.Schedules[p.Name] = s.Clusters[d.From].Policies[p.PolicyOn(d.From)].Schedule
	}
	return noteSteps(record, in)
}

// unmetRecord writes the record of a drill of which no journal told, so that its closing can be resumed.
func unmetRecord(s *survey.Survey, in Intent) []run.Step {
	if recorded(s) {
		return nil
	}
	return noteSteps(*s.Drill, in)
}

func noteSteps(record survey.Drill, in Intent) []run.Step {
	return []run.Step{{
		Keys:  []survey.Key{survey.NewKey(StageNote, "both", "journal", in.ID, "drill noted")},
		Lines: []run.Line{{Object: in.ID, Text: "journal: a drill of " + in.ID + " on " + record.To + " is noted"}},
		Effect: func(s *survey.Survey) {
			noted := record
			noted.ID = "noted"
			s.Drill = &noted
		},
		Do: func(ctx context.Context, r *run.Run, _ permit.Permit) error {
			noted := record
			noted.ID, noted.Started = r.Engine.Options.RunID(), journal.StartTime()
			if in.MaxDuration > 0 {
				noted.Until = noted.Started.Add(in.MaxDuration)
			}
			return writeRecord(ctx, r, &noted)
		},
	}}
}

// writeRecord writes the journal with the record of the drill, or without one.
func writeRecord(ctx context.Context, r *run.Run, d *survey.Drill) error {
	j := r.Journal(nil)
	j.Drill = d
	in := r.Intent
	if err := journal.Write(ctx, r.Engine, r.Own(), in.To(), in.From(), j); err != nil {
		return err
	}
	r.Survey.Drill, r.Survey.JournalRevision = d, j.Revision
	return nil
}

func unmetOff(s *survey.Survey, d survey.Direction) []run.Step {
	var out []run.Step
	for _, p := range pairs(s) {
		f := p.PolicyOn(d.From)
		if v := s.Clusters[d.From].Policies[f]; v.Schedule.Text != "" {
			off := v.Schedule
			off.Text = ""
			out = append(out, scheduleStep(StageOff, d.From, f, off, "schedule "+v.Schedule.Describe()+" off until the drill is closed"))
		}
	}
	return out
}

// scheduleStep changes the schedule of a policy, the only thing of a policy that a drill ever changes.
func scheduleStep(st survey.StageID, cluster, policy string, want survey.Schedule, text string) run.Step {
	return run.Step{
		Keys:  []survey.Key{survey.NewKey(st, cluster, "policy", policy, "schedule "+want.Describe())},
		Lines: []run.Line{{Group: run.GroupPolicies, Object: policy, Text: policy + ": " + cluster + ", " + text}},
		Effect: func(s *survey.Survey) {
			s.Clusters[cluster].SetPolicy(policy, func(v *survey.PolicyView) { v.Schedule = want })
		},
		Do: func(ctx context.Context, r *run.Run, p permit.Permit) error {
			if want.Text == "" {
				return synciq.ScheduleOff(ctx, r, p, cluster, policy)
			}
			return synciq.SetSchedule(ctx, r, p, cluster, policy, want)
		},
	}
}

// unmetLastSync lets policies run whose copy is still closed.
func unmetLastSync(s *survey.Survey, in Intent, d survey.Direction, done proofs) []run.Step {
	if !in.ProveLastSync {
		return nil
	}
	closed := slices.DeleteFunc(slices.Clone(pairs(s)), func(p survey.Pair) bool {
		return position.TargetState(s, d.To, p.PolicyOn(d.From)) != position.WritesDisabled
	})
	return proveSteps(closed, d, StageLastSync, done, "run once and proven, then its copy stands still until the drill is closed")
}

func proveSteps(list []survey.Pair, d survey.Direction, st survey.StageID, done proofs, text string) []run.Step {
	var out []run.Step
	for _, p := range list {
		f := p.PolicyOn(d.From)
		key := survey.NewKey(st, d.From, "policy", f, "proven")
		if done.has(key) {
			continue
		}
		out = append(out, run.Step{
			Keys:   []survey.Key{key},
			Lines:  []run.Line{{Group: run.GroupPolicies, Object: f, Text: f + ": " + d.From + " -> " + d.To + ", " + text}},
			Effect: func(*survey.Survey) { done.note(key) },
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				if err := replication.ProveRun(ctx, r, permit, p, d); err != nil {
					return err
				}
				done.note(key)
				return nil
			},
		})
	}
	return out
}

func unmetOpen(s *survey.Survey, d survey.Direction) []run.Step {
	var out []run.Step
	for _, p := range pairs(s) {
		f := p.PolicyOn(d.From)
		if position.TargetState(s, d.To, f) == position.WritesEnabled {
			continue
		}
		out = append(out, run.Step{
			Keys: []survey.Key{survey.NewKey(StageOpen, d.To, "policy", f, position.WritesEnabled)},
			Lines: []run.Line{{
				Group: run.GroupPolicies, Object: f,
				Text: f + ": " + d.To + ", " + p.Paths[d.To] + " writable until the drill is closed; what is written there is thrown away then",
			}},
			Effect: func(s *survey.Survey) { s.Clusters[d.To].SetState(f, position.WritesEnabled) },
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				return replication.OpenForDrill(ctx, r, permit, p, d)
			},
		})
	}
	return out
}

func unmetNamesOn(s *survey.Survey, d survey.Direction) []run.Step {
	missing := absent(s.Clusters[d.To].Pool, s.Drill.Names)
	if len(missing) == 0 {
		return nil
	}
	var keys []survey.Key
	var lines []run.Line
	for _, n := range missing {
		keys = append(keys, survey.NewKey(StageNamesOn, d.To, "name", n, "alias"))
		lines = append(lines, run.Line{Group: run.GroupNames, Object: n, Text: n + ": nowhere -> " + d.To + ", alias for the drill"})
	}
	return []run.Step{{
		Keys: keys, Lines: lines, Lane: d.To + "/network",
		Effect: func(s *survey.Survey) { s.Clusters[d.To].Pool = pool.WithAliases(s.Clusters[d.To].Pool, missing, nil) },
		Do: func(ctx context.Context, r *run.Run, p permit.Permit) error {
			if err := pool.ChangeAliases(ctx, r, p, d.To, missing, nil); err != nil {
				return fmt.Errorf("publishing %s on %s: %w", strings.Join(missing, ", "), d.To, err)
			}
			return nil
		},
	}}
}
