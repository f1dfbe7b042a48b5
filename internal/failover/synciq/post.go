// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"context"
	"errors"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// maxPosts bounds how often a job is asked for when the outcome stays unknown and nothing shows.
const maxPosts = 3

// TraceGrace is how long an accepted job may leave no trace at all: it may wait in the cluster's queue, and where jobs of the receiving
// side are not listed that cannot be seen.
const TraceGrace = 15 * time.Minute

// Post is the only function that starts a job. It looks for a live job of the same policy first, because a lost answer would otherwise
// start two; when one is there whose action is the wanted one, that one is used. A refusal means that somebody was faster, or that a job
// which ended still lingers: look again for as long as states lag.
//
// The look that made the caller ask may be one poll interval old, and a job of a dead run may have done the work since. So wanted judges
// the look right before the request; false means that nothing was started, and that the caller has to look again.
func Post(ctx context.Context, r *run.Run, p permit.Permit, cluster, policy, action string, wanted func(run.View) bool) (bool, error) {
	newest, err := NewestJob(ctx, r, cluster, policy)
	if err != nil {
		return false, err
	}
	var refusedAt time.Time
	var waits Stuck
	posts, unwanted := 0, false
	err = r.Poll(ctx, "a free slot for "+policy+" on "+cluster, func(ctx context.Context) (bool, error) {
		v, err := r.SeeNow(ctx, cluster, policy)
		if err != nil {
			return false, err
		}
		if v.Job != nil {
			return survey.SameAction(v.Job.Action, action), waits.Judge(v.Job.State, policy, cluster)
		}
		if unwanted = !wanted(v); unwanted {
			return true, nil
		}
		if err := r.Lease.Check(); err != nil {
			return false, err
		}
		posts++
		_, err = r.Engine.Client(cluster).StartSyncJob(ctx, p, onefs.JobRequest{ID: policy, Action: action})
		switch {
		case err == nil:
			return true, nil
		case errors.Is(err, onefs.ErrUnavailable), errors.Is(err, onefs.ErrOutcomeUnknown):
			// Nothing may have happened, or everything: wait for what shows within the lag, and only then post again.
			there, lookErr := appeared(ctx, r, cluster, policy, action, v, newest)
			if lookErr == nil && !there && posts >= maxPosts {
				return false, onefs.Finally(err)
			}
			return there, lookErr
		case onefs.Refused(err):
			if refusedAt.IsZero() {
				refusedAt = time.Now()
			}
			if time.Since(refusedAt) > run.LagGrace {
				return false, onefs.Finally(err)
			}
			return false, nil
		default:
			return false, err
		}
	})
	return err == nil && !unwanted, err
}

// appeared waits out the lag after a POST whose outcome is unknown: a job, a report of one, or a target record that moved shows that it
// had its effect.
func appeared(ctx context.Context, r *run.Run, cluster, policy, action string, before run.View, newest survey.Baseline) (bool, error) {
	for end := time.Now().Add(run.LagGrace); time.Now().Before(end); {
		if err := r.Wait(ctx, 1); err != nil {
			return false, err
		}
		v, err := r.See(ctx, cluster, policy)
		if err != nil {
			if onefs.Transient(err) {
				continue
			}
			return false, err
		}
		if v.Job != nil && survey.SameAction(v.Job.Action, action) ||
			v.Exists && v.Target.FailoverFailbackState != before.Target.FailoverFailbackState {
			return true, nil
		}
		if _, ok, err := ReportAfter(ctx, r, cluster, policy, newest); err == nil && ok {
			return true, nil
		}
	}
	return false, nil
}
