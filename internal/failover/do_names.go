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
//
// OneFS has no conditional write, and a pool's names are written as one list. So every list is made from a read directly before its write:
// to is read once more while from is written, which costs no time. What somebody else changes up to that read survives, as do all other
// properties of the pool. What he writes into the same list between that read and the arrival of our write, one round trip and the repeats
// of a busy cluster, is lost without a trace; nothing in OneFS's interface can tell. Where he, the other way round, overwrites our names,
// the look afterwards shows it, and they are written again.
func (r *run) moveNames(ctx context.Context, p permit.Permit, from, to string, moving []string) error {
	var err error
	for range maxOverwritten {
		if err = r.moveNamesOnce(ctx, p, from, to, moving); err != nil {
			return err
		}
		if err = r.readBackNames(ctx, from, to, moving); err == nil {
			r.dropSessions(ctx, p, from)
			return nil
		}
	}
	return err
}

// maxOverwritten is how often names are written when somebody else overwrites them.
const maxOverwritten = 3

func (r *run) moveNamesOnce(ctx context.Context, p permit.Permit, from, to string, moving []string) error {
	if err := r.notePublished(ctx, to); err != nil {
		return err
	}
	b, err := r.engine.readPool(ctx, to, r.intent.Pools[to])
	if err != nil {
		return err
	}
	a, err := r.engine.readPool(ctx, from, r.intent.Pools[from])
	if err != nil {
		return err
	}
	newA := a.clone()
	moveNames(newA, b.clone(), moving)
	// From here to the end of the second write the run does not stop, whatever happens to Terraform.
	ctx = context.WithoutCancel(ctx)
	if mutant.On(mutant.PublishBeforePark) {
		_ = r.publishNames(ctx, p, to, moving, b)
	}
	if !sameNames(a, newA) {
		again := r.readAside(ctx, to, b)
		if err := r.putNames(ctx, p, from, newA); err != nil {
			<-again
			return fmt.Errorf("parking the names on %s: %w", from, err)
		}
		b = <-again
		// The names are parked, and no other run can have the lease so soon: what is left of the step is done whatever becomes of ours.
		p = p.While(nil)
	}
	if err := r.publishNames(ctx, p, to, moving, b); err != nil {
		err = fmt.Errorf("publishing the names on %s: %w", to, err)
		if mutant.On(mutant.UnparkLeftOut) {
			return finally(err)
		}
		back, backErr := r.unpark(ctx, p, from, a, b, moving)
		switch {
		case backErr != nil:
			return fmt.Errorf("%w; and un-parking on %s failed too: %w", err, from, backErr)
		case !back:
			return finally(err)
		}
		// Names do not go to and fro: the run ends here, with clients served as before.
		return finally(fmt.Errorf("%w; the names are live on %s again", err, from))
	}
	return nil
}

// readAside reads a pool beside what the caller does meanwhile. Where that fails, what was read before serves.
func (r *run) readAside(ctx context.Context, cluster string, before *PoolView) <-chan *PoolView {
	out := make(chan *PoolView, 1)
	go func() {
		now, err := r.engine.readPool(ctx, cluster, before.ID)
		if err != nil || mutant.On(mutant.StalePublished) {
			now = before
		}
		out <- now
	}()
	return out
}

// unpark makes the names live again, in the list as it is now: those that were live before this call, and, where no name has been published
// yet, those that the open run has parked earlier. It answers whether there were any.
func (r *run) unpark(ctx context.Context, p permit.Permit, cluster string, was, there *PoolView, moving []string) (bool, error) {
	now, err := r.engine.readPool(ctx, cluster, was.ID)
	if err != nil {
		now = was.clone()
	}
	none := !slices.ContainsFunc(moving, func(n string) bool { return there.on(n) == live })
	var back []string
	for _, n := range moving {
		if was.on(n) == live || none && r.survey.Run != nil && slices.Contains(r.survey.Run.Names, n) && was.on(n) == parked {
			now.replace(names.Parked(n), n)
			back = append(back, n)
		}
	}
	if len(back) == 0 {
		return false, nil
	}
	return true, r.putNames(ctx, p, cluster, now)
}

// publishAttempts and publishPause bound the gap in which nobody answers: trouble that passes costs seconds, not the failover.
const (
	publishAttempts = 3
	publishPause    = time.Second
)

// publishNames writes the names on to, whose pool was just read. After trouble whose outcome is unknown the pool itself tells whether they
// are there; if not, they are written into the list as it is by then.
func (r *run) publishNames(ctx context.Context, p permit.Permit, to string, moving []string, is *PoolView) error {
	for n := 1; ; n++ {
		next := is.clone()
		for _, name := range moving {
			next.publish(name)
		}
		if sameNames(is, next) {
			return nil
		}
		err := r.putNames(ctx, p, to, next)
		if err == nil {
			return nil
		}
		look, lookErr := r.engine.readPool(ctx, to, is.ID)
		if lookErr == nil {
			is = look
			if published(is, moving) {
				return nil
			}
		}
		if n == publishAttempts || !transient(err) {
			return err
		}
		if waitErr := sleep(ctx, publishPause); waitErr != nil {
			return err
		}
	}
}

func published(p *PoolView, moving []string) bool {
	return !slices.ContainsFunc(moving, func(n string) bool { return p.on(n) != live })
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
