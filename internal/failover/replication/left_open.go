// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// UnmetStrandedSchedule gives the survivor's policies their schedules back: they replicate again as soon as the other cluster is there.
func UnmetStrandedSchedule(s *survey.Survey, in survey.Intent) []run.Step {
	here := in.To()
	if !position.Stranded(s, in) {
		return nil
	}
	var out []run.Step
	for _, p := range s.Pairs {
		f := p.PolicyOn(here)
		want, known := s.Run.Schedules[p.Name]
		if v := s.Clusters[here].Policies[f]; !known || !v.Enabled || !position.HoldsData(s, p, here) || v.Schedule.Equal(want) {
			continue
		}
		out = append(out, run.Step{
			Keys: []survey.Key{survey.NewKey(survey.StageSchedule, here, "policy", f, "schedule carried over")},
			Lines: []run.Line{{
				Group: run.GroupPolicies, Object: p.Name, Text: f + ": " + here + " -> " + in.From() + ", schedule " + want.Describe() + " again",
			}},
			Effect: func(s *survey.Survey) {
				s.Clusters[here].SetPolicy(f, func(v *survey.PolicyView) { v.Schedule = want })
			},
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				return synciq.SetSchedule(ctx, r, permit, here, f, want)
			},
		})
	}
	return out
}
