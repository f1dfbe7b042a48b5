// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// moveNames parks on from and publishes on to. Both pools are read and both bodies are built before the first write, so the gap in which
// nobody answers is two calls; a refused publication is followed at once by un-parking.
func (r *run) moveNames(ctx context.Context, p permit.Permit, from, to string, moving []string) error {
	a, err := r.engine.readPool(ctx, from, r.intent.Pools[from])
	if err != nil {
		return err
	}
	b, err := r.engine.readPool(ctx, to, r.intent.Pools[to])
	if err != nil {
		return err
	}
	wasA := a.clone()
	newA, newB := a.clone(), b.clone()
	moveNames(newA, newB, moving)
	// From here to the end of the second write the run does not stop, whatever happens to Terraform.
	ctx = context.WithoutCancel(ctx)
	if !sameNames(a, newA) {
		if err := r.putNames(ctx, p, from, newA); err != nil {
			return fmt.Errorf("parking the names on %s: %w", from, err)
		}
	}
	if !sameNames(b, newB) {
		if err := r.putNames(ctx, p, to, newB); err != nil {
			err = fmt.Errorf("publishing the names on %s: %w", to, err)
			if published, lookErr := r.engine.readPool(ctx, to, r.intent.Pools[to]); lookErr == nil && sameNames(published, newB) {
				return nil
			}
			if back := r.putNames(ctx, p, from, wasA); back != nil {
				return fmt.Errorf("%w; and un-parking on %s failed too: %w", err, from, back)
			}
			return fmt.Errorf("%w; the names are live on %s again", err, from)
		}
	}
	if err := r.readBackNames(ctx, from, to, moving); err != nil {
		return err
	}
	r.dropSessions(ctx, p, from)
	return nil
}

func (r *run) putNames(ctx context.Context, p permit.Permit, cluster string, pool *PoolView) error {
	aliases := slices.Clone(pool.Aliases)
	if aliases == nil {
		aliases = []string{}
	}
	return r.engine.client(cluster).UpdatePool(ctx, p, pool.ID, onefs.PoolUpdate{ScDNSZone: &pool.ZoneName, ScDNSZoneAliases: &aliases})
}

func (r *run) readBackNames(ctx context.Context, from, to string, moving []string) error {
	a, err := r.engine.readPool(ctx, from, r.intent.Pools[from])
	if err != nil {
		return err
	}
	b, err := r.engine.readPool(ctx, to, r.intent.Pools[to])
	if err != nil {
		return err
	}
	for _, n := range moving {
		if a.on(n) == live || b.on(n) != live {
			return fmt.Errorf("name %s does not show as moved from %s to %s", n, from, to)
		}
	}
	return nil
}

func sameNames(a, b *PoolView) bool {
	return names.Equal(a.ZoneName, b.ZoneName) && slices.EqualFunc(a.Aliases, b.Aliases, names.Equal)
}
