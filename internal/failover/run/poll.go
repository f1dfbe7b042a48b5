// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package run

import (
	"context"
	"fmt"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

const (
	// LagGrace is how long a state may lag behind the job that made it: up to 40 s were seen (synciq.md §3); twice that, and some.
	LagGrace = 90 * time.Second
	// MaxPollBeats is the longest distance of two looks of a poll, in poll intervals.
	MaxPollBeats = 3
	// QuotaScanConflict is the text with which a SyncIQ job fails that meets a quota without a finished scan.
	QuotaScanConflict = "A new quota domain that has not finished QuotaScan has been found"
)

// Poll looks again and again until done answers true or an error, or the context ends. All polls of a run wake at the same beats, so that
// they share their looks: a hundred policies that wait cost the reads of one. The distance grows from one beat to three.
func (r *Run) Poll(ctx context.Context, what string, done func(ctx context.Context) (bool, error)) error {
	began := time.Now()
	said := began
	var blind time.Time // since when nothing can be seen
	defer r.Feed.Sight(what)
	for beats := 2; ; beats++ {
		ok, err := done(ctx)
		switch {
		case ok:
			return nil
		case err == nil:
			blind = time.Time{}
			r.Feed.Sight(what)
		case !onefs.Transient(err):
			return err
		case blind.IsZero():
			blind = time.Now()
			r.Feed.Blind(what)
		case time.Since(blind) > onefs.ReadPatience:
			return err
		}
		if beats == 2 {
			r.Feed.Wait(what, 0)
		}
		if time.Since(said) > 30*time.Second {
			said = time.Now()
			r.Feed.Wait(what, said.Sub(began))
			r.Log(ctx, "waiting", map[string]any{"for": what})
		}
		if err := r.Wait(ctx, min(beats/2, MaxPollBeats)); err != nil {
			return fmt.Errorf("%w while waiting for %s; it goes on at the cluster", err, what)
		}
	}
}

// Wait sleeps to a beat of the run, or ends because the run shall stop: a wait is a safe point.
func (r *Run) Wait(ctx context.Context, beats int) error {
	beat := r.Engine.Options.PollInterval
	return r.Pause(ctx, time.Duration(beats)*beat-time.Since(r.Began)%beat)
}

// Pause sleeps, or ends because the run shall stop.
func (r *Run) Pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-r.Stop:
		return r.StopErr()
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// View is the part of a cluster's sync state that one policy needs.
type View struct {
	Policy onefs.SyncPolicy
	Known  bool
	Target onefs.SyncTargetPolicy
	Exists bool
	Job    *onefs.SyncJob
}

// See looks at one policy on one cluster. Within one beat all steps share one look.
func (r *Run) See(ctx context.Context, cluster, policy string) (View, error) {
	all, err := r.views.Get(ctx, r.Began, r.Engine.Options.PollInterval, cluster, r.Engine.Client(cluster).Watcher().Look)
	if err != nil {
		return View{}, err
	}
	v := r.Pick(all, cluster, policy)
	if v.Job != nil && v.Job.TotalChunks > 0 {
		r.Feed.Percent("the job of "+policy+" on "+cluster, int(100*v.Job.SucceededChunks/v.Job.TotalChunks))
	}
	return v, nil
}

// SeeNow looks at one policy on one cluster with a look that began after the call.
func (r *Run) SeeNow(ctx context.Context, cluster, policy string) (View, error) {
	all, err := r.Engine.Client(cluster).Watcher().Look(ctx)
	if err != nil {
		return View{}, err
	}
	return r.Pick(all, cluster, policy), nil
}

// Pick takes one policy out of a look. Of two target records with one name, the one of the partner cluster counts.
func (r *Run) Pick(all *onefs.SyncView, cluster, policy string) View {
	var v View
	v.Policy, v.Known = all.Policies[policy]
	partner := r.Survey.Clusters[r.Survey.Other(cluster)].GUID
	for _, t := range all.Targets[policy] {
		if t.SourceClusterGUID == partner || partner == "" && len(all.Targets[policy]) == 1 {
			v.Target, v.Exists = t, true
		}
	}
	if jobs := all.Jobs[policy]; len(jobs) > 0 {
		v.Job = &jobs[0]
	}
	return v
}

// Both looks at two clusters at the same time.
func (r *Run) Both(ctx context.Context, d survey.Direction) (a, b *onefs.SyncView, err error) {
	var g errgroup.Group
	g.Go(func() (err error) {
		a, err = r.views.Get(ctx, r.Began, r.Engine.Options.PollInterval, d.From, r.Engine.Client(d.From).Watcher().Look)
		return err
	})
	g.Go(func() (err error) {
		b, err = r.views.Get(ctx, r.Began, r.Engine.Options.PollInterval, d.To, r.Engine.Client(d.To).Watcher().Look)
		return err
	})
	return a, b, g.Wait()
}
