// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// A pool may be moved by hand, in an emergency, half or whole. The usual end is that the names are on the other cluster and the copies
// there are open, while nobody has turned the replication: what each side has written since, only that side has.

// MovedByHand tells whether the other cluster answers the names though no run of ours did that.
func MovedByHand(s *survey.Survey, in survey.Intent) bool {
	serving := position.Serving(s)
	return s.Run == nil && s.Takeover == nil && serving != "" && serving != in.Active
}

// givenUp: the configuration names the beginning of the newest run from → to that finished. Somebody has read that what only from has
// written since is given up.
func givenUp(s *survey.Survey, in survey.Intent, d survey.Direction) bool {
	if s.Takeover != nil || in.DiscardChangesSince == nil {
		return false
	}
	at, known := position.RecoveryPoint(s, d)
	return known && in.DiscardChangesSince.Equal(at)
}

// Discards tells whether a pair that is writable on both clusters would be turned on the word of a person alone.
func Discards(s *survey.Survey, in survey.Intent) bool {
	d := in.Direction()
	return givenUp(s, in, d) && slices.ContainsFunc(s.Pairs, func(p survey.Pair) bool {
		return position.BothOpen(s, p, d) && !position.ProvenQuiet(s, p, d.From)
	})
}

// GiveUpLine is the line that a person pastes after having compared both sides.
func GiveUpLine(s *survey.Survey, d survey.Direction) string {
	at, known := position.RecoveryPoint(s, d)
	if !known {
		return "then bring the pair to a known position by hand"
	}
	return fmt.Sprintf("write discard_changes_since = %q to discard what only %s has and protect %s", at.Format(time.RFC3339), d.From, d.To)
}

// ReadForks reads the recovery points of pairs that are writable on both clusters without our own proof of a quiet run: they tell since
// when the two differ. Without them nothing can be given up, so a failure is only logged.
func ReadForks(ctx context.Context, e *clusters.Set, s *survey.Survey) {
	if s.Takeover != nil {
		return
	}
	for _, here := range s.Keys() {
		from := s.Other(here)
		if !slices.ContainsFunc(s.Pairs, func(p survey.Pair) bool {
			d := survey.Direction{From: from, To: here}
			return (position.BothOpen(s, p, d) || position.Of(s, p, d) == position.Opening) && !position.ProvenQuiet(s, p, from)
		}) {
			continue
		}
		if err := ReadRecoveryPoints(ctx, e, s, here); err != nil {
			e.Options.Log(ctx, "the reports could not be read", map[string]any{"cluster": here, "error": err.Error()})
		}
	}
}
