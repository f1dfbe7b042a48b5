// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"context"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// PolicyChange is what a step changes on a policy; what is nil stays as it is.
type PolicyChange struct {
	Enabled    *bool
	Conflicted *bool
	Schedule   *string
	whole      *survey.Schedule
}

// UpdatePolicy writes the change and waits until the cluster shows it: flags lag behind (synciq.md §3).
func UpdatePolicy(ctx context.Context, r *run.Run, p permit.Permit, cluster, policy string, c PolicyChange) error {
	u := onefs.PolicyUpdate{Enabled: c.Enabled, Conflicted: c.Conflicted, Schedule: c.Schedule}
	if c.whole != nil {
		u.Schedule = &c.whole.Text
		u.Priority = &c.whole.Priority
		u.JobDelay = onefs.SetPointer(wide(c.whole.JobDelay))
		u.RPOAlert = onefs.SetPointer(wide(c.whole.RPOAlert))
	}
	// A policy cannot be modified while a job of it is alive (synciq.md §1.2): wait for the end of one that the schedule started. A refusal
	// without a job to be seen is one that has just ended or has not appeared yet.
	var refusedAt time.Time
	var waits Stuck
	if err := r.Poll(ctx, "the running job of "+policy+" on "+cluster, func(ctx context.Context) (bool, error) {
		v, err := r.See(ctx, cluster, policy)
		if err != nil {
			return false, err
		}
		if v.Job != nil {
			return false, waits.Judge(v.Job.State, policy, cluster)
		}
		// The job may have run for hours.
		if err := r.Lease.Check(); err != nil {
			return false, err
		}
		err = r.Engine.Client(cluster).UpdateSyncPolicy(ctx, p, policy, u)
		if !onefs.Refused(err) {
			return err == nil, err
		}
		if refusedAt.IsZero() {
			refusedAt = time.Now()
		}
		if time.Since(refusedAt) > run.LagGrace {
			return false, onefs.Finally(err)
		}
		return false, nil
	}); err != nil {
		return err
	}
	return r.Poll(ctx, "policy "+policy+" on "+cluster+" to show its change", func(ctx context.Context) (bool, error) {
		v, err := r.SeeNow(ctx, cluster, policy)
		if err != nil {
			return false, err
		}
		return (u.Conflicted == nil || v.Policy.Conflicted == *u.Conflicted) && (u.Enabled == nil || v.Policy.Enabled == *u.Enabled) &&
			(u.Schedule == nil || v.Policy.Schedule == *u.Schedule), nil
	})
}

// SetSchedule gives a policy a schedule, with its delay, alert and priority, and waits until the cluster shows it.
func SetSchedule(ctx context.Context, r *run.Run, p permit.Permit, cluster, policy string, want survey.Schedule) error {
	return UpdatePolicy(ctx, r, p, cluster, policy, PolicyChange{whole: &want})
}

func wide(p *int) *int64 {
	if p == nil {
		return nil
	}
	v := int64(*p)
	return &v
}

// ScheduleOff takes the schedule off a policy and waits until the cluster shows it; the journal holds the original.
func ScheduleOff(ctx context.Context, r *run.Run, p permit.Permit, cluster, policy string) error {
	v, err := r.See(ctx, cluster, policy)
	if err != nil {
		return err
	}
	if !v.Known {
		return nil
	}
	if v.Policy.Schedule == "" {
		return nil
	}
	return UpdatePolicy(ctx, r, p, cluster, policy, PolicyChange{Schedule: new(string)})
}

// Resolve clears the conflict of a policy and waits until the cluster shows it. A policy that is free of it by now is left alone: OneFS
// refuses to clear what is not there.
func Resolve(ctx context.Context, r *run.Run, p permit.Permit, cluster, policy string) error {
	off := false
	err := r.Engine.Client(cluster).UpdateSyncPolicy(ctx, p, policy, onefs.PolicyUpdate{Conflicted: &off})
	return r.Poll(ctx, "the conflict of "+policy+" on "+cluster+" to be cleared", func(ctx context.Context) (bool, error) {
		v, lookErr := r.SeeNow(ctx, cluster, policy)
		if lookErr == nil && v.Policy.Conflicted && err != nil {
			return false, err
		}
		return lookErr == nil && !v.Policy.Conflicted, lookErr
	})
}
