// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package pool

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/session"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// UnmetReturnedNames is the step that parks on the returned cluster the names that moved away when it was lost.
func UnmetReturnedNames(s *survey.Survey, in survey.Intent) []run.Step {
	from := in.From()
	step := run.Step{Lane: "names"}
	var park []string
	for _, n := range s.Takeover.Names {
		if s.Clusters[from].Pool.On(n) != survey.Live {
			continue
		}
		park = append(park, n)
		step.Keys = append(step.Keys, survey.NewKey(survey.StageIsolate, from, "name", n, names.Parked(n)))
		step.Lines = append(step.Lines, run.Line{Group: run.GroupNames, Object: n, Text: n + ": " + from + ", parked"})
	}
	if len(park) == 0 {
		return nil
	}
	apply := func(p *survey.PoolView) {
		for _, n := range park {
			p.Replace(n, names.Parked(n))
		}
	}
	step.Effect = func(s *survey.Survey) { apply(s.Clusters[from].Pool) }
	step.Do = func(ctx context.Context, r *run.Run, permit permit.Permit) error {
		pool, err := Read(ctx, r.Engine, from, r.Intent.Pools[from])
		if err != nil {
			return err
		}
		apply(pool)
		if err := putNames(ctx, r, permit, from, pool); err != nil {
			return err
		}
		session.DropSessions(ctx, r, permit, from)
		return nil
	}
	return []run.Step{step}
}
