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

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/quota"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/session"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// maxQuietRuns is how often the last sync is repeated until it has nothing left to carry.
const maxQuietRuns = 3

// lastSync takes the schedule off, then runs the policy until a proven run was quiet.
func lastSync(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) error {
	f := pair.PolicyOn(d.From)
	if err := scheduleOff(ctx, r, p, d.From, f); err != nil {
		return err
	}
	if err := session.CloseHandles(ctx, r, p, d.From); err != nil {
		return err
	}
	for range maxQuietRuns {
		rep, err := provenRun(ctx, r, p, pair, d, survey.LastSyncOf(f))
		if err != nil {
			return err
		}
		if quiet(rep) || r.Engine.Options.OneSyncIsEnough {
			return nil
		}
		r.Log(ctx, "sync carried changes, one more", map[string]any{"policy": f, "files": rep.Changed})
	}
	return fmt.Errorf(
		"policy %s: %d runs in a row carried changes: somebody writes on %s past the fence (a local job, NDMP, SSH, or an object "+
			"above the policy's directory)",
		f,
		maxQuietRuns,
		d.From,
	)
}

// scheduleOff takes the schedule off a policy and waits until the cluster shows it; the journal holds the original.
func scheduleOff(ctx context.Context, r *run.Run, p permit.Permit, cluster, policy string) error {
	v, err := r.See(ctx, cluster, policy)
	if err != nil {
		return err
	}
	if !v.Known {
		return nil
	}
	if v.Policy.Schedule == "" || mutant.On(mutant.ScheduleLeftOn) {
		return nil
	}
	return UpdatePolicy(ctx, r, p, cluster, policy, PolicyChange{Schedule: new(string)})
}

// maxTraceless is how often a run is asked for whose job leaves no report: OneFS may have joined the request to a job that it did not show
// yet, and that job began before the baseline.
const maxTraceless = 3

// errNoTrace: the job is gone, and no report of it came.
var errNoTrace = errors.New("the job is gone and left no report")

// provenRun runs a policy and proves it: a report on the cluster that ran it, of a job that began after the baseline, finished.
func provenRun(
	ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction, witness string,
) (survey.Report, error) {
	for n := 1; ; n++ {
		rep, err := runOnce(ctx, r, p, pair, d, witness)
		if !errors.Is(err, errNoTrace) || n == maxTraceless {
			return rep, err
		}
		r.Log(ctx, "no report came, asking for the run again", map[string]any{"policy": pair.PolicyOn(d.From)})
	}
}

func runOnce(
	ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction, witness string,
) (survey.Report, error) {
	f := pair.PolicyOn(d.From)
	// A run that meets a quota on its source that is not scanned yet fails, and leaves the policy conflicted (synciq.md §6).
	if err := quota.WaitForQuotaScan(ctx, r, d.From); err != nil {
		return survey.Report{}, err
	}
	if err := forgiveScan(ctx, r, p, d.From, f); err != nil {
		return survey.Report{}, err
	}
	for range MaxOvertaken {
		base, err := sinceNow(ctx, r, d.From, f)
		if err != nil {
			return survey.Report{}, err
		}
		if err := r.Note(ctx, func(rec *survey.RunRecord) { rec.NoteBaseline(witness, base) }); err != nil {
			return survey.Report{}, err
		}
		if err := MaySync(ctx, r, pair, d); err != nil {
			return survey.Report{}, err
		}
		started, err := Post(ctx, r, p, d.From, f, survey.ActionSync, func(v run.View) bool { return Holds(base, v) })
		if err != nil {
			return survey.Report{}, err
		}
		if started {
			return AwaitReport(ctx, r, d.From, f, base)
		}
	}
	return survey.Report{}, Overtaken(f, d.From)
}

// MaxOvertaken is how often a run may find that somebody else's began between its baseline and its own request.
const MaxOvertaken = 5

// Overtaken is the error that the runs of somebody else came first each time. They prove nothing, for they may have begun before the last
// write.
func Overtaken(policy, cluster string) error {
	return fmt.Errorf("policy %s on %s: %d times another run of it began before ours could: stop what starts it (a script, a person, a "+
		"second tool), then apply again", policy, cluster, MaxOvertaken)
}

// sinceNow is a baseline after which no job is alive: one of the schedule, or of a dead run, ends first, or its report could be taken for
// ours.
func sinceNow(ctx context.Context, r *run.Run, cluster, policy string) (survey.Baseline, error) {
	var waits stuck
	if err := r.Poll(ctx, "the running job of "+policy+" on "+cluster, func(ctx context.Context) (bool, error) {
		v, err := r.See(ctx, cluster, policy)
		if err != nil || v.Job == nil {
			return err == nil, err
		}
		return false, waits.judge(v.Job.State, policy, cluster)
	}); err != nil {
		return survey.Baseline{}, err
	}
	return NewestJob(ctx, r, cluster, policy)
}

// forgiveScan resolves the conflict of a policy whose scheduled run met a quota before its scan was over, now that it is: nothing else is
// wrong with such a policy (synciq.md §6; working tools do the same).
func forgiveScan(ctx context.Context, r *run.Run, p permit.Permit, cluster, policy string) error {
	v, err := r.SeeNow(ctx, cluster, policy)
	if err != nil || !v.Policy.Conflicted {
		return err
	}
	list := lastErrors(ctx, r, cluster, policy, false)
	if !slices.ContainsFunc(list, func(text string) bool { return strings.Contains(text, run.QuotaScanConflict) }) {
		return nil
	}
	r.Log(ctx, "a run had met an unfinished QuotaScan; the policy may run again", map[string]any{"policy": policy})
	if err := Resolve(ctx, r, p, cluster, policy); err != nil {
		return err
	}
	return r.Wait(ctx, 1) // what others remember of this beat still shows the conflict
}

// MaySync checks, in one look, that a run of F may be posted: its target is protected, it is enabled and free of conflict, its reverse
// is off, and no quota on the sending side keeps it from running.
func MaySync(ctx context.Context, r *run.Run, pair survey.Pair, d survey.Direction) error {
	a, b, err := r.Both(ctx, d)
	if err != nil {
		return err
	}
	f, rev := pair.PolicyOn(d.From), pair.PolicyOn(d.To)
	pol, ok := a.Policies[f]
	switch {
	case !ok:
		return fmt.Errorf("policy %s is gone from %s", f, d.From)
	case !pol.Enabled:
		return fmt.Errorf("policy %s on %s is disabled", f, d.From)
	case pol.Conflicted:
		return conflicted(ctx, r, d.From, f)
	case targetWord(r.Pick(b, d.To, f)) != position.WritesDisabled:
		return fmt.Errorf("policy %s: its target on %s is %s, a run would be refused", f, d.To, targetWord(r.Pick(b, d.To, f)))
	}
	if back, ok := b.Policies[rev]; ok && back.Enabled {
		return fmt.Errorf("policy %s on %s is enabled: both directions at once", rev, d.To)
	}
	return nil
}

// conflicted tells of a policy that runs no more since a run of it failed, with the words of that run.
func conflicted(ctx context.Context, r *run.Run, cluster, policy string) error {
	text := fmt.Sprintf("policy %s on %s is conflicted since a run of it failed", policy, cluster)
	if list := lastErrors(ctx, r, cluster, policy, false); len(list) > 0 {
		text += fmt.Sprintf(": %q", list[0])
	}
	return errors.New(text + "; `isi sync policies resolve " + policy + "` once the cause is mended")
}

// AwaitReport waits for the report of a job after the baseline. A vanished job is not success.
func AwaitReport(ctx context.Context, r *run.Run, cluster, policy string, base survey.Baseline) (survey.Report, error) {
	var got survey.Report
	gone := time.Time{}
	err := r.Poll(ctx, "the report of "+policy+" on "+cluster, func(ctx context.Context) (bool, error) {
		v, err := r.See(ctx, cluster, policy)
		if err != nil {
			return false, err
		}
		if v.Job != nil {
			gone = time.Time{}
			return false, attention(v.Job.State, policy, cluster)
		}
		rep, ok, err := reportAfter(ctx, r, cluster, policy, base)
		if err != nil {
			return false, err
		}
		if !ok && mutant.On(mutant.VanishedIsSuccess) {
			rep, ok = survey.Report{State: survey.StateFinished, Still: true}, true
		}
		if ok {
			got = rep
			if rep.State == survey.StateFinished || rep.State == survey.StateSkipped {
				return true, nil
			}
			if rep.Over() {
				return false, &JobError{Policy: policy, Cluster: cluster, State: rep.State, JobID: rep.Job, Errors: rep.Errors}
			}
			return false, nil
		}
		if gone.IsZero() {
			gone = time.Now()
		}
		if time.Since(gone) > run.LagGrace {
			return false, fmt.Errorf("policy %s on %s: %w", policy, cluster, errNoTrace)
		}
		return false, nil
	})
	return got, err
}

// attention: a job that needs attention never ends by itself.
func attention(state, policy, cluster string) error {
	if state == survey.StateAttention {
		return &JobError{Policy: policy, Cluster: cluster, State: state}
	}
	return nil
}

// stuck watches a job that is not ours and has to end first. One that needs attention never does; but a job that has ended so shows for as
// long as states lag.
type stuck struct{ since time.Time }

func (s *stuck) judge(state, policy, cluster string) error {
	switch {
	case state != survey.StateAttention:
		s.since = time.Time{}
	case s.since.IsZero():
		s.since = time.Now()
	case time.Since(s.since) > run.LagGrace:
		return attention(state, policy, cluster)
	}
	return nil
}

// mirrorRun proves that the new production replicates.
func mirrorRun(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) error {
	m := pair.PolicyOn(d.To)
	_, err := provenRun(ctx, r, p, pair, d.Reverse(), survey.MirrorRunOf(m))
	if _, ok := errors.AsType[*JobError](err); ok {
		return fmt.Errorf("%w; the new production on %s is not replicated until %s runs", err, d.To, m)
	}
	return err
}
