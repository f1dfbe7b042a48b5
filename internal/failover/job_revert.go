// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// revertWrites rolls the copy on to back to its last sync and makes it read-only again: T(F) from writes_enabled to writes_disabled. What
// was written on to since is gone; mayRevert has shown that nobody was led there.
func (r *run) revertWrites(ctx context.Context, p permit.Permit, pair Pair, from, to string) error {
	f := pair.PolicyOn(from)
	posted := time.Time{}
	return r.poll(ctx, "allow_write_revert of "+f+" on "+to, func(ctx context.Context) (bool, error) {
		v, err := r.see(ctx, to, f)
		if err != nil {
			return false, err
		}
		if !v.exists {
			return false, fmt.Errorf("target policy %s is gone from %s", f, to)
		}
		state := v.target.FailoverFailbackState
		switch {
		case v.job != nil:
			return false, attention(v.job.State, f, to)
		case state == writesDisabled:
			return true, nil
		case state != writesEnabled && state != disablingWrites:
			return false, fmt.Errorf("target policy %s on %s is %s: it cannot be reverted", f, to, state)
		}
		if posted.IsZero() {
			if !mayClose(v) {
				return false, nil
			}
			started, err := r.post(ctx, p, to, f, actionAllowWriteRevert, mayClose)
			if started {
				posted = time.Now()
			}
			return false, err
		}
		if time.Since(posted) > traceGrace && state == writesEnabled {
			return false, fmt.Errorf("allow_write_revert of %s on %s was accepted, but left neither a job nor a result", f, to)
		}
		if time.Since(posted) > lagGrace && ended(v.target.LastJobState) {
			return false, &JobError{
				Action: actionAllowWriteRevert, Policy: f, Cluster: to, State: v.target.LastJobState, Errors: r.lastErrors(ctx, to, f, true),
			}
		}
		return false, nil
	})
}

// mayClose tells whether an allow_write_revert is still needed, and no other is on its way.
func mayClose(v view) bool {
	switch v.target.FailoverFailbackState {
	case writesDisabled:
		return false
	case disablingWrites:
		return ended(v.target.LastJobState)
	}
	return true
}
