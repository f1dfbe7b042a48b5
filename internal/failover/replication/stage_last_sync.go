// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 2c, "SyncIQ Policies are run one last time": the schedule is taken off, and runs are repeated until one of them, proven by its
// report, had nothing left to carry. That quiet run, not the fence, shows that nobody writes any more.

// UnmetLastSync is stage 2c: for each policy that still replicates away from the old side, the steps that take its schedule off and run it
// until a run has nothing to carry.
func UnmetLastSync(s *survey.Survey, in survey.Intent) []run.Step {
	d := in.Direction()
	var out []run.Step
	for _, p := range s.Pairs {
		if position.Of(s, p, d) != position.AtFrom {
			continue
		}
		f := p.PolicyOn(d.From)
		if s.Proven[survey.LastSyncOf(f)].Quiet && s.Clusters[d.From].Policies[f].Schedule.Text == "" {
			continue
		}
		// The schedule is off during a last sync, whether there was one when the plan was made or a mirror has set one since.
		keys := []survey.Key{
			survey.NewKey(survey.StageLastSync, d.From, "policy", f, "proven quiet"),
			survey.NewKey(survey.StageLastSync, d.From, "policy", f, "schedule off"),
		}
		out = append(out, run.Step{
			Keys:  keys,
			Lines: []run.Line{PolicyLine(p, d)},
			Effect: func(s *survey.Survey) {
				s.Clusters[d.From].SetPolicy(f, func(v *survey.PolicyView) { v.Schedule.Text = "" })
				s.SetProof(survey.LastSyncOf(f), survey.Proof{Ran: true, Quiet: true})
			},
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				return lastSync(ctx, r, permit, p, d)
			},
		})
	}
	return out
}

// PolicyLine is the line of a plan about a policy whose direction turns.
func PolicyLine(p survey.Pair, d survey.Direction) run.Line {
	return run.Line{
		Group: run.GroupPolicies, Object: p.Name,
		Text: p.PolicyOn(d.From) + ": " + d.From + " -> " + d.To + ", then " + p.PolicyOn(d.To) + ": " + d.To + " -> " + d.From,
	}
}
