// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package syncready

import (
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// LeftOpen warns of the pairs that stay writable on both clusters, although the pool is where it is declared to be, because nothing says
// what was written on the cluster that was left; and of those that keep a run open and that it cannot bring on.
func LeftOpen(s *survey.Survey, in survey.Intent) []finding.Finding {
	if s.Takeover != nil || len(s.Unread()) > 0 || position.Serving(s) != in.Active {
		return nil
	}
	var out []finding.Finding
	for _, p := range s.Pairs {
		at := position.Of(s, p, in.Direction())
		waits := at == position.Unexpected || s.Run != nil && slices.Contains(position.DeadEnds, at)
		if !waits && at != position.ReverseOpening && at != position.ReverseOpen && !position.BothOpen(s, p, in.Direction()) {
			continue
		}
		found := &finding.Findings{}
		PositionReadiness(s, in, p, found)
		for _, f := range found.List {
			if f.ID != finding.WouldLeaveWritesBehind { // nothing moves
				out = append(out, f.AsRisk())
			}
		}
	}
	return out
}

// RebuildFindings tells whether the tie between a returned cluster and the survivor is gone. Nothing is ever reset or deleted to mend it.
// The cluster is isolated all the same, or it would go on answering the names; but not if it is a foreign one, with which this tool has
// nothing to do.
func RebuildFindings(s *survey.Survey) (found []finding.Finding, foreign bool) {
	t, here := s.Takeover, s.Other(s.Takeover.Lost)
	at := func(object, text, cure string) {
		found = append(found, finding.New(finding.Rebuild, object, text, cure))
	}
	const byHand = "rebuild the pair by hand: a new policy and a full copy; nothing is reset or deleted here"
	if t.GUID != "" && s.Clusters[t.Lost].GUID != t.GUID {
		at("cluster "+t.Lost, fmt.Sprintf("has GUID %s, the lost one had %s: it is another cluster", s.Clusters[t.Lost].GUID, t.GUID),
			"point "+t.Lost+" of the provider block at the cluster that was lost, or "+byHand)
		return found, true
	}
	for _, p := range s.Pairs {
		f := p.PolicyOn(t.Lost)
		positionHere := position.Of(s, p, survey.Direction{From: t.Lost, To: here})
		if positionHere == position.AtTo {
			continue
		}
		if positionHere == position.ReverseOpen {
			// A run that was going there had opened the copy: it is the copy that is given up, not the policy.
			open := &finding.Findings{}
			copyLeftOpen(p, survey.Direction{From: t.Lost, To: here}, open)
			found = append(found, open.List...)
			continue
		}
		switch {
		case position.PolicyState(s, t.Lost, f) == position.Absent:
			at(fmt.Sprintf("SyncIQ policy %s on %s", f, t.Lost), "is gone", byHand)
		case !slices.Contains(s.Clusters[t.Lost].Shared, f):
			at(fmt.Sprintf("SyncIQ snapshot %s on %s", survey.SharedSnapshot(s, t.Lost, f), t.Lost), "is gone: it was the state that both "+
				"clusters share", byHand)
		}
		if there := position.TargetState(s, here, f); there == position.Absent || there == position.RecordLost {
			at(fmt.Sprintf("target record of %s on %s", f, here), "is gone", byHand)
		}
	}
	return found, false
}
