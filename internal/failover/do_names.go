// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
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
	if err := r.notePublished(ctx, to); err != nil {
		return err
	}
	// From here to the end of the second write the run does not stop, whatever happens to Terraform.
	ctx = context.WithoutCancel(ctx)
	if mutant.On(mutant.PublishBeforePark) {
		_ = r.publishNames(ctx, p, to, newB)
	}
	if !sameNames(a, newA) {
		if err := r.putNames(ctx, p, from, newA); err != nil {
			return fmt.Errorf("parking the names on %s: %w", from, err)
		}
	}
	if !sameNames(b, newB) {
		if err := r.publishNames(ctx, p, to, newB); err != nil {
			err = fmt.Errorf("publishing the names on %s: %w", to, err)
			if mutant.On(mutant.UnparkLeftOut) {
				return finally(err)
			}
			if back := r.putNames(ctx, p, from, wasA); back != nil {
				return fmt.Errorf("%w; and un-parking on %s failed too: %w", err, from, back)
			}
			// Names do not go to and fro: the run ends here, with clients served as before.
			return finally(fmt.Errorf("%w; the names are live on %s again", err, from))
		}
	}
	if err := r.readBackNames(ctx, from, to, moving); err != nil {
		return err
	}
	r.dropSessions(ctx, p, from)
	return nil
}

// publishAttempts and publishPause bound the gap in which nobody answers: trouble that passes costs seconds, not the failover.
const (
	publishAttempts = 3
	publishPause    = time.Second
)

// publishNames writes the names on to. After trouble whose outcome is unknown the pool itself tells whether they are there.
func (r *run) publishNames(ctx context.Context, p permit.Permit, to string, pool *PoolView) error {
	for n := 1; ; n++ {
		err := r.putNames(ctx, p, to, pool)
		if err == nil {
			return nil
		}
		if is, lookErr := r.engine.readPool(ctx, to, pool.ID); lookErr == nil && sameNames(is, pool) {
			return nil
		}
		if n == publishAttempts || !transient(err) {
			return err
		}
		if waitErr := sleep(ctx, publishPause); waitErr != nil {
			return err
		}
	}
}

func (r *run) putNames(ctx context.Context, p permit.Permit, cluster string, pool *PoolView) error {
	aliases := slices.Clone(pool.Aliases)
	if mutant.On(mutant.ParkedDropped) {
		aliases = slices.DeleteFunc(aliases, func(a string) bool { return names.KindOf(a) == names.ParkedName })
	}
	if mutant.On(mutant.AliasDropped) {
		aliases = slices.DeleteFunc(aliases, func(a string) bool { return names.KindOf(a) == names.Hint })
	}
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
