// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 5, "SyncIQ Policy target path is made writeable", for every policy before anything else turns. Where an earlier run had fenced
// the receiving side, its shares and exports are opened again as soon as its path is writable.

func unmetWrites(s *Survey, in Intent) []Step {
	from, to := in.From(), in.To()
	var out []Step
	for _, p := range s.Pairs {
		switch s.Position(p, from, to) {
		case AtFrom, Opening, Closing:
		case Disabled:
			// Somebody switched F off since its last sync. allow_write does not need F, and clients wait where the names are by now.
			if s.Run == nil || s.Serving() == from {
				continue
			}
		default:
			continue
		}
		f := p.PolicyOn(from)
		out = append(out, Step{
			Keys:   []Key{key(StageWrites, to, "policy", f, writesEnabled)},
			lines:  []line{policyLine(p, from, to)},
			Effect: func(s *Survey) { s.Clusters[to].setTarget(f, p.Paths[to], writesEnabled) },
			Do: func(ctx context.Context, r *run, permit permit.Permit) error {
				if err := r.allowWrites(ctx, permit, p, from, to); err != nil || !mutant.On(mutant.PrepBeforeAllOpen) {
					return err
				}
				return r.resyncPrep(ctx, permit, p, from, to)
			},
		})
	}
	if len(out) > 0 {
		return out
	}
	return liftFence(s, in, to, StageWrites)
}

// liftFence are the steps that restore fenced objects of a cluster, as far as their paths no longer need the fence. What is fenced on a
// lost cluster waits for its return.
func liftFence(s *Survey, in Intent, cluster string, id StageID) []Step {
	if s.lost(cluster) || mutant.On(mutant.FenceNotRestored) {
		return nil
	}
	var out []Step
	for _, o := range s.Clusters[cluster].Objects {
		if !o.Fenced || !s.mayLift(o, in, cluster) && !mutant.On(mutant.FenceLiftedEarly) {
			continue
		}
		out = append(out, Step{
			Keys: []Key{key(id, cluster, o.Kind, o.address(), "as before the fence")},
			Lane: cluster + "/" + o.Kind,
			lines: []line{{
				group: groupFenced, object: o.address(), text: o.label() + ": " + cluster + ", back to its definition before the fence",
			}},
			Effect: func(s *Survey) { s.setFenced(cluster, o, false) },
			Do:     func(ctx context.Context, r *run, permit permit.Permit) error { return r.lift(ctx, permit, cluster, o) },
		})
	}
	out = append(out, renewSessions(s, in, cluster, out)...)
	return append(out, liftInterfaces(s, in, cluster, id)...)
}

// renewSessions follows the shares that are lifted on the serving side: who connected while they were fenced has kept the right to read
// only, and gets the right to write by connecting again.
func renewSessions(s *Survey, in Intent, cluster string, lifts []Step) []Step {
	lane := cluster + "/" + KindShare
	i := slices.IndexFunc(lifts, func(st Step) bool { return st.Lane == lane })
	if i < 0 || cluster != in.To() || s.Serving() != cluster {
		return nil
	}
	k := lifts[i].Keys[0]
	return []Step{{
		Lane:   lane,
		Effect: func(*Survey) {},
		Do: func(ctx context.Context, r *run, _ permit.Permit) error {
			r.dropSessions(ctx, permit.Approved(string(k)).While(r.lease.check), cluster)
			return nil
		},
	}}
}

// mayLift: on from only when its path is protected by SyncIQ again, so that two sides are never open; on to when its path is writable, also
// where nothing replicates away from it because somebody switched the policy off.
func (s *Survey) mayLift(o Object, in Intent, cluster string) bool {
	for _, name := range o.Pairs {
		p, ok := s.pair(name)
		if !ok {
			continue
		}
		if s.lost(in.From()) && cluster == in.To() {
			if s.writableHere(p, cluster) {
				continue
			}
			return false
		}
		at := s.Position(p, in.From(), in.To())
		if at == AtTo || cluster == in.To() && (at == Open || at == Preparing || at == Settling || slices.Contains(arrived, at)) {
			continue
		}
		return false
	}
	return true
}
