// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"fmt"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// AllowWrites brings T(F) on to to writes_enabled, whatever the state it starts from.
func AllowWrites(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) error {
	f := pair.PolicyOn(d.From)
	posted := r.TakeOpened(f)
	return r.Poll(ctx, "allow_write of "+f+" on "+d.To, func(ctx context.Context) (bool, error) {
		v, err := r.See(ctx, d.To, f)
		if err != nil {
			return false, err
		}
		if !v.Exists {
			return false, fmt.Errorf("target policy %s is gone from %s", f, d.To)
		}
		switch {
		case openCopy(v.Target.FailoverFailbackState):
			return true, nil
		case v.Job != nil:
			return false, synciq.Attention(v.Job.State, f, d.To)
		case v.Target.FailoverFailbackState == position.DisablingWrites && survey.Ended(v.Target.LastJobState):
			// OneFS opens no copy in the middle of a roll-back that has failed (synciq.md §1.4). It is brought to its end first where it could
			// have been begun by us; elsewhere nobody knows what people have written since.
			back := r.Intent
			back.Active = d.From
			if !MayRevert(r.Survey, back, pair) {
				return false, fmt.Errorf("the roll-back of %s on %s (allow_write_revert) has failed half-way, and nothing proves that nobody wrote on "+
					"%s before it: compare both sides; allow-write of it with --revert ends it and discards what only %s has; then apply again",
					f, d.To, d.To, d.To)
			}
			return false, RevertWrites(ctx, r, p, pair, d)
		case v.Target.FailoverFailbackState == position.DisablingWrites:
			return false, nil
		}
		if posted.IsZero() {
			if !mayOpen(v) {
				return false, nil
			}
			if err := noteOpening(ctx, r, f); err != nil {
				return false, err
			}
			started, err := synciq.Post(ctx, r, p, d.To, f, survey.ActionAllowWrite, mayOpen)
			if started {
				posted = time.Now()
			}
			return false, err
		}
		if time.Since(posted) > synciq.TraceGrace && v.Target.FailoverFailbackState == position.WritesDisabled {
			return false, fmt.Errorf("allow_write of %s on %s was accepted, but left neither a job nor a result", f, d.To)
		}
		if time.Since(posted) > run.LagGrace && survey.Ended(v.Target.LastJobState) {
			return false, &synciq.JobError{
				Action:  survey.ActionAllowWrite,
				Policy:  f,
				Cluster: d.To,
				State:   v.Target.LastJobState,
				Errors:  synciq.LastErrors(ctx, r, d.To, f, true),
			}
		}
		return false, nil
	})
}

// mayOpen tells whether an allow_write is still needed, and nothing is on its way that it would meet.
func mayOpen(v run.View) bool {
	switch state := v.Target.FailoverFailbackState; state {
	case position.DisablingWrites:
		return false
	case position.EnablingWrites:
		return survey.Ended(v.Target.LastJobState)
	default:
		return !openCopy(state)
	}
}

// openCopy: the copy is open, and stays so while its pair is turned.
func openCopy(state string) bool {
	return state == position.WritesEnabled || state == position.CreatingResync || state == position.ResyncCreated
}

// ResyncPrep turns the pair: F disabled, its record resync_policy_created, R enabled with a record on from. It throws away what was
// written on from since the last sync; the caller proved that nothing was, and a snapshot keeps it all the same.
func ResyncPrep(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) error {
	f, m := pair.PolicyOn(d.From), pair.PolicyOn(d.To)
	if err := endReturnedRun(ctx, r, p, d.From, f); err != nil {
		return err
	}
	if err := synciq.ScheduleOff(ctx, r, p, d.To, m); err != nil {
		return err
	}
	base, err := synciq.NewestJob(ctx, r, d.To, m)
	if err != nil {
		return err
	}
	if err := r.Note(ctx, func(rec *survey.RunRecord) {
		delete(rec.Witnesses, survey.LastSyncOf(m))
		rec.Witnesses.Note(survey.MirrorRunOf(m), base)
	}); err != nil {
		return err
	}
	began, err := synciq.NewestJob(ctx, r, d.From, f)
	if err != nil {
		return err
	}
	posted, kept := time.Time{}, false
	return r.Poll(ctx, "resync prep of "+f+" on "+d.From, func(ctx context.Context) (bool, error) {
		at, a, err := where(ctx, r, pair, d)
		if err != nil {
			return false, err
		}
		switch {
		case at == position.AtTo && a.Job == nil:
			return true, nil
		case a.Job != nil:
			return false, synciq.Attention(a.Job.State, f, d.From)
		case at == position.Settling:
			if through, err := settle(ctx, r, p, pair, d); err != nil || through {
				return false, err
			}
		}
		if posted.IsZero() {
			return false, beginResyncPrep(ctx, r, p, a, pair, d.From, &posted, &kept)
		}
		rep, ok, err := synciq.ReportAfter(ctx, r, d.From, f, began)
		if err != nil {
			return false, err
		}
		if !ok && time.Since(posted) > synciq.TraceGrace {
			return false, fmt.Errorf("resync prep of %s on %s was accepted, but left neither a job nor a report", f, d.From)
		}
		if ok && rep.Over() && rep.State != survey.StateFinished {
			return false, &synciq.JobError{
				Action: survey.ActionResyncPrep, Policy: f, Cluster: d.From, State: rep.State, JobID: rep.Job, Errors: rep.Errors,
			}
		}
		return false, nil
	})
}

// beginResyncPrep enables F first, with its schedule off, because OneFS refuses a job on a disabled policy. The snapshot comes last before
// the request.
func beginResyncPrep(
	ctx context.Context, r *run.Run, p permit.Permit, a run.View, pair survey.Pair, from string, posted *time.Time, kept *bool,
) error {
	f := pair.PolicyOn(from)
	if a.Policy.Schedule != "" {
		return synciq.ScheduleOff(ctx, r, p, from, f)
	}
	if a.Policy.Conflicted {
		// A policy that ran against the writable other side is conflicted; nothing runs on it until that is resolved.
		off := false
		return synciq.UpdatePolicy(ctx, r, p, from, f, synciq.PolicyChange{Conflicted: &off})
	}
	if !a.Policy.Enabled {
		on := true
		return synciq.UpdatePolicy(ctx, r, p, from, f, synciq.PolicyChange{Enabled: &on})
	}
	if !*kept {
		if err := keepBefore(ctx, r, p, pair, from); err != nil {
			return err
		}
		*kept = true
	}
	// Resync prep that is through has disabled F.
	started, err := synciq.Post(ctx, r, p, from, f, survey.ActionResyncPrep, func(v run.View) bool { return v.Policy.Enabled })
	if started {
		*posted = time.Now()
	}
	return err
}

// where is the position of a pair right now, in one look at each cluster, and the view of F.
func where(ctx context.Context, r *run.Run, pair survey.Pair, d survey.Direction) (position.Position, run.View, error) {
	a, b, err := r.Both(ctx, d)
	if err != nil {
		return "", run.View{}, err
	}
	f, m := pair.PolicyOn(d.From), pair.PolicyOn(d.To)
	return position.Classify(position.Facts{
		F:  synciq.PolicyState(r.Pick(a, d.From, f)),
		Tf: synciq.TargetState(r.Pick(b, d.To, f)),
		R:  synciq.PolicyState(r.Pick(b, d.To, m)),
		Tr: synciq.TargetState(r.Pick(a, d.From, m)),
	}), r.Pick(a, d.From, f), nil
}

// settle waits for the flags after a resync prep, and sets them when the lag is over: a mirror that stayed disabled is enabled, the old
// direction that stayed enabled is disabled (a defence that working tools also have, synciq.md §1.2). It answers false where the copy is
// open as before: the job died after it had made the mirror, nothing is through, and resync prep may be started again (synciq.md §1.4).
func settle(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) (through bool, err error) {
	for end := time.Now().Add(run.LagGrace); time.Now().Before(end); {
		at, a, err := where(ctx, r, pair, d)
		if err != nil || at != position.Settling || a.Job != nil {
			return true, err
		}
		if err := r.Wait(ctx, 1); err != nil {
			return true, err
		}
	}
	f, m := pair.PolicyOn(d.From), pair.PolicyOn(d.To)
	on, off := true, false
	if v, err := r.See(ctx, d.To, f); err != nil || synciq.TargetState(v) == position.WritesEnabled {
		return err != nil, err
	}
	if v, err := r.See(ctx, d.To, m); err != nil {
		return true, err
	} else if v.Known && !v.Policy.Enabled {
		return true, synciq.UpdatePolicy(ctx, r, p, d.To, m, synciq.PolicyChange{Enabled: &on})
	}
	if v, err := r.See(ctx, d.From, f); err != nil {
		return true, err
	} else if v.Known && v.Policy.Enabled {
		return true, synciq.UpdatePolicy(ctx, r, p, d.From, f, synciq.PolicyChange{Enabled: &off})
	}
	return true, fmt.Errorf("resync prep of %s on %s is through, but %s does not settle", f, d.From, m)
}
