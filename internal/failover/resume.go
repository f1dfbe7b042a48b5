// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"slices"
	"time"
)

// What a run must know about the one that died before it: what that one had started and what does not show yet, and what its witnesses are
// worth by now.

// noteOpening writes down that a copy is about to be opened.
func (r *run) noteOpening(ctx context.Context, policy string) error {
	r.mu.Lock()
	known := r.survey.Run == nil || slices.Contains(r.survey.Run.Opening, policy)
	r.mu.Unlock()
	if known {
		return nil
	}
	return r.note(ctx, func(rec *RunRecord) {
		if !slices.Contains(rec.Opening, policy) {
			rec.Opening = append(rec.Opening, policy)
		}
	})
}

// notePublished writes down that people are about to be led to a copy that is open: from then on it is never rolled back.
func (r *run) notePublished(ctx context.Context, to string) error {
	r.mu.Lock()
	open := r.survey.Run
	known := open == nil || open.Published || open.To != to || open.Order != WritesFirst
	r.mu.Unlock()
	if known {
		return nil
	}
	return r.note(ctx, func(rec *RunRecord) { rec.Published = true })
}

// awaitOpenings waits, when the goal was set back, until an allow_write of the dead run shows in the target record, or for so long that it
// cannot have been accepted: else the copy would be taken for closed, and would be open when everything is over.
func (r *run) awaitOpenings(ctx context.Context) error {
	open := r.survey.Run
	if open == nil || open.From != r.intent.To() || len(open.Opening) == 0 || r.survey.lost(open.To) {
		return nil
	}
	err := r.poll(ctx, "what an earlier run has started on "+open.To, r.untilShown(open, time.Now().Add(lagGrace)))
	r.refresh(ctx, areaSync)
	return err
}

func (r *run) untilShown(open *RunRecord, end time.Time) func(ctx context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		for _, policy := range open.Opening {
			v, err := r.see(ctx, open.To, policy)
			if err != nil {
				return false, err
			}
			if v.exists && v.target.FailoverFailbackState == writesDisabled && (v.job != nil || time.Now().Before(end)) {
				return false, nil
			}
		}
		return true, nil
	}
}

// forgetUnfenced drops the proofs of last syncs that an earlier run has left without a fence: nobody knows what was written since. A plan
// does so in its copy of the world, a run in the journal.
func (s *Survey) forgetUnfenced(in Intent) []string {
	if in.Fence != FenceNone || s.Run == nil {
		return nil
	}
	var out []string
	for _, p := range s.Pairs {
		witness := lastSyncOf(p.PolicyOn(in.From()))
		if _, ok := s.Run.Baselines[witness]; ok && s.Position(p, in.From(), in.To()) == AtFrom {
			out = append(out, witness)
			s.setBaseline(witness, -1)
		}
	}
	return out
}

// forgetUnfenced is the run's: the journal forgets as well.
func (r *run) forgetUnfenced(ctx context.Context) error {
	stale := r.survey.clone().forgetUnfenced(r.intent)
	if len(stale) == 0 {
		return nil
	}
	if err := r.note(ctx, func(rec *RunRecord) {
		for _, witness := range stale {
			delete(rec.Baselines, witness)
		}
	}); err != nil {
		return err
	}
	for _, witness := range stale {
		delete(r.survey.Proven, witness)
	}
	return nil
}
