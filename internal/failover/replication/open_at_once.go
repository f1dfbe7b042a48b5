// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Opening is a copy that is opened the moment the names are published.
type Opening struct {
	Pair   survey.Pair
	Permit permit.Permit
}

// NoteOpenings writes down, in one note, that these copies are about to be opened, and whether nothing is missing on them. It comes before
// the names move, because afterwards people would wait for it.
func NoteOpenings(ctx context.Context, r *run.Run, d survey.Direction, all []Opening) error {
	r.Mu.Lock()
	open, proven := r.Survey.Run, position.NothingMissing(r.Survey, r.Intent)
	lost := r.Survey.Lost(d.From)
	r.Mu.Unlock()
	if open == nil {
		return nil
	}
	if lost {
		proven = open.Proven // of a cluster that is gone nothing is proven anew, and what the journal has of it stays true
	}
	var lacking []string
	for _, o := range all {
		if f := o.Pair.PolicyOn(d.From); !slices.Contains(open.Opening, f) {
			lacking = append(lacking, f)
		}
	}
	if len(lacking) == 0 && open.Proven == proven {
		return nil
	}
	return r.Note(ctx, func(rec *survey.RunRecord) {
		rec.Proven = proven
		for _, f := range lacking {
			if !slices.Contains(rec.Opening, f) {
				rec.Opening = append(rec.Opening, f)
			}
		}
	})
}

// Glance is a look at the cluster that receives the pool, beside what is done meanwhile. It is taken while the names move, so that nobody
// waits for it: at that time the last syncs are over and proven, or their cluster is gone, and the lease keeps everybody else's jobs away.
func Glance(ctx context.Context, r *run.Run, cluster string) <-chan *onefs.SyncView {
	out := make(chan *onefs.SyncView, 1)
	go func() {
		all, err := r.Engine.Client(cluster).Watcher().Look(ctx)
		if err != nil {
			all = nil
		}
		out <- all
	}()
	return out
}

// OpenAtOnce asks for allow_write of all copies side by side that a glance shows closed and at rest. It waits for no job; one that hangs
// because its source is lost is ended first, for it would keep AllowWrites waiting as well. What is not accepted, whose answer is lost or
// what the glance did not show is left to AllowWrites, which looks and waits as long as it takes.
func OpenAtOnce(ctx context.Context, r *run.Run, d survey.Direction, all []Opening, look *onefs.SyncView) {
	if look == nil {
		return
	}
	lost := r.Survey.Lost(d.From)
	var g errgroup.Group
	for _, o := range all {
		f := o.Pair.PolicyOn(d.From)
		v := r.Pick(look, d.To, f)
		if r.WasOpened(f) || !v.Exists || v.Job != nil || !mayOpen(v) || r.Lease.Check() != nil {
			continue
		}
		g.Go(func() error {
			if lost && hangs(v) {
				cancelHanging(ctx, r, o.Permit, f, d.To)
			}
			_, err := r.Engine.Client(d.To).StartSyncJobNow(ctx, o.Permit, onefs.JobRequest{ID: f, Action: survey.ActionAllowWrite})
			if err != nil {
				r.Log(ctx, "allow_write was not accepted at once; the stage looks after it", map[string]any{"policy": f, "error": err.Error()})
				return nil //nolint:nilerr // it is logged, and the stage that follows looks after it
			}
			r.NoteOpened(f)
			return nil
		})
	}
	_ = g.Wait() // no goroutine answers an error
}
