// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Before stage 2 a run in the other direction that stopped half-way is brought to an end: only then can the data go the way that is
// wanted now. It is the same resync prep, with the sides swapped; every later stage then applies as in any run. In one position only the
// run is undone instead: where its copies are open and nobody was led to them.

// UnmetSettle is stage 2: it brings each pair that an interrupted run in the other direction left half-way to one of the two sides. A copy
// that nobody can have written to is rolled back, every other pair is turned to its end.
func UnmetSettle(s *survey.Survey, in survey.Intent) []run.Step {
	from, to := in.To(), in.From() // the direction of the run that is half done
	var out []run.Step
	for _, p := range s.Pairs {
		switch position.Of(s, p, from, to) {
		case position.Opening, position.Open, position.Closing, position.Preparing, position.Settling:
		default:
			continue
		}
		if MayRevert(s, in, p) {
			out = append(out, revertStep(p, from, to))
			continue
		}
		if !mayTurn(s, in, p, from, to) {
			continue
		}
		f := p.PolicyOn(from)
		out = append(out, run.Step{
			Keys: []survey.Key{survey.NewKey(survey.StageSettle, from, "policy", f, position.ResyncCreated)},
			Lines: []run.Line{{
				Group: run.GroupPolicies, Object: p.Name,
				Text: p.PolicyOn(to) + ": " + to + " -> " + from + ", after the half-done run of " + f + ": " + from + " -> " + to + " is completed",
			}},
			Effect: func(s *survey.Survey) { turned(s, p, from, to) },
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				if err := AllowWrites(ctx, r, permit, p, from, to); err != nil {
					return err
				}
				return ResyncPrep(ctx, r, permit, p, from, to)
			},
		})
	}
	return out
}

// mayTurn: resync prep throws away what was written on from after the last sync. It is planned only when our own quiet run proved that
// nothing was, and the fence that was set before it has not been opened since, when somebody has read since when that would be and says
// so, of a side that does not serve, or when it has already begun.
func mayTurn(s *survey.Survey, in survey.Intent, p survey.Pair, from, to string) bool {
	switch at := position.Of(s, p, from, to); {
	case at == position.Preparing, at == position.Settling && !position.BothOpen(s, p, from, to):
		return true
	}
	if position.Acknowledged(s, in) && from == s.Takeover.Lost || givenUp(s, in, from, to) && position.Serving(s) != from {
		return true
	}
	return position.ProvenQuiet(s, p, from)
}

// MayRevert tells whether the copy that a run has opened may be rolled back to its last sync: every name that moves is live where it was
// and none was ever published beside the open copy, the fence of the old side is unbroken since the quiet run, and the pair is not turned
// yet. Then nobody has written on either side since that run, and nothing is lost. Everywhere else the way back is a full failback.
func MayRevert(s *survey.Survey, in survey.Intent, p survey.Pair) bool {
	from, to := in.To(), in.From() // the direction of the run that is half done
	switch position.Of(s, p, from, to) {
	case position.Opening, position.Open, position.Closing: // where the reverse policy is absent or disabled
	default:
		return false
	}
	if s.Run == nil || s.Run.From != from || s.Run.Order != survey.WritesFirst ||
		s.Run.Published && !mutant.On(mutant.RevertPublished) || position.Serving(s) != from {
		return false
	}
	for _, n := range s.Run.Names {
		if s.Clusters[from].Pool.On(n) != survey.Live || s.Clusters[to].Pool.On(n) == survey.Live {
			return false
		}
	}
	return s.Proven[survey.LastSyncOf(p.PolicyOn(from))].Quiet && (position.FenceStands(s, from, p) || mutant.On(mutant.RevertUnfenced))
}

func revertStep(p survey.Pair, from, to string) run.Step {
	f := p.PolicyOn(from)
	return run.Step{
		Keys: []survey.Key{survey.NewKey(survey.StageSettle, to, "policy", f, position.WritesDisabled)},
		Lines: []run.Line{{
			Group: run.GroupPolicies, Object: p.Name,
			Text: f + ": " + from + " -> " + to + ", the copy is closed again by allow_write_revert; nobody was led to it",
		}},
		Effect: func(s *survey.Survey) { s.Clusters[to].SetTarget(f, p.Paths[to], position.WritesDisabled) },
		Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
			if position.Of(r.Survey, p, from, to) == position.Opening {
				if err := AllowWrites(ctx, r, permit, p, from, to); err != nil {
					return err
				}
			}
			return revertWrites(ctx, r, permit, p, from, to)
		},
	}
}

// turned is the world after a resync prep from → to.
func turned(s *survey.Survey, p survey.Pair, from, to string) {
	f, r := p.PolicyOn(from), p.PolicyOn(to)
	a, b := s.Clusters[from], s.Clusters[to]
	a.SetPolicy(f, func(v *survey.PolicyView) { v.Enabled, v.Schedule.Text = false, "" }) // the schedule is off while the job runs
	_, exists := b.Policies[r]
	b.SetPolicy(r, func(v *survey.PolicyView) {
		if !exists {
			*v = survey.PolicyView{Action: a.Policies[f].Action, SourcePath: p.Paths[to], TargetPath: p.Paths[from], DomainMarked: true}
		}
		v.Enabled, v.Schedule.Text = true, ""
	})
	b.SetTarget(f, p.Paths[to], position.ResyncCreated)
	a.SetTarget(r, p.Paths[from], position.WritesDisabled)
	s.SetBaseline(survey.LastSyncOf(r), -1)
	s.SetBaseline(survey.MirrorRunOf(r), 0)
}
