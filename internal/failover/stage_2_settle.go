// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Before stage 2 a run in the other direction that stopped half-way is brought to an end: only then can the data go the way that is
// wanted now. It is the same resync prep, with the sides swapped; every later stage then applies as in any run. In one position only the
// run is undone instead: where its copies are open and nobody was led to them.

func unmetSettle(s *Survey, in Intent) []Step {
	from, to := in.To(), in.From() // the direction of the run that is half done
	var out []Step
	for _, p := range s.Pairs {
		switch s.Position(p, from, to) {
		case Opening, Open, Closing, Preparing, Settling:
		default:
			continue
		}
		if s.mayRevert(in, p) {
			out = append(out, revertStep(p, from, to))
			continue
		}
		if !mayTurn(s, in, p, from, to) {
			continue
		}
		f := p.PolicyOn(from)
		out = append(out, Step{
			Keys: []Key{key(StageSettle, from, "policy", f, resyncCreated)},
			lines: []line{{
				group: groupPolicies, object: p.Name,
				text: p.PolicyOn(to) + ": " + to + " -> " + from + ", after the half-done run of " + f + ": " + from + " -> " + to + " is completed",
			}},
			Effect: func(s *Survey) { turned(s, p, from, to) },
			Do: func(ctx context.Context, r *run, permit permit.Permit) error {
				if err := r.allowWrites(ctx, permit, p, from, to); err != nil {
					return err
				}
				return r.resyncPrep(ctx, permit, p, from, to)
			},
		})
	}
	return out
}

// mayTurn: resync prep throws away what was written on from after the last sync. It is planned only when our own quiet run proved that
// nothing was, and the fence that was set before it has not been opened since, when somebody has read since when that would be and says
// so, of a side that does not serve, or when it has already begun.
func mayTurn(s *Survey, in Intent, p Pair, from, to string) bool {
	switch at := s.Position(p, from, to); {
	case at == Preparing, at == Settling && !s.bothOpen(p, from, to):
		return true
	}
	if s.acknowledged(in) && from == s.Takeover.Lost || s.givenUp(in, from, to) && s.Serving() != from {
		return true
	}
	return s.provenQuiet(p, from)
}

// bothOpen: the copy is open, and nothing has turned. That the mirror is enabled meanwhile says nothing: a resync prep that died in its
// midst leaves that, and so does a person.
func (s *Survey) bothOpen(p Pair, from, to string) bool {
	at := s.Position(p, from, to)
	return at == Open || at == Settling && s.targetState(to, p.PolicyOn(from)) == writesEnabled
}

// provenQuiet: our own run carried nothing, and the fence that was set before it has not been opened since.
func (s *Survey) provenQuiet(p Pair, from string) bool {
	return s.Proven[lastSyncOf(p.PolicyOn(from))].Quiet && (s.Run == nil || len(s.Run.Originals[from]) == 0 || s.fenceStands(from, p))
}

// mayRevert: the copy that a run has opened may be rolled back to its last sync while every name that moves is live where it was and none
// was ever published beside the open copy, while the fence of the old side stands unbroken since the quiet run, and before the pair was
// turned. Then nobody has written on either side since that run, and nothing is lost. Everywhere else the way back is a full failback.
func (s *Survey) mayRevert(in Intent, p Pair) bool {
	from, to := in.To(), in.From() // the direction of the run that is half done
	switch s.Position(p, from, to) {
	case Opening, Open, Closing: // where the reverse policy is absent or disabled
	default:
		return false
	}
	if s.Run == nil || s.Run.From != from || s.Run.Order != WritesFirst ||
		s.Run.Published && !mutant.On(mutant.RevertPublished) || s.Serving() != from {
		return false
	}
	for _, n := range s.Run.Names {
		if s.Clusters[from].Pool.on(n) != live || s.Clusters[to].Pool.on(n) == live {
			return false
		}
	}
	return s.Proven[lastSyncOf(p.PolicyOn(from))].Quiet && (s.fenceStands(from, p) || mutant.On(mutant.RevertUnfenced))
}

// fenceStands tells whether no client may write what the pair replicates, through any share, export or interface of the pool.
func (s *Survey) fenceStands(cluster string, p Pair) bool {
	c := s.Clusters[cluster]
	if c.Pool.Fenced {
		return true
	}
	return !slices.ContainsFunc(c.Objects, func(o Object) bool {
		return o.Kind != KindAlias && !o.Above && slices.Contains(o.Pairs, p.Name) && !o.Fenced && !fence(o).equal(o.Definition)
	})
}

func revertStep(p Pair, from, to string) Step {
	f := p.PolicyOn(from)
	return Step{
		Keys: []Key{key(StageSettle, to, "policy", f, writesDisabled)},
		lines: []line{{
			group: groupPolicies, object: p.Name,
			text: f + ": " + from + " -> " + to + ", the copy is closed again by allow_write_revert; nobody was led to it",
		}},
		Effect: func(s *Survey) { s.Clusters[to].setTarget(f, p.Paths[to], writesDisabled) },
		Do: func(ctx context.Context, r *run, permit permit.Permit) error {
			if r.survey.Position(p, from, to) == Opening {
				if err := r.allowWrites(ctx, permit, p, from, to); err != nil {
					return err
				}
			}
			return r.revertWrites(ctx, permit, p, from, to)
		},
	}
}

// turned is the world after a resync prep from → to.
func turned(s *Survey, p Pair, from, to string) {
	f, r := p.PolicyOn(from), p.PolicyOn(to)
	a, b := s.Clusters[from], s.Clusters[to]
	a.setPolicy(f, func(v *PolicyView) { v.Enabled, v.Schedule.Text = false, "" }) // the schedule is off while the job runs
	_, exists := b.Policies[r]
	b.setPolicy(r, func(v *PolicyView) {
		if !exists {
			*v = PolicyView{Action: a.Policies[f].Action, SourcePath: p.Paths[to], TargetPath: p.Paths[from], DomainMarked: true}
		}
		v.Enabled, v.Schedule.Text = true, ""
	})
	b.setTarget(f, p.Paths[to], resyncCreated)
	a.setTarget(r, p.Paths[from], writesDisabled)
	s.setBaseline(lastSyncOf(r), -1)
	s.setBaseline(mirrorRunOf(r), 0)
}
