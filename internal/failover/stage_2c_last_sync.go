// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 2c, "SyncIQ Policies are run one last time": the schedule is taken off, and runs are repeated until one of them, proven by its
// report, had nothing left to carry. That quiet run, not the fence, shows that nobody writes any more.

func unmetLastSync(s *Survey, in Intent) []Step {
	from, to := in.From(), in.To()
	var out []Step
	for _, p := range s.Pairs {
		if s.Position(p, from, to) != AtFrom || mutant.On(mutant.LastSyncSkipped) {
			continue
		}
		f := p.PolicyOn(from)
		if s.Proven[lastSyncOf(f)].Quiet && s.Clusters[from].Policies[f].Schedule.Text == "" {
			continue
		}
		// The schedule is off during a last sync, whether there was one when the plan was made or a mirror has set one since.
		keys := []Key{key(StageLastSync, from, "policy", f, "proven quiet"), key(StageLastSync, from, "policy", f, "schedule off")}
		out = append(out, Step{
			Keys:  keys,
			lines: []line{policyLine(p, from, to)},
			Effect: func(s *Survey) {
				s.Clusters[from].setPolicy(f, func(v *PolicyView) { v.Schedule.Text = "" })
				s.setProof(lastSyncOf(f), Proof{Ran: true, Quiet: true})
			},
			Do: func(ctx context.Context, r *run, permit permit.Permit) error {
				return r.lastSync(ctx, permit, p, from, to)
			},
		})
	}
	return out
}

func policyLine(p Pair, from, to string) line {
	return line{
		group: groupPolicies, object: p.Name,
		text: p.PolicyOn(from) + ": " + from + " -> " + to + ", then " + p.PolicyOn(to) + ": " + to + " -> " + from,
	}
}
