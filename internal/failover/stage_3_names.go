// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 3, "SmartConnect Zone Names and Aliases are moved to the Target Cluster": parked on from in the same position, then published
// on to. All names of a pool move in one write per side, so the gap in which nobody answers is two calls long.

func unmetNames(s *Survey, in Intent) []Step {
	from, to := in.From(), in.To()
	moving, _ := movingNames(s, in)
	if len(moving) == 0 {
		return nil
	}
	after := s.Clusters[to].Pool.clone()
	step := Step{
		Lane:   "names",
		Effect: func(s *Survey) { moveNames(s.Clusters[from].Pool, s.Clusters[to].Pool, moving) },
		Do: func(ctx context.Context, r *run, permit permit.Permit) error {
			return r.moveNames(ctx, permit, from, to, moving)
		},
	}
	for _, n := range moving {
		where := after.publish(n)
		open := s.Clusters[to].Pool.on(n) != live
		if s.Clusters[from].Pool.on(n) == live {
			step.Keys = append(step.Keys, key(StageNames, from, "name", n, names.Parked(n)))
			open = true
		}
		if s.Clusters[to].Pool.on(n) != live {
			step.Keys = append(step.Keys, key(StageNames, to, "name", n, where))
		}
		if open {
			step.lines = append(step.lines, line{groupNames, n, n + ": " + from + " -> " + to + ", " + where})
		}
	}
	if len(step.Keys) == 0 {
		return nil
	}
	return []Step{step}
}

// moveNames is the effect on both pools.
func moveNames(from, to *PoolView, moving []string) {
	for _, n := range moving {
		if from.on(n) == live {
			from.replace(n, names.Parked(n))
		}
		to.publish(n)
	}
}
