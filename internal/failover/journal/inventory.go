// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package journal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/document"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// The inventory is the last survey. It lies in Terraform's private state, kept fresh by every refresh, and as of the last create or run
// beside the journals on both clusters: the day on which a cluster is gone, the other one and the state are what is left.

func inventoryPath(e *clusters.Set, id string) string {
	sum := sha256.Sum256([]byte(id))
	return e.Options.JournalDirectory + "/inventories/" + hex.EncodeToString(sum[:8]) + ".json"
}

// WriteInventory writes the survey beside the journal on every cluster that may be spoken to. The first cluster that refuses it ends the
// attempt with its error.
func WriteInventory(ctx context.Context, e *clusters.Set, s *survey.Survey) error {
	b, err := s.Encode()
	if err != nil {
		return err
	}
	for _, k := range s.Keys() {
		if e.Client(k) == nil {
			continue
		}
		if err := WriteFile(ctx, e, Own(e), k, inventoryPath(e, s.ID), b); err != nil {
			return fmt.Errorf("inventory on %s: %w", k, err)
		}
	}
	return nil
}

// ReadInventory is the inventory that lies on a cluster, nil if there is none.
func ReadInventory(ctx context.Context, e *clusters.Set, cluster, id string) (*survey.Survey, error) {
	b, err := e.Client(cluster).ReadFile(ctx, inventoryPath(e, id))
	if errors.Is(err, onefs.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s, err := document.Stored(b, id)
	if err != nil {
		return nil, fmt.Errorf("inventory %s on %s cannot be read: %w", inventoryPath(e, id), cluster, err)
	}
	return s, nil
}
