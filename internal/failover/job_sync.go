// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// maxQuietRuns is how often the last sync is repeated until it has nothing left to carry.
const maxQuietRuns = 3

// lastSync takes the schedule off, then runs the policy until a proven run was quiet.
func (r *run) lastSync(ctx context.Context, p permit.Permit, pair Pair, from, to string) error {
	f := pair.PolicyOn(from)
	if err := r.scheduleOff(ctx, p, from, f); err != nil {
		return err
	}
	if err := r.closeHandles(ctx, p, from); err != nil {
		return err
	}
	for range maxQuietRuns {
		rep, err := r.provenRun(ctx, p, pair, from, to, lastSyncOf(f))
		if err != nil {
			return err
		}
		if rep.quiet() || r.engine.options.OneSyncIsEnough {
			return nil
		}
		r.log(ctx, "sync carried changes, one more", map[string]any{"policy": f, "files": rep.changed})
	}
	return fmt.Errorf(
		"policy %s: %d runs in a row carried changes: somebody writes on %s past the fence (a local job, NDMP, SSH, or an object "+
			"above the policy's directory)",
		f,
		maxQuietRuns,
		from,
	)
}

// scheduleOff takes the schedule off a policy and waits until the cluster shows it; the journal holds the original.
func (r *run) scheduleOff(ctx context.Context, p permit.Permit, cluster, policy string) error {
	v, err := r.see(ctx, cluster, policy)
	if err != nil {
		return err
	}
	if !v.known {
		return nil
	}
	if v.policy.Schedule == "" || mutant.On(mutant.ScheduleLeftOn) {
		return nil
	}
	return r.updatePolicy(ctx, p, cluster, policy, policyChange{schedule: new(string)})
}

// maxTraceless is how often a run is asked for whose job leaves no report: OneFS may have joined the request to a job that it did not show
// yet, and that job began before the baseline.
const maxTraceless = 3

// errNoTrace: the job is gone, and no report of it came.
var errNoTrace = errors.New("the job is gone and left no report")

// provenRun runs a policy and proves it: a report on the cluster that ran it, of a job that began after the baseline, finished.
func (r *run) provenRun(ctx context.Context, p permit.Permit, pair Pair, from, to, witness string) (report, error) {
	for n := 1; ; n++ {
		rep, err := r.runOnce(ctx, p, pair, from, to, witness)
		if !errors.Is(err, errNoTrace) || n == maxTraceless {
			return rep, err
		}
		r.log(ctx, "no report came, asking for the run again", map[string]any{"policy": pair.PolicyOn(from)})
	}
}

func (r *run) runOnce(ctx context.Context, p permit.Permit, pair Pair, from, to, witness string) (report, error) {
	f := pair.PolicyOn(from)
	// A run that meets a quota on its source that is not scanned yet fails, and leaves the policy conflicted (synciq.md §6).
	if err := r.waitForQuotaScan(ctx, from); err != nil {
		return report{}, err
	}
	if err := r.forgiveScan(ctx, p, from, f); err != nil {
		return report{}, err
	}
	for range maxOvertaken {
		base, err := r.sinceNow(ctx, from, f)
		if err != nil {
			return report{}, err
		}
		if err := r.note(ctx, func(rec *RunRecord) { rec.noteBaseline(witness, base) }); err != nil {
			return report{}, err
		}
		if err := r.maySync(ctx, pair, from, to); err != nil {
			return report{}, err
		}
		started, err := r.post(ctx, p, from, f, actionSync, base.holds)
		if err != nil {
			return report{}, err
		}
		if started {
			return r.awaitReport(ctx, from, f, base)
		}
	}
	return report{}, overtaken(f, from)
}

// maxOvertaken is how often a run may find that somebody else's began between its baseline and its own request.
const maxOvertaken = 5

// overtaken: a run of somebody else proves nothing, for it may have begun before the last write.
func overtaken(policy, cluster string) error {
	return fmt.Errorf("policy %s on %s: %d times another run of it began before ours could: stop what starts it (a script, a person, a "+
		"second tool), then apply again", policy, cluster, maxOvertaken)
}

// sinceNow is a baseline after which no job is alive: one of the schedule, or of a dead run, ends first, or its report could be taken for
// ours.
func (r *run) sinceNow(ctx context.Context, cluster, policy string) (baseline, error) {
	var waits stuck
	if err := r.poll(ctx, "the running job of "+policy+" on "+cluster, func(ctx context.Context) (bool, error) {
		v, err := r.see(ctx, cluster, policy)
		if err != nil || v.job == nil {
			return err == nil, err
		}
		return false, waits.judge(v.job.State, policy, cluster)
	}); err != nil {
		return baseline{}, err
	}
	return r.newestJob(ctx, cluster, policy)
}

// forgiveScan resolves the conflict of a policy whose scheduled run met a quota before its scan was over, now that it is: nothing else is
// wrong with such a policy (synciq.md §6; working tools do the same).
func (r *run) forgiveScan(ctx context.Context, p permit.Permit, cluster, policy string) error {
	v, err := r.seeNow(ctx, cluster, policy)
	if err != nil || !v.policy.Conflicted {
		return err
	}
	list := r.lastErrors(ctx, cluster, policy, false)
	if !slices.ContainsFunc(list, func(text string) bool { return strings.Contains(text, quotaScanConflict) }) {
		return nil
	}
	r.log(ctx, "a run had met an unfinished QuotaScan; the policy may run again", map[string]any{"policy": policy})
	if err := r.resolve(ctx, p, cluster, policy); err != nil {
		return err
	}
	return r.wait(ctx, 1) // what others remember of this beat still shows the conflict
}

// maySync checks, in one look, that a run of F may be posted: its target is protected, it is enabled and free of conflict, its reverse
// is off, and no quota on the sending side keeps it from running.
func (r *run) maySync(ctx context.Context, pair Pair, from, to string) error {
	a, b, err := r.both(ctx, from, to)
	if err != nil {
		return err
	}
	f, rev := pair.PolicyOn(from), pair.PolicyOn(to)
	pol, ok := a.Policies[f]
	switch {
	case !ok:
		return fmt.Errorf("policy %s is gone from %s", f, from)
	case !pol.Enabled:
		return fmt.Errorf("policy %s on %s is disabled", f, from)
	case pol.Conflicted:
		return r.conflicted(ctx, from, f)
	case targetWord(r.pick(b, to, f)) != writesDisabled:
		return fmt.Errorf("policy %s: its target on %s is %s, a run would be refused", f, to, targetWord(r.pick(b, to, f)))
	}
	if back, ok := b.Policies[rev]; ok && back.Enabled {
		return fmt.Errorf("policy %s on %s is enabled: both directions at once", rev, to)
	}
	return nil
}

// conflicted tells of a policy that runs no more since a run of it failed, with the words of that run.
func (r *run) conflicted(ctx context.Context, cluster, policy string) error {
	text := fmt.Sprintf("policy %s on %s is conflicted since a run of it failed", policy, cluster)
	if list := r.lastErrors(ctx, cluster, policy, false); len(list) > 0 {
		text += fmt.Sprintf(": %q", list[0])
	}
	return errors.New(text + "; `isi sync policies resolve " + policy + "` once the cause is mended")
}

// awaitReport waits for the report of a job after the baseline. A vanished job is not success.
func (r *run) awaitReport(ctx context.Context, cluster, policy string, base baseline) (report, error) {
	var got report
	gone := time.Time{}
	err := r.poll(ctx, "the report of "+policy+" on "+cluster, func(ctx context.Context) (bool, error) {
		v, err := r.see(ctx, cluster, policy)
		if err != nil {
			return false, err
		}
		if v.job != nil {
			gone = time.Time{}
			return false, attention(v.job.State, policy, cluster)
		}
		rep, ok, err := r.reportAfter(ctx, cluster, policy, base)
		if err != nil {
			return false, err
		}
		if !ok && mutant.On(mutant.VanishedIsSuccess) {
			rep, ok = report{state: stateFinished, still: true}, true
		}
		if ok {
			got = rep
			if rep.state == stateFinished || rep.state == stateSkipped {
				return true, nil
			}
			if rep.over() {
				return false, &JobError{Policy: policy, Cluster: cluster, State: rep.state, JobID: rep.job, Errors: rep.errors}
			}
			return false, nil
		}
		if gone.IsZero() {
			gone = time.Now()
		}
		if time.Since(gone) > lagGrace {
			return false, fmt.Errorf("policy %s on %s: %w", policy, cluster, errNoTrace)
		}
		return false, nil
	})
	return got, err
}

// attention: a job that needs attention never ends by itself.
func attention(state, policy, cluster string) error {
	if state == stateAttention {
		return &JobError{Policy: policy, Cluster: cluster, State: state}
	}
	return nil
}

// stuck watches a job that is not ours and has to end first. One that needs attention never does; but a job that has ended so shows for as
// long as states lag.
type stuck struct{ since time.Time }

func (s *stuck) judge(state, policy, cluster string) error {
	switch {
	case state != stateAttention:
		s.since = time.Time{}
	case s.since.IsZero():
		s.since = time.Now()
	case time.Since(s.since) > lagGrace:
		return attention(state, policy, cluster)
	}
	return nil
}

// mirrorRun proves that the new production replicates.
func (r *run) mirrorRun(ctx context.Context, p permit.Permit, pair Pair, from, to string) error {
	m := pair.PolicyOn(to)
	_, err := r.provenRun(ctx, p, pair, to, from, mirrorRunOf(m))
	if _, ok := errors.AsType[*JobError](err); ok {
		return fmt.Errorf("%w; the new production on %s is not replicated until %s runs", err, to, m)
	}
	return err
}
