// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package pool

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 3, "SmartConnect Zone Names and Aliases are moved to the Target Cluster": parked on from in the same position, then published
// on to. All names of a pool move in one write per side, so the gap in which nobody answers is two calls long.

// UnmetNames is stage 3: one step that parks each moving name on the pool that gives it up and makes it live on the one that receives it.
func UnmetNames(s *survey.Survey, in survey.Intent) []run.Step {
	d := in.Direction()
	moving, _ := MovingNames(s, in)
	if len(moving) == 0 {
		return nil
	}
	after := s.Clusters[d.To].Pool.Clone()
	step := run.Step{
		Lane:   "names",
		Effect: func(s *survey.Survey) { movedNames(s.Clusters[d.From].Pool, s.Clusters[d.To].Pool, moving) },
		Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
			return moveNames(ctx, r, permit, d, moving)
		},
	}
	for _, n := range moving {
		where := after.Publish(n)
		open := s.Clusters[d.To].Pool.On(n) != survey.Live
		if s.Clusters[d.From].Pool.On(n) == survey.Live {
			step.Keys = append(step.Keys, survey.NewKey(survey.StageNames, d.From, "name", n, names.Parked(n)))
			open = true
		}
		if s.Clusters[d.To].Pool.On(n) != survey.Live {
			step.Keys = append(step.Keys, survey.NewKey(survey.StageNames, d.To, "name", n, where))
		}
		if open {
			step.Lines = append(step.Lines, run.Line{Group: run.GroupNames, Object: n, Text: n + ": " + d.From + " -> " + d.To + ", " + where})
		}
	}
	if len(step.Keys) == 0 {
		return nil
	}
	return []run.Step{step}
}

// movedNames is the effect on both pools.
func movedNames(from, to *survey.PoolView, moving []string) {
	for _, n := range moving {
		if from.On(n) == survey.Live {
			from.Replace(n, names.Parked(n))
		}
		to.Publish(n)
	}
}
