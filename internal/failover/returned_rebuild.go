// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// rebuildFindings: the tie between a returned cluster and the survivor is gone. Nothing is ever reset or deleted to mend it. The cluster is
// isolated all the same, or it would go on answering the names; but not if it is a foreign one, with which this tool has nothing to do.
func rebuildFindings(s *Survey) (found []Finding, foreign bool) {
	t, here := s.Takeover, s.other(s.Takeover.Lost)
	at := func(object, text, cure string) {
		found = append(found, Finding{ID: "rebuild", Severity: Invalid, Attribute: "policies", Object: object, Text: text, Cure: cure})
	}
	const byHand = "rebuild the pair by hand: a new policy and a full copy; nothing is reset or deleted here"
	if t.GUID != "" && s.Clusters[t.Lost].GUID != t.GUID {
		at("cluster "+t.Lost, fmt.Sprintf("has GUID %s, the lost one had %s: it is another cluster", s.Clusters[t.Lost].GUID, t.GUID),
			"point "+t.Lost+" of the provider block at the cluster that was lost, or "+byHand)
		return found, true
	}
	for _, p := range s.Pairs {
		f := p.PolicyOn(t.Lost)
		position := s.Position(p, t.Lost, here)
		if position == AtTo {
			continue
		}
		if position == ReverseOpen {
			// A run that was going there had opened the copy: it is the copy that is given up, not the policy.
			open := &findings{}
			copyLeftOpen(p, t.Lost, here, open)
			open.list[0].Severity = Invalid
			found = append(found, open.list...)
			continue
		}
		switch {
		case s.policyState(t.Lost, f) == absent:
			at(fmt.Sprintf("SyncIQ policy %s on %s", f, t.Lost), "is gone", byHand)
		case !slices.Contains(s.Clusters[t.Lost].Shared, f):
			at(fmt.Sprintf("SyncIQ snapshot %s on %s", sharedSnapshot(s, t.Lost, f), t.Lost), "is gone: it was the state that both "+
				"clusters share", byHand)
		}
		if s.targetState(here, f) == absent {
			at(fmt.Sprintf("target record of %s on %s", f, here), "is gone", byHand)
		}
	}
	return found, false
}

// sharedSnapshot is the name of the snapshot that a policy's next run, and its resync prep, start from (synciq.md §1.3).
func sharedSnapshot(s *Survey, cluster, policy string) string {
	return "SIQ-" + s.Clusters[cluster].Policies[policy].ID + "-latest"
}

// rememberPairs keeps, while a takeover is open, the pairs whose policy cannot be found any more: their directories have to be isolated
// although nothing can bring them together again.
func (e *Engine) rememberPairs(ctx context.Context, s *Survey, known []Pair) {
	if s.Takeover == nil || len(s.Missing) == 0 {
		return
	}
	if len(known) == 0 {
		if kept, err := e.readInventory(ctx, s.other(s.Takeover.Lost), s.ID); err == nil && kept != nil {
			known = kept.Pairs
		}
	}
	s.Missing = slices.DeleteFunc(s.Missing, func(name string) bool {
		i := slices.IndexFunc(known, func(p Pair) bool { return p.Name == name })
		if i >= 0 {
			s.Pairs = append(s.Pairs, known[i])
		}
		return i >= 0
	})
	slices.SortFunc(s.Pairs, func(a, b Pair) int { return compare(a.Name, b.Name) })
}

// readReturn reads what only matters while a takeover is open: SyncIQ's snapshots and our own on the returned cluster.
func (e *Engine) readReturn(ctx context.Context, s *Survey) {
	t := s.Takeover
	if t == nil || e.client(t.Lost) == nil {
		return
	}
	c := s.Clusters[t.Lost]
	c.Kept, c.Shared = nil, nil
	list, err := e.client(t.Lost).Snapshots(ctx)
	if err != nil {
		c.Unread, c.UnreadKind = err.Error(), unreadKind(err)
		return
	}
	listed := func(name string) bool {
		return slices.ContainsFunc(list, func(x onefs.Snapshot) bool { return x.Name == name })
	}
	for _, p := range s.Pairs {
		if name := snapshotName(t, p); listed(name) {
			c.Kept = append(c.Kept, name)
		}
		if f := p.PolicyOn(t.Lost); listed(sharedSnapshot(s, t.Lost, f)) {
			c.Shared = append(c.Shared, f)
		}
	}
}
