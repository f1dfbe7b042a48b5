// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// What a run must know about the one that died before it: what that one had started and what does not show yet, and what its witnesses are
// worth by now.

// noteOpening writes down that a copy is about to be opened.
func noteOpening(ctx context.Context, r *run.Run, policy string) error {
	r.Mu.Lock()
	known := r.Survey.Run == nil || slices.Contains(r.Survey.Run.Opening, policy)
	r.Mu.Unlock()
	if known {
		return nil
	}
	return r.Note(ctx, func(rec *survey.RunRecord) {
		if !slices.Contains(rec.Opening, policy) {
			rec.Opening = append(rec.Opening, policy)
		}
	})
}

// TakeProofBack forgets what the journal says of the last syncs. It comes before the fence is lifted: people may write on the old side
// again.
func TakeProofBack(ctx context.Context, r *run.Run) error {
	if r.Survey.Run == nil || !r.Survey.Run.Proven {
		return nil
	}
	return r.Note(ctx, func(rec *survey.RunRecord) { rec.Proven = false })
}

// AwaitOpenings waits, when the goal was set back, until an allow_write of the dead run shows in the target record, or for so long that it
// cannot have been accepted: else the copy would be taken for closed, and would be open when everything is over.
func AwaitOpenings(ctx context.Context, r *run.Run) error {
	open := r.Survey.Run
	if open == nil || open.From != r.Intent.To() || len(open.Opening) == 0 || r.Survey.Lost(open.To) {
		return nil
	}
	err := r.Poll(ctx, "what an earlier run has started on "+open.To, untilShown(r, open, time.Now().Add(run.LagGrace)))
	r.Refresh(ctx, survey.AreaSync)
	return err
}

func untilShown(r *run.Run, open *survey.RunRecord, end time.Time) func(ctx context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		for _, policy := range open.Opening {
			v, err := r.See(ctx, open.To, policy)
			if err != nil {
				return false, err
			}
			if v.Exists && v.Target.FailoverFailbackState == position.WritesDisabled && (v.Job != nil || time.Now().Before(end)) {
				return false, nil
			}
		}
		return true, nil
	}
}

// Unfenced drops the proofs of last syncs that an earlier run has left without a fence: nobody knows what was written since. A plan
// does so in its copy of the world, a run in the journal.
func Unfenced(s *survey.Survey, in survey.Intent) []survey.Witness {
	if in.Fence != survey.FenceNone || s.Run == nil {
		return nil
	}
	var out []survey.Witness
	for _, p := range s.Pairs {
		witness := survey.LastSyncOf(p.PolicyOn(in.From()))
		if _, ok := s.Run.Witnesses[witness]; ok && position.Of(s, p, in.Direction()) == position.AtFrom {
			out = append(out, witness)
			s.DropWitness(witness)
		}
	}
	return out
}

// ForgetUnfenced is the run's: the journal forgets as well.
func ForgetUnfenced(ctx context.Context, r *run.Run) error {
	stale := Unfenced(r.Survey.Clone(), r.Intent)
	if len(stale) == 0 {
		return nil
	}
	if err := r.Note(ctx, func(rec *survey.RunRecord) {
		for _, witness := range stale {
			delete(rec.Witnesses, witness)
		}
	}); err != nil {
		return err
	}
	for _, witness := range stale {
		delete(r.Survey.Proven, witness)
	}
	return nil
}
