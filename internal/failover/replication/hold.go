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

// HoldSchedules takes the schedule off the policies that replicate from to already, before quotas are made there: a run that meets a quota
// without a finished scan fails and conflicts its policy. It is put back once they are ready.
func HoldSchedules(s *survey.Survey, in survey.Intent) []run.Step {
	if s.Run == nil {
		return nil
	}
	d := in.Direction()
	var out []run.Step
	for _, p := range s.Pairs {
		m := p.PolicyOn(d.To)
		v := s.Clusters[d.To].Policies[m]
		if _, kept := s.Run.Schedules[p.Name]; !kept || position.Of(s, p, d) != position.AtTo || !v.Enabled || v.Schedule.Text == "" {
			continue
		}
		out = append(out, run.Step{
			Keys:  []survey.Key{survey.NewKey(survey.StageQuotas, d.To, "policy", m, "schedule off until the quotas are ready")},
			Lines: []run.Line{{Object: m, Text: m + ": " + d.To + ", schedule off until the quotas are ready"}},
			Effect: func(s *survey.Survey) {
				s.Clusters[d.To].SetPolicy(m, func(v *survey.PolicyView) { v.Schedule.Text = "" })
			},
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				return synciq.ScheduleOff(ctx, r, permit, d.To, m)
			},
		})
	}
	return out
}
