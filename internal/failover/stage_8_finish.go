// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 8, "Post-Failover Steps": the fence on from is lifted now that SyncIQ protects its path, name caches are flushed, the names are
// asked for at both clusters, what people still have to do is listed, and the journal is closed.

func unmetFinish(s *survey.Survey, in survey.Intent) []run.Step {
	if s.Run == nil {
		return nil
	}
	if lift := share.LiftFence(s, in, in.From(), survey.StageFinish); len(lift) > 0 {
		return lift
	}
	if stillFenced(s, in.From()) || stillFenced(s, in.To()) || stillTurning(s, in) {
		// A pair that may not be turned keeps its fence and has no schedule, and the journal keeps what has to be put back then: the run
		// stays open.
		return nil
	}
	return []run.Step{{
		Keys:   []survey.Key{survey.NewKey(survey.StageFinish, "both", "journal", in.ID, "closed")},
		Lane:   "journal",
		Lines:  []run.Line{{Object: in.ID, Text: "journal of " + survey.PoolName(in) + ": the run is closed"}},
		Closes: true,
		Effect: func(s *survey.Survey) {
			s.Takeover, s.Unsettled = takeoverAfter(s, in), position.LeftUnsettled(s)
			s.Run, s.Proven = nil, nil
		},
		Do: func(ctx context.Context, r *run.Run, p permit.Permit) error { return finish(ctx, r, p, in) },
	}}
}

// stillFenced tells whether the cluster has an object that waits for its fence to be lifted. What is fenced on a lost cluster waits in the
// record of the takeover.
func stillFenced(s *survey.Survey, cluster string) bool {
	if s.Lost(cluster) || s.Takeover != nil {
		return false
	}
	c := s.Clusters[cluster]
	return c.Pool != nil && c.Pool.Fenced || slices.ContainsFunc(c.Objects, func(o survey.Object) bool { return o.Fenced })
}

// stillTurning tells whether a pair that the run moves is half-way between the two clusters, or nowhere, while both can be reached.
func stillTurning(s *survey.Survey, in survey.Intent) bool {
	if s.Takeover != nil || s.Lost(s.Run.From) || s.Lost(s.Run.To) {
		return false
	}
	return slices.ContainsFunc(s.Pairs, func(p survey.Pair) bool {
		_, moves := s.Run.Schedules[p.Name]
		if position.TurningTo(s, p) != "" {
			return moves
		}
		return moves && in.To() == s.Run.To && slices.Contains(position.DeadEnds, position.Of(s, p, in.Direction()))
	})
}
