// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package pool

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/session"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
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
func moveNames(ctx context.Context, r *run.Run, p permit.Permit, d survey.Direction, moving []string) error {
	var err error
	for range MaxOverwritten {
		if err = moveNamesOnce(ctx, r, p, d, moving); err != nil {
			return err
		}
		if err = readBackNames(ctx, r, d, moving); err == nil {
			session.DropSessions(ctx, r, p, d.From)
			return nil
		}
	}
	return err
}

// MaxOverwritten is how often names are written when somebody else overwrites them.
const MaxOverwritten = 3

func moveNamesOnce(ctx context.Context, r *run.Run, p permit.Permit, d survey.Direction, moving []string) error {
	if err := notePublished(ctx, r, d.To); err != nil {
		return err
	}
	if err := r.BeforeCut(ctx); err != nil {
		return err
	}
	b, err := Read(ctx, r.Engine, d.To, r.Intent.Pools[d.To])
	if err != nil {
		return err
	}
	a, err := Read(ctx, r.Engine, d.From, r.Intent.Pools[d.From])
	if err != nil {
		return err
	}
	newA := a.Clone()
	movedNames(newA, b.Clone(), moving)
	// From here to the end of the second write the run does not stop, whatever happens to Terraform.
	ctx = context.WithoutCancel(ctx)
	if !sameNames(a, newA) {
		again := readAside(ctx, r, d.To, b)
		if err := putNames(ctx, r, p, d.From, newA); err != nil {
			<-again
			return fmt.Errorf("parking the names on %s: %w", d.From, err)
		}
		b = <-again
		// The names are parked, and no other run can have the lease so soon: what is left of the step is done whatever becomes of ours.
		p = p.ToTheEnd()
	}
	if err := publishNames(ctx, r, p, d.To, moving, b); err != nil {
		err = fmt.Errorf("publishing the names on %s: %w", d.To, err)
		back, backErr := unpark(ctx, r, p, d.From, a, b, moving)
		switch {
		case backErr != nil:
			return fmt.Errorf("%w; and un-parking on %s failed too: %w", err, d.From, backErr)
		case !back:
			return onefs.Finally(err)
		}
		// Names do not go to and fro: the run ends here, with clients served as before.
		return onefs.Finally(fmt.Errorf("%w; the names are live on %s again", err, d.From))
	}
	r.ThenOpen(ctx)
	return nil
}

// readAside reads a pool beside what the caller does meanwhile. Where that fails, what was read before serves.
func readAside(ctx context.Context, r *run.Run, cluster string, before *survey.PoolView) <-chan *survey.PoolView {
	out := make(chan *survey.PoolView, 1)
	go func() {
		now, err := Read(ctx, r.Engine, cluster, before.ID)
		if err != nil {
			now = before
		}
		out <- now
	}()
	return out
}

// unpark makes the names live again, in the list as it is now: those that were live before this call, and, where no name has been published
// yet, those that the open run has parked earlier. It answers whether there were any.
func unpark(ctx context.Context, r *run.Run, p permit.Permit, cluster string, was, there *survey.PoolView, moving []string) (bool, error) {
	now, err := Read(ctx, r.Engine, cluster, was.ID)
	if err != nil {
		now = was.Clone()
	}
	none := !slices.ContainsFunc(moving, func(n string) bool { return there.On(n) == survey.Live })
	var back []string
	for _, n := range moving {
		if was.On(n) == survey.Live || none && r.Survey.Run != nil && slices.Contains(r.Survey.Run.Names, n) && was.On(n) == survey.Parked {
			now.Replace(names.Parked(n), n)
			back = append(back, n)
		}
	}
	if len(back) == 0 {
		return false, nil
	}
	return true, putNames(ctx, r, p, cluster, now)
}

// publishAttempts and publishPause bound the gap in which nobody answers: trouble that passes costs seconds, not the failover.
const (
	publishAttempts = 3
	publishPause    = time.Second
)

// publishNames writes the names on to, whose pool was just read. After trouble whose outcome is unknown the pool itself tells whether they
// are there; if not, they are written into the list as it is by then.
func publishNames(ctx context.Context, r *run.Run, p permit.Permit, to string, moving []string, is *survey.PoolView) error {
	for n := 1; ; n++ {
		next := is.Clone()
		for _, name := range moving {
			next.Publish(name)
		}
		if sameNames(is, next) {
			return nil
		}
		err := putNames(ctx, r, p, to, next)
		if err == nil {
			return nil
		}
		look, lookErr := Read(ctx, r.Engine, to, is.ID)
		if lookErr == nil {
			is = look
			if published(is, moving) {
				return nil
			}
		}
		if n == publishAttempts || !onefs.Transient(err) {
			return err
		}
		if waitErr := onefs.Sleep(ctx, publishPause); waitErr != nil {
			return err
		}
	}
}

func published(p *survey.PoolView, moving []string) bool {
	return !slices.ContainsFunc(moving, func(n string) bool { return p.On(n) != survey.Live })
}

func putNames(ctx context.Context, r *run.Run, p permit.Permit, cluster string, pool *survey.PoolView) error {
	aliases := slices.Clone(pool.Aliases)
	if aliases == nil {
		aliases = []string{}
	}
	return r.Engine.Client(cluster).UpdatePool(ctx, p, pool.ID, onefs.PoolUpdate{ScDNSZone: &pool.ZoneName, ScDNSZoneAliases: &aliases})
}

func readBackNames(ctx context.Context, r *run.Run, d survey.Direction, moving []string) error {
	a, err := Read(ctx, r.Engine, d.From, r.Intent.Pools[d.From])
	if err != nil {
		return err
	}
	b, err := Read(ctx, r.Engine, d.To, r.Intent.Pools[d.To])
	if err != nil {
		return err
	}
	for _, n := range moving {
		if a.On(n) == survey.Live || b.On(n) != survey.Live {
			return fmt.Errorf("name %s does not show as moved from %s to %s", n, d.From, d.To)
		}
	}
	return nil
}

func sameNames(a, b *survey.PoolView) bool {
	return names.Equal(a.ZoneName, b.ZoneName) && slices.EqualFunc(a.Aliases, b.Aliases, names.Equal)
}

// notePublished writes down that people are about to be led to a copy that is open: from then on it is never rolled back.
func notePublished(ctx context.Context, r *run.Run, to string) error {
	r.Mu.Lock()
	open := r.Survey.Run
	known := open == nil || open.Published || open.To != to || open.Order != survey.WritesFirst
	r.Mu.Unlock()
	if known {
		return nil
	}
	return r.Note(ctx, func(rec *survey.RunRecord) { rec.Published = true })
}
