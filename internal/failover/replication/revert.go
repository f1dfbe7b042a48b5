// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// RevertWrites rolls the copy on to back to its last sync and makes it read-only again: T(F) from writes_enabled to writes_disabled. What
// was written on to since is gone: either MayRevert has shown that nobody was led there, or it was written in a drill.
func RevertWrites(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) error {
	f := pair.PolicyOn(d.From)
	posted := time.Time{}
	return r.Poll(ctx, "allow_write_revert of "+f+" on "+d.To, func(ctx context.Context) (bool, error) {
		v, err := r.See(ctx, d.To, f)
		if err != nil {
			return false, err
		}
		if !v.Exists {
			return false, fmt.Errorf("target policy %s is gone from %s", f, d.To)
		}
		state := v.Target.FailoverFailbackState
		switch {
		case v.Job != nil:
			return false, synciq.Attention(v.Job.State, f, d.To)
		case state == position.WritesDisabled:
			return true, nil
		case state != position.WritesEnabled && state != position.DisablingWrites:
			return false, fmt.Errorf("target policy %s on %s is %s: it cannot be reverted", f, d.To, state)
		}
		if posted.IsZero() {
			if !mayClose(v) {
				return false, nil
			}
			started, err := synciq.Post(ctx, r, p, d.To, f, survey.ActionAllowWriteRevert, mayClose)
			if started {
				posted = time.Now()
			}
			return false, err
		}
		if time.Since(posted) > synciq.TraceGrace && state == position.WritesEnabled {
			return false, fmt.Errorf("allow_write_revert of %s on %s was accepted, but left neither a job nor a result", f, d.To)
		}
		if time.Since(posted) > run.LagGrace && survey.Ended(v.Target.LastJobState) {
			return false, &synciq.JobError{
				Action: survey.ActionAllowWriteRevert, Policy: f, Cluster: d.To, State: v.Target.LastJobState,
				Errors: synciq.LastErrors(ctx, r, d.To, f, true),
			}
		}
		return false, nil
	})
}

// noteNoRevert keeps in the journal that a copy cannot be rolled back, so that the next apply turns the pair instead.
func noteNoRevert(ctx context.Context, r *run.Run, pair survey.Pair, d survey.Direction, err error) error {
	job, ok := errors.AsType[*synciq.JobError](err)
	if !ok || !slices.ContainsFunc(job.Errors, func(text string) bool { return strings.Contains(strings.ToLower(text), "smartlock") }) {
		return err
	}
	if noted := r.Note(ctx, func(rec *survey.RunRecord) { rec.NoRevert = append(rec.NoRevert, pair.Name) }); noted != nil {
		return errors.Join(err, noted)
	}
	return fmt.Errorf("%w: the copy on %s cannot be rolled back; the next apply turns the policy, and then moves it back", err, d.To)
}

// mayClose tells whether an allow_write_revert is still needed, and no other is on its way.
func mayClose(v run.View) bool {
	switch v.Target.FailoverFailbackState {
	case position.WritesDisabled:
		return false
	case position.DisablingWrites:
		return survey.Ended(v.Target.LastJobState)
	}
	return true
}
