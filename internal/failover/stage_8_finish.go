// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 8, "Post-Failover Steps": the fence on from is lifted now that SyncIQ protects its path, name caches are flushed, the names are
// asked for at both clusters, what people still have to do is listed, and the journal is closed.

func unmetFinish(s *Survey, in Intent) []Step {
	if s.Run == nil {
		return nil
	}
	if lift := liftFence(s, in, in.From(), StageFinish); len(lift) > 0 {
		return lift
	}
	if s.stillFenced(in.From()) || s.stillFenced(in.To()) || s.stillTurning(in) {
		// A pair that may not be turned keeps its fence and has no schedule, and the journal keeps what has to be put back then: the run
		// stays open.
		return nil
	}
	return []Step{{
		Keys:   []Key{key(StageFinish, "both", "journal", in.ID, "closed")},
		Lane:   "journal",
		closes: true,
		Effect: func(s *Survey) { s.Takeover = takeoverAfter(s, in); s.Run = nil; s.Proven = nil },
		Do:     func(ctx context.Context, r *run, p permit.Permit) error { return r.finish(ctx, p, in) },
	}}
}

// stillFenced tells whether the cluster has an object that waits for its fence to be lifted. What is fenced on a lost cluster waits in the
// record of the takeover.
func (s *Survey) stillFenced(cluster string) bool {
	if s.lost(cluster) || s.Takeover != nil {
		return false
	}
	c := s.Clusters[cluster]
	return c.Pool != nil && c.Pool.Fenced || slices.ContainsFunc(c.Objects, func(o Object) bool { return o.Fenced })
}

// stillTurning tells whether a pair that the run moves is half-way between the two clusters, or nowhere, while both can be reached.
func (s *Survey) stillTurning(in Intent) bool {
	if s.Takeover != nil || s.lost(s.Run.From) || s.lost(s.Run.To) {
		return false
	}
	return slices.ContainsFunc(s.Pairs, func(p Pair) bool {
		_, moves := s.Run.Schedules[p.Name]
		if s.turningTo(p) != "" {
			return moves
		}
		return moves && in.To() == s.Run.To && slices.Contains(deadEnds, s.Position(p, in.From(), in.To()))
	})
}
