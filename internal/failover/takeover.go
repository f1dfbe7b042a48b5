// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
)

// takeoverAfter is what the journal keeps of a takeover when a run ends: noted by an uncontrolled run, kept while the returned cluster is
// only isolated, gone when it is protected again.
func takeoverAfter(s *Survey, in Intent) *Takeover {
	from, to := in.From(), in.To()
	if s.lost(from) {
		t := &Takeover{Lost: from, GUID: s.Clusters[from].GUID, Names: uncontrolledNames(s, in), Schedules: map[string]Schedule{}}
		if at, ok := s.recoveryPoint(from, to); ok {
			t.Fork = at.Format(time.RFC3339)
		} else if at, ok := s.strandedLoss(in); ok {
			t.Fork = at.UTC().Truncate(time.Second).Format(time.RFC3339)
		}
		if s.Run != nil {
			// A controlled run may have been under way: what it fenced on the lost cluster is restored when that is back.
			t.Run, t.SPNs, t.Schedules, t.Originals = s.Run.ID, s.Run.SPNs, s.Run.Schedules, cloneOriginals(s.Run.Originals)
		}
		delete(t.Originals, to) // its own are restored
		if was := s.Takeover; was != nil && was.Lost == from {
			return was.again(t)
		}
		return t
	}
	t := s.Takeover
	if t == nil {
		return nil
	}
	if !s.forked() {
		return nil
	}
	kept := *t
	if s.Run != nil {
		kept.Schedules = s.Run.Schedules
		kept.Originals = cloneOriginals(t.Originals)
		for k, list := range s.Run.Originals {
			for _, o := range list {
				kept.Originals[k] = append(without(kept.Originals[k], o.address()), o)
			}
		}
	}
	return &kept
}

// again is the record when the cluster was lost once more before what it had was discarded: the fork point is still that of the first
// takeover, and what was fenced before is restored after the last.
func (t *Takeover) again(now *Takeover) *Takeover {
	out := *t
	out.Originals = cloneOriginals(t.Originals)
	for k, list := range now.Originals {
		for _, o := range list {
			out.Originals[k] = append(without(out.Originals[k], o.address()), o)
		}
	}
	if now.Schedules != nil {
		out.Schedules = now.Schedules
	}
	return &out
}

// forked: the returned cluster has data of its own. It has none when a controlled run had already made its directories the copies.
func (s *Survey) forked() bool {
	t := s.Takeover
	return t != nil && slices.ContainsFunc(s.Pairs, func(p Pair) bool { return s.Position(p, t.Lost, s.other(t.Lost)) != AtTo })
}

// acknowledged: the configuration names the fork point, so somebody has read what is given up; or nothing is.
func (s *Survey) acknowledged(in Intent) bool {
	if s.Takeover == nil || len(s.Unread()) > 0 {
		return false
	}
	if !s.forked() {
		return true
	}
	if in.DiscardChangesSince == nil || s.Takeover.Fork == "" {
		return mutant.On(mutant.DiscardUnasked)
	}
	fork, err := time.Parse(time.RFC3339, s.Takeover.Fork)
	return err == nil && in.DiscardChangesSince.Equal(fork)
}

// isolated: the returned cluster neither answers the names nor replicates nor lets clients write.
func (s *Survey) isolated() bool {
	t := s.Takeover
	if t == nil || len(s.Unread()) > 0 {
		return false
	}
	in := Intent{Active: s.other(t.Lost), Pools: s.Pools, Fence: FenceSharesAndExports, SPNClasses: []string{"HOST"}}
	for _, unmet := range isolateStages {
		if len(unmet(s, in)) > 0 {
			return false
		}
	}
	return true
}
