// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Before stage 2 a run in the other direction that stopped half-way is brought to an end: only then can the data go the way that is
// wanted now. It is the same resync prep, with the sides swapped; every later stage then applies as in any run. In one position only the
// run is undone instead: where its copies are open and nobody was led to them.

// UnmetSettle is stage 2: it brings each pair that an interrupted run in the other direction left half-way to one of the two sides. A copy
// that nobody can have written to is rolled back, every other pair is turned to its end.
func UnmetSettle(s *survey.Survey, in survey.Intent) []run.Step {
	d := in.Direction().Reverse() // the direction of the run that is half done
	var out []run.Step
	for _, p := range s.Pairs {
		switch position.Of(s, p, d) {
		case position.Opening, position.Open, position.Closing, position.Preparing, position.Settling:
		default:
			continue
		}
		if MayRevert(s, in, p) {
			out = append(out, revertStep(p, d))
			continue
		}
		if !MayTurn(s, in, p, d) {
			continue
		}
		f := p.PolicyOn(d.From)
		keys, lines := snapshotPart(s, in, survey.StageSettle, p, d.From)
		out = append(out, run.Step{
			Keys: append([]survey.Key{survey.NewKey(survey.StageSettle, d.From, "policy", f, position.ResyncCreated)}, keys...),
			Lines: append([]run.Line{{
				Group: run.GroupPolicies, Object: p.Name,
				Text: p.PolicyOn(d.To) + ": " + d.To + " -> " + d.From +
					", after the half-done run of " + f + ": " + d.From + " -> " + d.To + " is completed",
			}}, lines...),
			Effect: func(s *survey.Survey) { turned(s, p, d) },
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				if err := AllowWrites(ctx, r, permit, p, d); err != nil {
					return err
				}
				return ResyncPrep(ctx, r, permit, p, d)
			},
		})
	}
	return out
}

// MayTurn tells whether a pair may be turned: resync prep throws away what was written on from after the last sync. It is planned only
// when our own quiet run proved that nothing was, and the fence that was set before it has not been opened since, when somebody has read
// since when that would be and says so, of a side that does not serve, or when it has already begun.
func MayTurn(s *survey.Survey, in survey.Intent, p survey.Pair, d survey.Direction) bool {
	switch at := position.Of(s, p, d); {
	case at == position.Preparing, at == position.Settling && !position.BothOpen(s, p, d):
		return true
	}
	if position.Acknowledged(s, in) && d.From == s.Takeover.Lost || givenUp(s, in, d) && position.Serving(s) != d.From {
		return true
	}
	return position.ProvenQuiet(s, p, d.From)
}

// MayRevert tells whether the copy that a run has opened may be rolled back to its last sync: every name that moves is live where it was
// and none was ever published beside the open copy, the fence of the old side is unbroken since the quiet run, and the pair is not turned
// yet. Then nobody has written on either side since that run, and nothing is lost. Everywhere else the way back is a full failback.
func MayRevert(s *survey.Survey, in survey.Intent, p survey.Pair) bool {
	d := in.Direction().Reverse() // the direction of the run that is half done
	switch position.Of(s, p, d) {
	case position.Opening, position.Open, position.Closing: // where the reverse policy is absent or disabled
	default:
		return false
	}
	if s.Run == nil || s.Run.From != d.From || s.Run.Order != survey.WritesFirst ||
		s.Run.Published || position.Serving(s) != d.From || !MayRoll(s, p, d) {
		return false
	}
	for _, n := range s.Run.Names {
		if s.Clusters[d.From].Pool.On(n) != survey.Live || s.Clusters[d.To].Pool.On(n) == survey.Live {
			return false
		}
	}
	return s.Proven[survey.LastSyncOf(p.PolicyOn(d.From))].Quiet && position.FenceStands(s, d.From, p)
}

func revertStep(p survey.Pair, d survey.Direction) run.Step {
	f := p.PolicyOn(d.From)
	return run.Step{
		Keys: []survey.Key{survey.NewKey(survey.StageSettle, d.To, "policy", f, position.WritesDisabled)},
		Lines: []run.Line{{
			Group: run.GroupPolicies, Object: p.Name,
			Text: f + ": " + d.From + " -> " + d.To + ", the copy is closed again by allow_write_revert; nobody was led to it",
		}},
		Effect: func(s *survey.Survey) { s.Clusters[d.To].SetTarget(f, p.Paths[d.To], position.WritesDisabled) },
		Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
			if position.Of(r.Survey, p, d) == position.Opening {
				if err := AllowWrites(ctx, r, permit, p, d); err != nil {
					return err
				}
			}
			return noteNoRevert(ctx, r, p, d, RevertWrites(ctx, r, permit, p, d))
		},
	}
}

// turned is the world after a resync prep from → to.
func turned(s *survey.Survey, p survey.Pair, d survey.Direction) {
	f, r := p.PolicyOn(d.From), p.PolicyOn(d.To)
	a, b := s.Clusters[d.From], s.Clusters[d.To]
	a.SetPolicy(f, func(v *survey.PolicyView) { v.Enabled, v.Schedule.Text = false, "" }) // the schedule is off while the job runs
	_, exists := b.Policies[r]
	b.SetPolicy(r, func(v *survey.PolicyView) {
		if !exists {
			*v = survey.PolicyView{Action: a.Policies[f].Action, SourcePath: p.Paths[d.To], TargetPath: p.Paths[d.From], DomainMarked: true}
		}
		v.Enabled, v.Schedule.Text = true, ""
	})
	b.SetTarget(f, p.Paths[d.To], position.ResyncCreated)
	a.SetTarget(r, p.Paths[d.From], position.WritesDisabled)
	s.DropWitness(survey.LastSyncOf(r))
	s.NoteWitness(survey.MirrorRunOf(r), survey.Baseline{State: survey.NothingRan})
}
