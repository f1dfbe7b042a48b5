// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"

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
