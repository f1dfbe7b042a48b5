// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// Actions of a SyncIQ job; a sync is a POST without an action (synciq.md §1.1).
const (
	actionSync             = ""
	actionAllowWrite       = "allow_write"
	actionResyncPrep       = "resync_prep"
	actionAllowWriteRevert = "allow_write_revert"
	stateFinished          = "finished"
	stateFailed            = "failed"
	stateAttention         = "needs_attention"
	stateCanceled          = "canceled"
	stateSkipped           = "skipped"
	lagGrace               = 90 * time.Second // states lag up to 40 s behind (synciq.md §3); twice that, and some
	maxPollBeats           = 3
	quotaScanConflict      = "A new quota domain that has not finished QuotaScan has been found"
)

// JobError is a SyncIQ job that ended without success.
type JobError struct {
	Action, Policy, Cluster, State string
	JobID                          int64
	Errors                         []string
}

func (e *JobError) Error() string {
	action := e.Action
	if action == "" {
		action = "sync"
	}
	s := fmt.Sprintf("%s %s on %s: job %s", action, e.Policy, e.Cluster, e.State)
	if e.JobID > 0 {
		s += fmt.Sprintf(", report %d", e.JobID)
	}
	if len(e.Errors) > 0 {
		s += ": " + fmt.Sprintf("%q", e.Errors[0])
	}
	return s
}

// poll looks again and again until done answers true or an error, or the context ends. All polls of a run wake at the same beats, so that
// they share their looks: a hundred policies that wait cost the reads of one. The distance grows from one beat to three.
func (r *run) poll(ctx context.Context, what string, done func(ctx context.Context) (bool, error)) error {
	said := time.Now()
	var blind time.Time // since when nothing can be seen
	for beats := 2; ; beats++ {
		ok, err := done(ctx)
		switch {
		case ok:
			return nil
		case err == nil:
			blind = time.Time{}
		case !transient(err):
			return err
		case blind.IsZero():
			blind = time.Now()
		case time.Since(blind) > readPatience:
			return err
		}
		if time.Since(said) > 30*time.Second {
			said = time.Now()
			r.log(ctx, "waiting", map[string]any{"for": what})
		}
		if err := r.wait(ctx, min(beats/2, maxPollBeats)); err != nil {
			return fmt.Errorf("%w while waiting for %s; it goes on at the cluster", err, what)
		}
	}
}

// wait sleeps to a beat of the run, or ends because the run shall stop: a wait is a safe point.
func (r *run) wait(ctx context.Context, beats int) error {
	beat := r.engine.options.PollInterval
	return r.pause(ctx, time.Duration(beats)*beat-time.Since(r.began)%beat)
}

// pause sleeps, or ends because the run shall stop.
func (r *run) pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-r.stop:
		return r.stopErr()
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// view is the part of a cluster's sync state that one policy needs.
type view struct {
	policy onefs.SyncPolicy
	known  bool
	target onefs.SyncTargetPolicy
	exists bool
	job    *onefs.SyncJob
}

// see looks at one policy on one cluster. Within one beat all steps share one look.
func (r *run) see(ctx context.Context, cluster, policy string) (view, error) {
	all, err := r.views.get(ctx, r, cluster, r.engine.client(cluster).Watcher().Look)
	if err != nil {
		return view{}, err
	}
	return r.pick(all, cluster, policy), nil
}

// seeNow looks at one policy on one cluster with a look that began after the call.
func (r *run) seeNow(ctx context.Context, cluster, policy string) (view, error) {
	all, err := r.engine.client(cluster).Watcher().Look(ctx)
	if err != nil {
		return view{}, err
	}
	return r.pick(all, cluster, policy), nil
}

// pick takes one policy out of a look. Of two target records with one name, the one of the partner cluster counts.
func (r *run) pick(all *onefs.SyncView, cluster, policy string) view {
	var v view
	v.policy, v.known = all.Policies[policy]
	partner := r.survey.Clusters[r.survey.other(cluster)].GUID
	for _, t := range all.Targets[policy] {
		if t.SourceClusterGUID == partner || partner == "" && len(all.Targets[policy]) == 1 {
			v.target, v.exists = t, true
		}
	}
	if jobs := all.Jobs[policy]; len(jobs) > 0 {
		v.job = &jobs[0]
	}
	return v
}

// both looks at two clusters at the same time.
func (r *run) both(ctx context.Context, from, to string) (a, b *onefs.SyncView, err error) {
	var g errgroup.Group
	g.Go(func() (err error) {
		a, err = r.views.get(ctx, r, from, r.engine.client(from).Watcher().Look)
		return err
	})
	g.Go(func() (err error) { b, err = r.views.get(ctx, r, to, r.engine.client(to).Watcher().Look); return err })
	return a, b, g.Wait()
}

// sameAction: OneFS says "run", "none", "sync", "copy" or nothing for a sync, and shows inner steps of resync prep as actions.
func sameAction(shown, wanted string) bool {
	if wanted != actionSync {
		return shown == wanted || wanted == actionResyncPrep && len(shown) > len(wanted) && shown[:len(wanted)] == wanted
	}
	switch shown {
	case "", "run", "none", "sync", "copy":
		return true
	}
	return false
}
