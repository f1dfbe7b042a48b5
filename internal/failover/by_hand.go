// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// A pool may be moved by hand, in an emergency, half or whole. The usual end is that the names are on the other cluster and the copies
// there are open, while nobody has turned the replication: what each side has written since, only that side has.

// movedByHand: the other cluster answers the names, and no run of ours did that.
func (s *Survey) movedByHand(in Intent) bool {
	serving := s.Serving()
	return s.Run == nil && s.Takeover == nil && serving != "" && serving != in.Active
}

// leftOpen warns of the pairs that stay writable on both clusters, although the pool is where it is declared to be, because nothing says
// what was written on the cluster that was left; and of those that keep a run open and that it cannot bring on.
func (s *Survey) leftOpen(in Intent) []Finding {
	if s.Takeover != nil || len(s.Unread()) > 0 || s.Serving() != in.Active {
		return nil
	}
	var out []Finding
	for _, p := range s.Pairs {
		at := s.Position(p, in.From(), in.To())
		waits := s.Run != nil && slices.Contains(deadEnds, at)
		if !waits && at != ReverseOpening && at != ReverseOpen && !s.bothOpen(p, in.From(), in.To()) {
			continue
		}
		found := &findings{}
		positionReadiness(s, in, p, found)
		for _, f := range found.list {
			if f.ID != "would_leave_writes_behind" { // nothing moves
				f.Severity = Risk
				out = append(out, f)
			}
		}
	}
	return out
}

// givenUp: the configuration names the beginning of the newest run from → to that finished. Somebody has read that what only from has
// written since is given up.
func (s *Survey) givenUp(in Intent, from, to string) bool {
	if s.Takeover != nil || in.DiscardChangesSince == nil {
		return false
	}
	at, known := s.recoveryPoint(from, to)
	return known && in.DiscardChangesSince.Equal(at)
}

// discards: a pair that is writable on both clusters is turned on somebody's word alone.
func (s *Survey) discards(in Intent) bool {
	from, to := in.From(), in.To()
	return s.givenUp(in, from, to) && slices.ContainsFunc(s.Pairs, func(p Pair) bool {
		return s.bothOpen(p, from, to) && !s.provenQuiet(p, from)
	})
}

// giveUpLine is the line that a person pastes after having compared both sides.
func (s *Survey) giveUpLine(from, to string) string {
	at, known := s.recoveryPoint(from, to)
	if !known {
		return "then bring the pair to a known position by hand"
	}
	return fmt.Sprintf("write discard_changes_since = %q to discard what only %s has and protect %s", at.Format(time.RFC3339), from, to)
}

// readForks reads the recovery points of pairs that are writable on both clusters without our own proof of a quiet run: they tell since
// when the two differ. Without them nothing can be given up, so a failure is only logged.
func (e *Engine) readForks(ctx context.Context, s *Survey) {
	if s.Takeover != nil {
		return
	}
	for _, here := range s.keys() {
		from := s.other(here)
		if !slices.ContainsFunc(s.Pairs, func(p Pair) bool {
			return (s.bothOpen(p, from, here) || s.Position(p, from, here) == Opening) && !s.provenQuiet(p, from)
		}) {
			continue
		}
		if err := e.readRecoveryPoints(ctx, s, here); err != nil {
			e.options.Log(ctx, "the reports could not be read", map[string]any{"cluster": here, "error": err.Error()})
		}
	}
}

// keepGivenUp takes a snapshot of a directory whose newest writes somebody gives up, right before resync prep throws them away. A returned
// cluster has one since it was isolated, which is not enough where nothing kept people from writing on.
func (r *run) keepGivenUp(ctx context.Context, p permit.Permit, pair Pair, from string) error {
	to := r.survey.other(from)
	byHand := r.survey.givenUp(r.intent, from, to) && !r.survey.provenQuiet(pair, from)
	unfenced := r.survey.acknowledged(r.intent) && from == r.survey.Takeover.Lost && r.intent.Fence == FenceNone
	if !byHand && !unfenced {
		return nil
	}
	expires := time.Now().Add(keptFor).Unix()
	var err error
	// An earlier attempt of this run may have taken one, and people may have written since.
	for _, more := range []string{"", time.Now().UTC().Format("150405") + "-"} {
		name := "onefs-failover-" + r.survey.Run.ID + "-" + more + pair.Name
		_, err = r.engine.client(from).CreateSnapshot(ctx, p.Within("snapshot "+name), onefs.SnapshotRequest{
			Name: name, Path: pair.Paths[from], Expires: &expires,
		})
		if !errors.Is(err, onefs.ErrConflict) {
			break
		}
	}
	return err
}
