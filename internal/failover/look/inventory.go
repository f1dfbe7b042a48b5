// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package look

import (
	"context"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/quota"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// markLost marks the clusters that are declared lost; what was seen of them last stays.
func markLost(e *clusters.Set, s *survey.Survey) {
	for k := range s.Pools {
		c := e.Clusters[k]
		if c == nil || c.Lost.IsZero() {
			continue
		}
		if s.Clusters[k] == nil {
			s.Clusters[k] = &survey.ClusterView{}
		}
		s.Clusters[k].Unread, s.Clusters[k].UnreadKind = e.WhyNoClient(k).Error(), "lost"
	}
}

// farAhead is more than clocks of one site differ by.
const farAhead = 24 * time.Hour

// assembleSurvivor makes a survey of which one cluster is lost: its view is the newest inventory, the other's is live.
func assembleSurvivor(ctx context.Context, e *clusters.Set, s *survey.Survey, sc survey.Scope, raw map[string]*rawView, what survey.Area) {
	var here string
	for k := range raw {
		here = k
	}
	gone := s.Other(here)
	adoptInventory(ctx, e, s, here, gone)
	markLost(e, s)
	if what.Has(survey.AreaSite) {
		s.Clusters[here].Facts.LostAhead = time.Until(e.Clusters[gone].Lost) > farAhead
	}
	if what.Has(survey.AreaSync) {
		s.Pairs, s.Missing = survivorPairs(s, sc, here, gone, raw[here].sync)
		rememberSource(s, gone, raw[here].sync)
		replication.SyncView(s, here, raw[here].sync)
		if err := replication.ReadRecoveryPoints(ctx, e, s, here); err != nil {
			s.Clusters[here].Unread, s.Clusters[here].UnreadKind = clusters.Why(here, err), clusters.UnreadKind(err)
			return
		}
	}
	if what.Has(survey.AreaJournal) {
		readJournals(ctx, e, s, sc, raw, what)
	}
	if what.Has(survey.AreaObjects) {
		s.Clusters[here].Objects = share.OwnObjects(s, here, raw[here].objects)
	}
	if what.Has(survey.AreaQuotas) {
		quotas, err := quota.Own(ctx, e, here, raw[here].quotas, s.Pairs, true)
		if err != nil {
			s.Clusters[here].Unread, s.Clusters[here].UnreadKind = clusters.Why(here, err), clusters.UnreadKind(err)
			return
		}
		s.Clusters[here].Quotas = quotas
	}
	if what.Has(survey.AreaAD) {
		readLostAccounts(ctx, e, s, here, gone)
	}
}

// adoptInventory takes the lost cluster's view from the survivor's copy, unless private state had one that is as new.
func adoptInventory(ctx context.Context, e *clusters.Set, s *survey.Survey, here, gone string) {
	have := s.Clusters[gone]
	kept, err := journal.ReadInventory(ctx, e, here, s.ID)
	if err != nil || kept == nil || kept.Clusters[gone] == nil {
		return
	}
	if have == nil || have.Pool == nil || have.Seen < kept.Clusters[gone].Seen {
		s.Clusters[gone] = kept.Clusters[gone]
		if len(s.Pairs) == 0 {
			s.Pairs = kept.Pairs
		}
		if s.Local == nil {
			s.Local = kept.Local
		}
	}
}

// readLostAccounts reads the SPNs of the lost cluster's machine accounts through the survivor (query machine_account, synciq.md §5).
func readLostAccounts(ctx context.Context, e *clusters.Set, s *survey.Survey, here, gone string) {
	for i, ad := range s.Clusters[gone].AD {
		p, err := e.Client(here).ADSProvider(ctx, ad.Provider, ad.Account)
		if err == nil {
			s.Clusters[gone].AD[i].SPNs = p.SPNs
		}
	}
}
