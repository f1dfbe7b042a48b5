// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package look

import (
	"context"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// rememberPairs keeps pairs that were known before. While a takeover is open, those whose policy cannot be found any more: their
// directories have to be isolated although nothing can bring them together again. While a run is open, those that have got a namesake on
// the other cluster since: the run knows which one it moves.
func rememberPairs(ctx context.Context, e *clusters.Set, s *survey.Survey, known []survey.Pair) {
	if s.Takeover == nil && s.Run == nil || len(s.Missing) == 0 {
		return
	}
	for _, k := range s.Keys() {
		if len(known) > 0 || s.Takeover != nil && k == s.Takeover.Lost {
			continue
		}
		if kept, err := journal.ReadInventory(ctx, e, k, s.ID); err == nil && kept != nil {
			known = kept.Pairs
		}
	}
	s.Missing = slices.DeleteFunc(s.Missing, func(name string) bool {
		i := slices.IndexFunc(known, func(p survey.Pair) bool { return p.Name == name })
		if _, twice := s.Namesakes(name); i < 0 || s.Takeover == nil && !twice {
			return false
		}
		s.Pairs = append(s.Pairs, known[i])
		return true
	})
	slices.SortFunc(s.Pairs, func(a, b survey.Pair) int { return strings.Compare(a.Name, b.Name) })
}

// readReturn reads what only matters while a takeover is open: SyncIQ's snapshots and our own on the returned cluster.
func readReturn(ctx context.Context, e *clusters.Set, s *survey.Survey) {
	t := s.Takeover
	if t == nil || e.Client(t.Lost) == nil {
		return
	}
	c := s.Clusters[t.Lost]
	c.Kept, c.Shared = nil, nil
	list, err := e.Client(t.Lost).Snapshots(ctx)
	if err != nil {
		c.Unread, c.UnreadKind = clusters.Why(t.Lost, err), clusters.UnreadKind(err)
		return
	}
	listed := func(name string) bool {
		return slices.ContainsFunc(list, func(x onefs.Snapshot) bool { return x.Name == name })
	}
	for _, p := range s.Pairs {
		if name := survey.SnapshotName(t, p); listed(name) {
			c.Kept = append(c.Kept, name)
		}
		if f := p.PolicyOn(t.Lost); listed(survey.SharedSnapshot(s, t.Lost, f)) {
			c.Shared = append(c.Shared, f)
		}
	}
}
