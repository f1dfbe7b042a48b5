// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// A controlled run may lose the cluster that it was going to. What it did to the survivor is undone then, with nothing sent to the lost
// one: names come back, the fence is lifted, the schedules are restored. Where the pair was turned already, the survivor's copy is opened
// as in any takeover.

// stranded: the open run was going to the cluster that is lost.
func (s *Survey) stranded(in Intent) bool {
	return s.Run != nil && s.lost(in.From()) && s.Run.To == in.From()
}

// holdsData: the survivor's path of a pair is not a copy: its own policy is there, and no record makes the path read-only. The lost
// cluster is not asked.
func (s *Survey) holdsData(p Pair, here string) bool {
	if s.policyState(here, p.PolicyOn(here)) == absent {
		return false
	}
	switch s.targetState(here, p.PolicyOn(s.other(here))) {
	case absent, resyncCreated:
		return true
	}
	return false
}

// writableHere tells the same of a path that was opened since.
func (s *Survey) writableHere(p Pair, here string) bool {
	return s.holdsData(p, here) || s.targetState(here, p.PolicyOn(s.other(here))) == writesEnabled
}

// strandedLoss is the moment after which people may have written on the lost cluster alone: since the run began, if its copies were about
// to be opened. ok is false when nobody can have been led there.
func (s *Survey) strandedLoss(in Intent) (at time.Time, ok bool) {
	if !s.stranded(in) || len(s.Run.Opening) == 0 {
		return time.Time{}, false
	}
	return s.Run.Started, true
}

// unmetStrandedSchedule gives the survivor's policies their schedules back: they replicate again as soon as the other cluster is there.
func unmetStrandedSchedule(s *Survey, in Intent) []Step {
	here := in.To()
	if !s.stranded(in) {
		return nil
	}
	var out []Step
	for _, p := range s.Pairs {
		f := p.PolicyOn(here)
		want, known := s.Run.Schedules[p.Name]
		if v := s.Clusters[here].Policies[f]; !known || !v.Enabled || !s.holdsData(p, here) || v.Schedule.equal(want) {
			continue
		}
		out = append(out, Step{
			Keys: []Key{key(StageSchedule, here, "policy", f, "schedule carried over")},
			lines: []line{{
				group: groupPolicies, object: p.Name, text: f + ": " + here + " -> " + in.From() + ", schedule " + want.describe() + " again",
			}},
			Effect: func(s *Survey) { s.Clusters[here].setPolicy(f, func(v *PolicyView) { v.Schedule = want }) },
			Do: func(ctx context.Context, r *run, permit permit.Permit) error {
				return r.setSchedule(ctx, permit, here, f, want)
			},
		})
	}
	return out
}
