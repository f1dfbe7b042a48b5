// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// takeoverAfter is what the journal keeps of a takeover when a run ends: noted by an uncontrolled run, kept while the returned cluster is
// only isolated, gone when it is protected again.
func takeoverAfter(s *survey.Survey, in survey.Intent) *survey.Takeover {
	d := in.Direction()
	if s.Lost(d.From) {
		t := &survey.Takeover{
			Lost: d.From, GUID: s.Clusters[d.From].GUID, Names: pool.UncontrolledNames(s, in), Schedules: map[string]survey.Schedule{},
			Uninventoried: uninventoried(s, d.From),
		}
		if at, ok := position.RecoveryPoint(s, d); ok {
			t.Fork = at.Format(time.RFC3339)
		} else if at, ok := position.StrandedLoss(s, in); ok {
			t.Fork = at.UTC().Truncate(time.Second).Format(time.RFC3339)
		}
		if s.Run != nil {
			// A controlled run may have been under way: what it fenced on the lost cluster is restored when that is back.
			t.Run, t.SPNs, t.Schedules, t.Originals = s.Run.ID, s.Run.SPNs, s.Run.Schedules, survey.CloneOriginals(s.Run.Originals)
		}
		delete(t.Originals, d.To) // its own are restored
		if was := s.Takeover; was != nil && was.Lost == d.From {
			return again(was, t)
		}
		return t
	}
	t := s.Takeover
	if t == nil {
		return nil
	}
	if !position.Forked(s) {
		return nil
	}
	kept := *t
	if s.Run != nil {
		kept.Schedules = s.Run.Schedules
		kept.Originals = survey.CloneOriginals(t.Originals)
		for k, list := range s.Run.Originals {
			for _, o := range list {
				kept.Originals[k] = append(survey.Without(kept.Originals[k], o.Address()), o)
			}
		}
	}
	return &kept
}

// uninventoried are the pairs of which nobody knows what the lost cluster had below their directories.
func uninventoried(s *survey.Survey, lost string) (out []string) {
	for _, p := range s.Pairs {
		if p.Uninventoried || s.Clusters[lost].Pool == nil {
			out = append(out, p.Name)
		}
	}
	return out
}

// again is the record when the cluster was lost once more before what it had was discarded: the fork point is still that of the first
// takeover, and what was fenced before is restored after the last.
func again(t *survey.Takeover, now *survey.Takeover) *survey.Takeover {
	out := *t
	out.Originals = survey.CloneOriginals(t.Originals)
	for k, list := range now.Originals {
		for _, o := range list {
			out.Originals[k] = append(survey.Without(out.Originals[k], o.Address()), o)
		}
	}
	if now.Schedules != nil {
		out.Schedules = now.Schedules
	}
	return &out
}

// isolated: the returned cluster neither answers the names nor replicates nor lets clients write.
func isolated(s *survey.Survey) bool {
	t := s.Takeover
	if t == nil || len(s.Unread()) > 0 {
		return false
	}
	in := survey.Intent{Active: s.Other(t.Lost), Pools: s.Pools, Fence: survey.FenceSharesAndExports, SPNClasses: []string{"HOST"}}
	for _, unmet := range isolateStages {
		if len(unmet(s, in)) > 0 {
			return false
		}
	}
	return true
}
