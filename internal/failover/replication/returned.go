// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// UnmetReturnedSchedules are the steps that take the schedule off the policies of a returned cluster which still replicate away from it.
func UnmetReturnedSchedules(s *survey.Survey, in survey.Intent) []run.Step {
	from := in.From()
	var out []run.Step
	for _, p := range s.Pairs {
		f := p.PolicyOn(from)
		if s.Clusters[from].Policies[f].Schedule.Text == "" || position.Of(s, p, in.Direction()) == position.AtTo {
			continue
		}
		out = append(out, run.Step{
			Keys:  []survey.Key{survey.NewKey(survey.StageIsolate, from, "policy", f, "schedule off")},
			Lines: []run.Line{{Group: run.GroupPolicies, Object: p.Name, Text: f + ": " + from + ", schedule off"}},
			Effect: func(s *survey.Survey) {
				s.Clusters[from].SetPolicy(f, func(v *survey.PolicyView) { v.Schedule.Text = "" })
			},
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				if err := endReturnedRun(ctx, r, permit, from, f); err != nil {
					return err
				}
				return synciq.ScheduleOff(ctx, r, permit, from, f)
			},
		})
	}
	return out
}

// UnmetReturnedConflicts are the steps that resolve the conflict of a policy that replicates to the returned cluster, because a controlled
// run had turned it before the loss: it has failed while that cluster was away. It runs in the right direction, so it may run again.
func UnmetReturnedConflicts(s *survey.Survey, in survey.Intent) []run.Step {
	d := in.Direction()
	var out []run.Step
	for _, p := range s.Pairs {
		m := p.PolicyOn(d.To)
		if !s.Clusters[d.To].Policies[m].Conflicted || position.Of(s, p, d) != position.AtTo {
			continue
		}
		out = append(out, run.Step{
			Keys: []survey.Key{survey.NewKey(survey.StageMirrorRun, d.To, "policy", m, "conflict resolved")},
			Lines: []run.Line{{
				Group: run.GroupPolicies, Object: p.Name,
				Text: m + ": " + d.To + " -> " + d.From + ", conflict of runs that failed while " + d.From + " was away is resolved",
			}},
			Effect: func(s *survey.Survey) {
				s.Clusters[d.To].SetPolicy(m, func(v *survey.PolicyView) { v.Conflicted = false })
			},
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				off := false
				return synciq.UpdatePolicy(ctx, r, permit, d.To, m, synciq.PolicyChange{Conflicted: &off})
			},
		})
	}
	return out
}

// keptFor is how long the snapshot of discarded data is kept.
const (
	keptDays = 30
	keptFor  = keptDays * 24 * time.Hour
)

// UnmetReturnedSnapshots are the steps that take a snapshot of each directory of the returned cluster before its data may be discarded.
// OneFS deletes it after 30 days.
func UnmetReturnedSnapshots(s *survey.Survey, in survey.Intent) []run.Step {
	from := in.From()
	if Unlicensed(s, from) {
		return nil // a risk of the plan says so; nothing is rolled back before somebody has answered that
	}
	var out []run.Step
	for _, p := range s.Pairs {
		name := survey.SnapshotName(s.Takeover, p)
		if slices.Contains(s.Clusters[from].Kept, name) || position.Of(s, p, in.Direction()) == position.AtTo {
			continue
		}
		out = append(out, run.Step{
			Keys: []survey.Key{survey.NewKey(survey.StageIsolate, from, "snapshot", name, p.Paths[from])},
			Lane: from + "/snapshots",
			Lines: []run.Line{{
				Group: run.GroupConfiguration, Object: name, Text: "snapshot " + name + ": " + from + ", " + p.Paths[from] + ", kept 30 days",
			}},
			Effect: func(s *survey.Survey) { s.Clusters[from].Kept = append(s.Clusters[from].Kept, name) },
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				expires := time.Now().Add(keptFor).Unix()
				_, err := r.Engine.Client(from).CreateSnapshot(ctx, permit, onefs.SnapshotRequest{Name: name, Path: p.Paths[from], Expires: &expires})
				return err
			},
		})
	}
	return out
}

// RebuildFindings tells whether the tie between a returned cluster and the survivor is gone. Nothing is ever reset or deleted to mend it.
// The cluster is isolated all the same, or it would go on answering the names; but not if it is a foreign one, with which this tool has
// nothing to do.
func RebuildFindings(s *survey.Survey) (found []finding.Finding, foreign bool) {
	t, here := s.Takeover, s.Other(s.Takeover.Lost)
	at := func(object, text, cure string) {
		found = append(found, finding.New(finding.Rebuild, object, text, cure))
	}
	const byHand = "rebuild the pair by hand: a new policy and a full copy; nothing is reset or deleted here"
	if t.GUID != "" && s.Clusters[t.Lost].GUID != t.GUID {
		at("cluster "+t.Lost, fmt.Sprintf("has GUID %s, the lost one had %s: it is another cluster", s.Clusters[t.Lost].GUID, t.GUID),
			"point "+t.Lost+" of the provider block at the cluster that was lost, or "+byHand)
		return found, true
	}
	for _, p := range s.Pairs {
		f := p.PolicyOn(t.Lost)
		positionHere := position.Of(s, p, survey.Direction{From: t.Lost, To: here})
		if positionHere == position.AtTo {
			continue
		}
		if positionHere == position.ReverseOpen {
			// A run that was going there had opened the copy: it is the copy that is given up, not the policy.
			open := &finding.Findings{}
			copyLeftOpen(p, survey.Direction{From: t.Lost, To: here}, open)
			found = append(found, open.List...)
			continue
		}
		switch {
		case position.PolicyState(s, t.Lost, f) == position.Absent:
			at(fmt.Sprintf("SyncIQ policy %s on %s", f, t.Lost), "is gone", byHand)
		case !slices.Contains(s.Clusters[t.Lost].Shared, f):
			at(fmt.Sprintf("SyncIQ snapshot %s on %s", survey.SharedSnapshot(s, t.Lost, f), t.Lost), "is gone: it was the state that both "+
				"clusters share", byHand)
		}
		if there := position.TargetState(s, here, f); there == position.Absent || there == position.RecordLost {
			at(fmt.Sprintf("target record of %s on %s", f, here), "is gone", byHand)
		}
	}
	return found, false
}
