// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// allowWrites brings T(F) on to to writes_enabled, whatever the state it starts from.
func (r *run) allowWrites(ctx context.Context, p permit.Permit, pair Pair, from, to string) error {
	f := pair.PolicyOn(from)
	posted := time.Time{}
	return r.poll(ctx, "allow_write of "+f+" on "+to, func(ctx context.Context) (bool, error) {
		v, err := r.see(ctx, to, f)
		if err != nil {
			return false, err
		}
		if !v.exists {
			return false, fmt.Errorf("target policy %s is gone from %s", f, to)
		}
		switch {
		case openCopy(v.target.FailoverFailbackState):
			return true, nil
		case v.job != nil:
			return false, attention(v.job.State, f, to)
		case v.target.FailoverFailbackState == disablingWrites && ended(v.target.LastJobState):
			// OneFS opens no copy in the middle of a roll-back that has failed (synciq.md §1.4). It is brought to its end first where it could
			// have been begun by us; elsewhere nobody knows what people have written since.
			back := r.intent
			back.Active = from
			if !r.survey.mayRevert(back, pair) {
				return false, fmt.Errorf("the roll-back of %s on %s (allow_write_revert) has failed half-way, and nothing proves that nobody wrote on "+
					"%s before it: compare both sides; `isi sync recovery allow-write %s --revert` ends it and discards what only %s has; then apply "+
					"again", f, to, to, f, to)
			}
			return false, r.revertWrites(ctx, p, pair, from, to)
		case v.target.FailoverFailbackState == disablingWrites:
			return false, nil
		}
		if posted.IsZero() {
			if !mayOpen(v) {
				return false, nil
			}
			if err := r.noteOpening(ctx, f); err != nil {
				return false, err
			}
			started, err := r.post(ctx, p, to, f, actionAllowWrite, mayOpen)
			if started {
				posted = time.Now()
			}
			return false, err
		}
		if time.Since(posted) > traceGrace && v.target.FailoverFailbackState == writesDisabled {
			return false, fmt.Errorf("allow_write of %s on %s was accepted, but left neither a job nor a result", f, to)
		}
		if time.Since(posted) > lagGrace && ended(v.target.LastJobState) {
			return false, &JobError{
				Action:  actionAllowWrite,
				Policy:  f,
				Cluster: to,
				State:   v.target.LastJobState,
				Errors:  r.lastErrors(ctx, to, f, true),
			}
		}
		return false, nil
	})
}

// mayOpen tells whether an allow_write is still needed, and nothing is on its way that it would meet.
func mayOpen(v view) bool {
	switch state := v.target.FailoverFailbackState; state {
	case disablingWrites:
		return false
	case enablingWrites:
		return ended(v.target.LastJobState)
	default:
		return !openCopy(state)
	}
}

// openCopy: the copy is open, and stays so while its pair is turned.
func openCopy(state string) bool {
	return state == writesEnabled || state == creatingResync || state == resyncCreated
}

// ended: the pair "in between, and failed" is not running and may be started again (synciq.md §1.4).
func ended(state string) bool {
	return state == stateFailed || state == stateAttention || state == stateCanceled
}

// resyncPrep turns the pair: F disabled, its record resync_policy_created, R enabled with a record on from. It throws away what was
// written on from since the last sync; the caller proved that nothing was.
func (r *run) resyncPrep(ctx context.Context, p permit.Permit, pair Pair, from, to string) error {
	f, m := pair.PolicyOn(from), pair.PolicyOn(to)
	if err := r.endReturnedRun(ctx, p, from, f); err != nil {
		return err
	}
	if err := r.scheduleOff(ctx, p, to, m); err != nil {
		return err
	}
	base, err := r.newestJob(ctx, to, m)
	if err != nil {
		return err
	}
	if err := r.note(ctx, func(rec *RunRecord) {
		delete(rec.Baselines, lastSyncOf(m))
		rec.noteBaseline(mirrorRunOf(m), base)
	}); err != nil {
		return err
	}
	began, err := r.newestJob(ctx, from, f)
	if err != nil {
		return err
	}
	posted := time.Time{}
	return r.poll(ctx, "resync prep of "+f+" on "+from, func(ctx context.Context) (bool, error) {
		at, a, err := r.where(ctx, pair, from, to)
		if err != nil {
			return false, err
		}
		switch {
		case at == AtTo && a.job == nil:
			return true, nil
		case a.job != nil:
			return false, attention(a.job.State, f, from)
		case at == Settling:
			if through, err := r.settle(ctx, p, pair, from, to); err != nil || through {
				return false, err
			}
		}
		if posted.IsZero() {
			return false, r.beginResyncPrep(ctx, p, a, pair, from, &posted)
		}
		rep, ok, err := r.reportAfter(ctx, from, f, began)
		if err != nil {
			return false, err
		}
		if !ok && time.Since(posted) > traceGrace {
			return false, fmt.Errorf("resync prep of %s on %s was accepted, but left neither a job nor a report", f, from)
		}
		if ok && rep.over() && rep.state != stateFinished {
			return false, &JobError{Action: actionResyncPrep, Policy: f, Cluster: from, State: rep.state, JobID: rep.job, Errors: rep.errors}
		}
		return false, nil
	})
}

// beginResyncPrep enables F first, with its schedule off, because OneFS refuses a job on a disabled policy.
func (r *run) beginResyncPrep(ctx context.Context, p permit.Permit, a view, pair Pair, from string, posted *time.Time) error {
	f := pair.PolicyOn(from)
	if a.policy.Schedule != "" {
		return r.scheduleOff(ctx, p, from, f)
	}
	if a.policy.Conflicted {
		// A policy that ran against the writable other side is conflicted; nothing runs on it until that is resolved.
		off := false
		return r.updatePolicy(ctx, p, from, f, policyChange{conflicted: &off})
	}
	if !a.policy.Enabled {
		on := true
		return r.updatePolicy(ctx, p, from, f, policyChange{enabled: &on})
	}
	if err := r.keepGivenUp(ctx, p, pair, from); err != nil {
		return err
	}
	// Resync prep that is through has disabled F.
	started, err := r.post(ctx, p, from, f, actionResyncPrep, func(v view) bool { return v.policy.Enabled })
	if started {
		*posted = time.Now()
	}
	return err
}

// where is the position of a pair right now, in one look at each cluster, and the view of F.
func (r *run) where(ctx context.Context, pair Pair, from, to string) (Position, view, error) {
	a, b, err := r.both(ctx, from, to)
	if err != nil {
		return "", view{}, err
	}
	f, m := pair.PolicyOn(from), pair.PolicyOn(to)
	return position(facts{
		f: policyWord(
			r.pick(a, from, f),
		),
		tf: targetWord(r.pick(b, to, f)),
		r:  policyWord(r.pick(b, to, m)),
		tr: targetWord(r.pick(a, from, m)),
	}), r.pick(a, from, f), nil
}

func policyWord(v view) string {
	switch {
	case !v.known:
		return absent
	case v.policy.Enabled:
		return enabled
	default:
		return disabled
	}
}

func targetWord(v view) string {
	if !v.exists {
		return absent
	}
	return v.target.FailoverFailbackState
}

// settle waits for the flags after a resync prep, and sets them when the lag is over: a mirror that stayed disabled is enabled, the old
// direction that stayed enabled is disabled (a defence that working tools also have, synciq.md §1.2). It answers false where the copy is
// open as before: the job died after it had made the mirror, nothing is through, and resync prep may be started again (synciq.md §1.4).
func (r *run) settle(ctx context.Context, p permit.Permit, pair Pair, from, to string) (through bool, err error) {
	for end := time.Now().Add(lagGrace); time.Now().Before(end); {
		at, a, err := r.where(ctx, pair, from, to)
		if err != nil || at != Settling || a.job != nil {
			return true, err
		}
		if err := r.wait(ctx, 1); err != nil {
			return true, err
		}
	}
	f, m := pair.PolicyOn(from), pair.PolicyOn(to)
	on, off := true, false
	if v, err := r.see(ctx, to, f); err != nil || targetWord(v) == writesEnabled {
		return err != nil, err
	}
	if v, err := r.see(ctx, to, m); err != nil {
		return true, err
	} else if v.known && !v.policy.Enabled && !mutant.On(mutant.MirrorLeftDisabled) {
		return true, r.updatePolicy(ctx, p, to, m, policyChange{enabled: &on})
	}
	if v, err := r.see(ctx, from, f); err != nil {
		return true, err
	} else if v.known && v.policy.Enabled {
		return true, r.updatePolicy(ctx, p, from, f, policyChange{enabled: &off})
	}
	return true, fmt.Errorf("resync prep of %s on %s is through, but %s does not settle", f, from, m)
}
