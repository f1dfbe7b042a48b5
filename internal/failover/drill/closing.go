// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package drill

import (
	"context"
	"fmt"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/session"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// The closing of a drill. Its first two stages need the standby alone, and come first in a failover of the same pool as well.

// StageClose is that of a failover which closes the drill first.
const StageClose survey.StageID = "0 drill closed"

// Stages of a closing.
const (
	StageNamesOff survey.StageID = "D6 drill names removed"
	StageRevert   survey.StageID = "D7 copies closed"
	StageBack     survey.StageID = "D8 schedules back"
	StageRun      survey.StageID = "D9 replication proven"
	StageForget   survey.StageID = "D10 drill over"
)

// UnmetClosed are the steps that close the copies of an open drill: its names are taken off, then its copies are rolled back. A failover of
// the pool begins with them, also one away from the cluster that served; what the run opens then takes over the schedules.
func UnmetClosed(s *survey.Survey, _ survey.Intent) []run.Step {
	if s.Drill == nil || s.Lost(s.Drill.To) {
		return nil
	}
	if out := unmetNamesOff(s); len(out) > 0 {
		return out
	}
	return unmetRevert(s)
}

func unmetNamesOff(s *survey.Survey) []run.Step {
	d := survey.Direction{From: s.Drill.From, To: s.Drill.To}
	left := present(s.Clusters[d.To].Pool, s.Drill.Names)
	if len(left) == 0 {
		return nil
	}
	id := s.Clusters[d.To].Pool.ID
	var keys []survey.Key
	var lines []run.Line
	for _, n := range left {
		keys = append(keys, survey.NewKey(StageNamesOff, d.To, "name", n, "gone"))
		lines = append(lines, run.Line{Group: run.GroupNames, Object: n, Text: n + ": " + d.To + " -> nowhere, the drill is closed"})
	}
	return []run.Step{{
		Keys: keys, Lines: lines, Lane: d.To + "/network",
		Effect: func(s *survey.Survey) { s.Clusters[d.To].Pool = pool.WithAliases(s.Clusters[d.To].Pool, nil, left) },
		Do: func(ctx context.Context, r *run.Run, p permit.Permit) error {
			if err := pool.ChangeAliases(ctx, r, p, d.To, nil, left); err != nil {
				return fmt.Errorf("taking %s off pool %s on %s: %w", strings.Join(left, ", "), id, d.To, err)
			}
			// Who is connected never asks for a name again, and a file that is open keeps nobody from rolling the directory back.
			session.DropSessions(ctx, r, p, d.To)
			return nil
		},
	}}
}

func unmetRevert(s *survey.Survey) []run.Step {
	d, ok := direction(s)
	if !ok {
		return nil
	}
	var out []run.Step
	for _, p := range notClosed(s, d) {
		f := p.PolicyOn(d.From)
		out = append(out, run.Step{
			Keys: []survey.Key{survey.NewKey(StageRevert, d.To, "policy", f, position.WritesDisabled)},
			Lines: []run.Line{{
				Group: run.GroupPolicies, Object: f,
				Text: f + ": " + d.To + ", everything that was written on " + p.Paths[d.To] + " since its last sync is DISCARDED (allow_write_revert)",
			}},
			Effect: func(s *survey.Survey) { s.Clusters[d.To].SetState(f, position.WritesDisabled) },
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				return replication.CloseAfterDrill(ctx, r, permit, p, d)
			},
		})
	}
	return out
}

func unmetBack(s *survey.Survey) []run.Step {
	if s.Drill == nil {
		return nil
	}
	d := survey.Direction{From: s.Drill.From, To: s.Drill.To}
	var out []run.Step
	for _, p := range pairs(s) {
		f := p.PolicyOn(d.From)
		want, known := s.Drill.Schedules[p.Name]
		if !known || s.Clusters[d.From].Policies[f].Schedule.Equal(want) {
			continue
		}
		out = append(out, scheduleStep(StageBack, d.From, f, want, "schedule "+want.Describe()+" again"))
	}
	return out
}

// unmetRun proves of each policy that it replicates again.
func unmetRun(s *survey.Survey, done proofs) []run.Step {
	d, ok := direction(s)
	if !ok || s.Drill == nil {
		return nil
	}
	return proveSteps(pairs(s), d, StageRun, done, "run once and proven, the copy is current again")
}

// unmetForget takes the record out of the journal: nothing is left to give back.
func unmetForget(s *survey.Survey) []run.Step {
	if s.Drill == nil {
		return nil
	}
	return []run.Step{{
		Keys:   []survey.Key{survey.NewKey(StageForget, "both", "journal", s.ID, "no drill")},
		Lines:  []run.Line{{Object: s.ID, Text: "journal: the drill of " + s.ID + " is over"}},
		Effect: func(s *survey.Survey) { s.Drill = nil },
		Do: func(ctx context.Context, r *run.Run, _ permit.Permit) error {
			return writeRecord(ctx, r, nil)
		},
	}}
}
