// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Unfinished is the target of a half-done run: of the open journal, else of a half position. "" when nothing is half done.
func Unfinished(s *survey.Survey) string {
	if s.Run != nil {
		return s.Run.To
	}
	if len(s.Unread()) > 0 {
		return ""
	}
	if t := s.Takeover; t != nil {
		// The half position of a returned cluster is no unfinished run once it is isolated: what follows needs an acknowledgement.
		if isolated(s) {
			return ""
		}
		return s.Other(t.Lost)
	}
	s = drill.AtRest(s)
	for _, p := range s.Pairs {
		if to := position.TurningTo(s, p); to != "" {
			return to
		}
	}
	return ""
}

// Due tells whether there is something to plan though no move is declared: a half-done run, a returned cluster that has to be isolated,
// or one whose changes may be discarded now, or names that neither cluster answers. Where somebody has moved the pool by hand, nothing is
// due: that may be an emergency.
func Due(s *survey.Survey, in survey.Intent) bool {
	return Unfinished(s) != "" && !replication.MovedByHand(s, in) || position.Acknowledged(s, in) || unanswered(s, in)
}

// unanswered: the pool is where it is declared to be, and yet a name of the attribute names is parked and answered by neither cluster.
// Where each pool has a name of its own besides, that is not seen by who serves.
func unanswered(s *survey.Survey, in survey.Intent) bool {
	if len(s.Unread()) > 0 || s.Takeover != nil || position.Serving(s) != in.Active || s.Lost(in.From()) {
		return false
	}
	from, to := s.Clusters[in.From()].Pool, s.Clusters[in.To()].Pool
	return slices.ContainsFunc(in.Names, func(n string) bool {
		a, b := from.On(n), to.On(n)
		return a != survey.Live && b != survey.Live && (a == survey.Parked || b == survey.Parked)
	})
}
