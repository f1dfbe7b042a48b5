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

// rememberPairs keeps, while a takeover is open, the pairs whose policy cannot be found any more: their directories have to be isolated
// although nothing can bring them together again.
func rememberPairs(ctx context.Context, e *clusters.Set, s *survey.Survey, known []survey.Pair) {
	if s.Takeover == nil || len(s.Missing) == 0 {
		return
	}
	if len(known) == 0 {
		if kept, err := journal.ReadInventory(ctx, e, s.Other(s.Takeover.Lost), s.ID); err == nil && kept != nil {
			known = kept.Pairs
		}
	}
	s.Missing = slices.DeleteFunc(s.Missing, func(name string) bool {
		i := slices.IndexFunc(known, func(p survey.Pair) bool { return p.Name == name })
		if i >= 0 {
			s.Pairs = append(s.Pairs, known[i])
		}
		return i >= 0
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
		c.Unread, c.UnreadKind = err.Error(), clusters.UnreadKind(err)
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
