// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package position

import (
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Writable tells whether SyncIQ keeps nobody from writing to the directories of the policies on the cluster.
func Writable(s *survey.Survey, cluster string) bool {
	return !slices.ContainsFunc(s.Pairs, func(p survey.Pair) bool {
		switch TargetState(s, cluster, p.PolicyOn(s.Other(cluster))) {
		case Absent, RecordLost, WritesEnabled, CreatingResync, ResyncCreated:
			return false
		default:
			return true
		}
	})
}

// Fenced tells whether a share or an export of the cluster is read-only by the fence.
func Fenced(s *survey.Survey, cluster string) bool {
	return slices.ContainsFunc(s.Clusters[cluster].Objects, func(o survey.Object) bool { return o.Fenced })
}

// CutOff tells whether the fence has taken the interfaces of the pool away.
func CutOff(s *survey.Survey, cluster string) bool {
	p := s.Clusters[cluster].Pool
	return p != nil && p.Fenced
}

// RecoveryPoint is the smallest over the pairs, as of the survivor's reports; ok is false when a policy has no finished run.
func RecoveryPoint(s *survey.Survey, d survey.Direction) (time.Time, bool) {
	var oldest int64
	for _, p := range s.Pairs {
		n := s.Clusters[d.To].Targets[p.PolicyOn(d.From)].Newest
		if n == 0 {
			return time.Time{}, false
		}
		if oldest == 0 || n < oldest {
			oldest = n
		}
	}
	return time.Unix(oldest, 0).UTC(), oldest > 0
}

// NothingMissing tells whether the open run has proven of every pair that the old side has nothing that the new one lacks, and the fence of
// that moment let nobody write. Only a look of the run itself proves that; what is stored of an earlier look does not.
func NothingMissing(s *survey.Survey, in survey.Intent) bool {
	from := in.From()
	return in.Fence != survey.FenceNone && provenOf(s, in, func(p survey.Pair) bool {
		return FenceStands(s, from, p) && ProvenQuiet(s, p, from)
	})
}

// NotedProven tells whether the journal of the open run says so, of every policy. Of a run that died it is what is left of the proof.
func NotedProven(s *survey.Survey, in survey.Intent) bool {
	return provenOf(s, in, func(p survey.Pair) bool {
		return s.Run.Proven && slices.Contains(s.Run.Opening, p.PolicyOn(in.From()))
	})
}

// provenOf tells whether a controlled run in this direction is open, and something is so of every pair.
func provenOf(s *survey.Survey, in survey.Intent, so func(survey.Pair) bool) bool {
	if s.Run == nil || s.Run.To != in.To() || s.Run.Uncontrolled || s.Takeover != nil || len(s.Pairs) == 0 {
		return false
	}
	return !slices.ContainsFunc(s.Pairs, func(p survey.Pair) bool { return !so(p) })
}

// Behind are the policies of which to holds nothing newer than a moment.
func Behind(s *survey.Survey, d survey.Direction, at time.Time) []string {
	var out []string
	for _, p := range s.Pairs {
		if f := p.PolicyOn(d.From); s.Clusters[d.To].Targets[f].Newest == at.Unix() {
			out = append(out, f)
		}
	}
	return out
}

// NeverFinished are the policies of which to has no finished run.
func NeverFinished(s *survey.Survey, d survey.Direction) []string {
	var out []string
	for _, p := range s.Pairs {
		if f := p.PolicyOn(d.From); s.Clusters[d.To].Targets[f].Newest == 0 {
			out = append(out, f)
		}
	}
	return out
}

// AwaitsDiscard tells whether an object of a returned cluster shows data that only that cluster has: a policy that holds it is not turned
// yet.
func AwaitsDiscard(s *survey.Survey, o survey.Object, in survey.Intent) bool {
	return slices.ContainsFunc(o.Pairs, func(name string) bool {
		p, ok := s.Pair(name)
		return ok && Of(s, p, in.Direction()) != AtTo
	})
}

// Untouched tells whether every pair lies on the old side, with a closed copy or with none.
func Untouched(s *survey.Survey, in survey.Intent) bool {
	return !slices.ContainsFunc(s.Pairs, func(p survey.Pair) bool {
		at := Of(s, p, in.Direction())
		return at != AtFrom && !slices.Contains(DeadEnds, at)
	})
}

// Schedules are those of the policies that replicate now, wherever they live.
func Schedules(s *survey.Survey, in survey.Intent) map[string]survey.Schedule {
	out := map[string]survey.Schedule{}
	for _, p := range s.Pairs {
		if s.Drill != nil {
			if kept, ok := s.Drill.Schedules[p.Name]; ok { // it is off because of the drill
				out[p.Name] = kept
				continue
			}
		}
		holder := in.From()
		switch Of(s, p, in.Direction()) {
		case AtTo, ReverseDisabled, ReverseNeverRun, ReverseOpening, ReverseOpen, ReverseClosing, ReversePreparing, ReverseSettling:
			holder = in.To()
		}
		if v, ok := s.Clusters[holder].Policies[p.PolicyOn(holder)]; ok {
			out[p.Name] = v.Schedule
		}
	}
	return out
}

// BothOpen tells whether the copy is open while nothing has turned. That the mirror is enabled meanwhile does not count: a resync prep that
// died half-way leaves that, and so does a person.
func BothOpen(s *survey.Survey, p survey.Pair, d survey.Direction) bool {
	at := Of(s, p, d)
	return at == Open || at == Settling && TargetState(s, d.To, p.PolicyOn(d.From)) == WritesEnabled
}

// ProvenQuiet tells whether our own run carried nothing, and the fence that was set before it has not been opened since.
func ProvenQuiet(s *survey.Survey, p survey.Pair, from string) bool {
	return s.Proven[survey.LastSyncOf(p.PolicyOn(from))].Quiet && (s.Run == nil || len(s.Run.Originals[from]) == 0 || FenceStands(s, from, p))
}

// Edits are what somebody has changed on the cluster while a fence held it, as it is now.
func Edits(s *survey.Survey, cluster string) []survey.Object {
	c := s.Clusters[cluster]
	if c == nil {
		return nil
	}
	var out []survey.Object
	for _, o := range c.Objects {
		if o.Edited {
			out = append(out, o)
		}
	}
	if p := c.Pool; p != nil && p.Edited {
		out = append(out, p.Original(s.Pairs))
	}
	return out
}

// FenceStands tells whether no client may write what the pair replicates, through any share, export or interface of the pool.
func FenceStands(s *survey.Survey, cluster string, p survey.Pair) bool {
	c := s.Clusters[cluster]
	if c.Pool.Fenced {
		return true
	}
	return !slices.ContainsFunc(c.Objects, func(o survey.Object) bool {
		return o.Kind != survey.KindAlias && !o.Above && slices.Contains(o.Pairs, p.Name) && !o.Fenced && !survey.Fence(o).Equal(o.Definition)
	})
}

// Copies answers the first policy of an object, and true, if the data of all its policies is still to go and the object reaches nowhere
// else.
func Copies(s *survey.Survey, o survey.Object, d survey.Direction) (survey.Pair, bool) {
	if o.Above || len(o.Pairs) == 0 {
		return survey.Pair{}, false
	}
	for _, name := range o.Pairs {
		p, ok := s.Pair(name)
		if !ok || Of(s, p, d) != AtFrom {
			return survey.Pair{}, false
		}
	}
	return s.Pair(o.Pairs[0])
}

// MayLift tells whether the fence of an object may be lifted. On from that is so only when its path is protected by SyncIQ again, so that
// two sides are never open; on to when its path is writable, also where nothing replicates away from it because somebody switched the
// policy off.
func MayLift(s *survey.Survey, o survey.Object, in survey.Intent, cluster string) bool {
	for _, name := range o.Pairs {
		p, ok := s.Pair(name)
		if !ok {
			continue
		}
		if s.Lost(in.From()) && cluster == in.To() {
			if writableHere(s, p, cluster) {
				continue
			}
			return false
		}
		at := Of(s, p, in.Direction())
		if at == Unexpected && cluster == in.To() && Returning(s, in) && heldHere(s, p, cluster) {
			continue // the run is taken back, and nothing keeps clients from writing where they were but its fence
		}
		if at == AtTo || cluster == in.To() && (at == Open || at == Preparing || at == Settling || slices.Contains(Arrived, at)) {
			continue
		}
		return false
	}
	return true
}

// RestsAt tells whether the pair had been turned to the cluster before the open run began, so that the run did not turn it.
func RestsAt(s *survey.Survey, p survey.Pair, d survey.Direction) bool {
	if s.Run == nil || !slices.Contains(Arrived, Of(s, p, d)) {
		return false
	}
	_, ours := s.Run.Witnesses[survey.MirrorRunOf(p.PolicyOn(d.To))]
	return !ours
}

// Returning tells whether the goal was set back to the cluster from which the open run started, so that its own quotas hold.
func Returning(s *survey.Survey, in survey.Intent) bool {
	return s.Run != nil && s.Run.From == in.To() || s.Takeover != nil
}

// A controlled run may lose the cluster that it was going to. What it did to the survivor is undone then, with nothing sent to the lost
// one: names come back, the fence is lifted, the schedules are restored. Where the pair was turned already, the survivor's copy is opened
// as in any takeover.

// Stranded tells whether the open run was going to the cluster that is lost.
func Stranded(s *survey.Survey, in survey.Intent) bool {
	return s.Run != nil && s.Lost(in.From()) && s.Run.To == in.From()
}

// HoldsData tells whether the survivor's path of a pair is not a copy: its own policy is there, and no record makes the path read-only. The
// lost cluster is not asked.
func HoldsData(s *survey.Survey, p survey.Pair, here string) bool {
	if PolicyState(s, here, p.PolicyOn(here)) == Absent {
		return false
	}
	switch TargetState(s, here, p.PolicyOn(s.Other(here))) {
	case Absent, ResyncCreated:
		return true
	}
	return false
}

// heldHere tells whether the policy whose source is here is there, and no record of its reverse keeps its directory from being written.
func heldHere(s *survey.Survey, p survey.Pair, here string) bool {
	back := TargetState(s, here, p.PolicyOn(s.Other(here)))
	return HoldsData(s, p, here) || back == RecordLost && PolicyState(s, here, p.PolicyOn(here)) != Absent
}

// writableHere tells the same as HoldsData, of a path that was opened since as well.
func writableHere(s *survey.Survey, p survey.Pair, here string) bool {
	return HoldsData(s, p, here) || TargetState(s, here, p.PolicyOn(s.Other(here))) == WritesEnabled
}

// StrandedLoss is the moment after which people may have written on the lost cluster alone: since the run began, if its copies were about
// to be opened. ok is false when nobody can have been led there.
func StrandedLoss(s *survey.Survey, in survey.Intent) (at time.Time, ok bool) {
	if !Stranded(s, in) || len(s.Run.Opening) == 0 {
		return time.Time{}, false
	}
	return s.Run.Started, true
}

// LeftUnsettled are the originals that must outlive the open run: those of what somebody has changed under its fence, and of what was left
// unsettled before and still is.
func LeftUnsettled(s *survey.Survey) map[string][]survey.Object {
	var out map[string][]survey.Object
	keep := func(cluster string, o survey.Object) {
		if out == nil {
			out = map[string][]survey.Object{}
		}
		out[cluster] = append(survey.Without(out[cluster], o.Address()), o)
	}
	for _, k := range s.Keys() {
		c := s.Clusters[k]
		if c == nil || c.Unread != "" {
			for _, o := range s.Unsettled[k] { // nobody knows what became of it
				keep(k, o)
			}
			continue
		}
		for _, o := range c.Objects {
			if was, ok := s.Original(k, o.Address()); ok && o.Edited {
				keep(k, was)
			}
		}
		if p := c.Pool; p != nil && p.Edited {
			if was, ok := s.Original(k, p.Original(nil).Address()); ok {
				keep(k, was)
			}
		}
	}
	return out
}
