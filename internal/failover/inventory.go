// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// The inventory is the last survey. It lies in Terraform's private state, kept fresh by every refresh, and as of the last create or run
// beside the journals on both clusters: the day on which a cluster is gone, the other one and the state are what is left.

func (e *Engine) inventoryPath(id string) string {
	sum := sha256.Sum256([]byte(id))
	return e.options.JournalDirectory + "/inventories/" + hex.EncodeToString(sum[:8]) + ".json"
}

// KeepInventory writes the inventory anew, as of a survey. It leaves the one that is there alone while a run is open, a cluster is unread,
// or a lost cluster that has returned is not replicated to again: what that had is then known from nothing else.
func (e *Engine) KeepInventory(ctx context.Context, s *Survey) error {
	if s.Run != nil || s.Takeover != nil || len(s.Unread()) > 0 {
		return nil
	}
	return e.writeInventory(ctx, s)
}

func (e *Engine) writeInventory(ctx context.Context, s *Survey) error {
	b, err := s.Encode()
	if err != nil {
		return err
	}
	for _, k := range s.keys() {
		if e.client(k) == nil {
			continue
		}
		if err := e.writeFile(ctx, own(), k, e.inventoryPath(s.ID), b); err != nil {
			return fmt.Errorf("inventory on %s: %w", k, err)
		}
	}
	return nil
}

// readInventory is the inventory that lies on a cluster, nil if there is none.
func (e *Engine) readInventory(ctx context.Context, cluster, id string) (*Survey, error) {
	b, err := e.client(cluster).ReadFile(ctx, e.inventoryPath(id))
	if errors.Is(err, onefs.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return DecodeSurvey(b)
}

// markLost marks the clusters that are declared lost; what was seen of them last stays.
func (e *Engine) markLost(s *Survey) {
	for k := range s.Pools {
		c := e.clusters[k]
		if c == nil || c.Lost.IsZero() {
			continue
		}
		if s.Clusters[k] == nil {
			s.Clusters[k] = &ClusterView{}
		}
		s.Clusters[k].Unread, s.Clusters[k].UnreadKind = e.noClient(k).Error(), "lost"
	}
}

// lost: the cluster is declared lost in the provider block.
func (s *Survey) lost(key string) bool { return s.Settings.Lost[key] != "" }

// assembleSurvivor makes a survey of which one cluster is lost: its view is the newest inventory, the other's is live.
func (e *Engine) assembleSurvivor(ctx context.Context, s *Survey, sc Scope, raw map[string]*rawView, what area) {
	var here string
	for k := range raw {
		here = k
	}
	gone := s.other(here)
	e.adoptInventory(ctx, s, here, gone)
	e.markLost(s)
	if what.has(areaSync) {
		s.Pairs, s.Missing = s.survivorPairs(sc, here, gone, raw[here].sync)
		s.rememberSource(gone, raw[here].sync)
		syncView(s, here, raw[here].sync)
		if err := e.readRecoveryPoints(ctx, s, here); err != nil {
			s.Clusters[here].Unread, s.Clusters[here].UnreadKind = err.Error(), unreadKind(err)
			return
		}
	}
	if what.has(areaJournal) {
		e.readJournals(ctx, s, sc, raw, what)
	}
	if what.has(areaObjects) {
		s.Clusters[here].Objects = s.ownObjects(here, raw[here].objects)
	}
	if what.has(areaQuotas) {
		quotas, err := e.ownQuotas(ctx, here, raw[here].quotas, s.Pairs, true)
		if err != nil {
			s.Clusters[here].Unread, s.Clusters[here].UnreadKind = err.Error(), unreadKind(err)
			return
		}
		s.Clusters[here].Quotas = quotas
	}
	if what.has(areaAD) {
		e.readLostAccounts(ctx, s, here, gone)
	}
}

// adoptInventory takes the lost cluster's view from the survivor's copy, unless private state had one that is as new.
func (e *Engine) adoptInventory(ctx context.Context, s *Survey, here, gone string) {
	have := s.Clusters[gone]
	kept, err := e.readInventory(ctx, here, s.ID)
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
func (e *Engine) readLostAccounts(ctx context.Context, s *Survey, here, gone string) {
	for i, ad := range s.Clusters[gone].AD {
		p, err := e.client(here).ADSProvider(ctx, ad.Provider, ad.Account)
		if err == nil {
			s.Clusters[gone].AD[i].SPNs = p.SPNs
		}
	}
}
