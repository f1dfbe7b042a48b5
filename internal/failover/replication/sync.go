// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/quota"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/session"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// maxQuietRuns is how often the last sync is repeated until it has nothing left to carry.
const maxQuietRuns = 3

// lastSync takes the schedule off, then runs the policy until a proven run was quiet.
func lastSync(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) error {
	f := pair.PolicyOn(d.From)
	if err := synciq.ScheduleOff(ctx, r, p, d.From, f); err != nil {
		return err
	}
	if err := session.CloseHandles(ctx, r, p, d.From); err != nil {
		return err
	}
	accepted, witness := synciq.Accepted(r.Intent), survey.LastSyncOf(f)
	if err := noteAccepted(ctx, r, accepted); err != nil {
		return err
	}
	if rep, ok, err := earlierRun(ctx, r, d.From, witness); err != nil || ok && synciq.Quiet(rep, accepted) {
		return err
	}
	var rep survey.Report
	for range maxQuietRuns {
		var err error
		if rep, err = provenRun(ctx, r, p, pair, d, witness); err != nil {
			return err
		}
		if !synciq.Proves(rep, accepted) {
			return &synciq.UnprovenError{Policy: f, Cluster: d.From, Report: rep}
		}
		if synciq.Quiet(rep, accepted) {
			return nil
		}
		r.Log(ctx, "sync carried changes, one more", map[string]any{"policy": f, "changes": rep.Moved, "attributes": rep.Touched})
	}
	return stillWriting(f, d.From, rep)
}

// stillWriting is the error that runs behind the fence carry changes all the time, by the newest of their reports.
func stillWriting(policy, cluster string, newest survey.Report) error {
	if newest.Moved > 0 {
		return fmt.Errorf("policy %s: %d runs in a row carried changes: somebody writes on %s past the fence (a local job, NDMP, SSH, or an "+
			"object above the policy's directory)", policy, maxQuietRuns, cluster)
	}
	return fmt.Errorf("policy %s: %d runs in a row carried changes, the newest of them attributes alone, of %d files on %s%s: stop what "+
		"touches them (a scan, a backup, a job of the cluster), or accept that their newest attributes are lost: %s",
		policy, maxQuietRuns, newest.Touched, cluster, named(newest.Notes), synciq.Accepting(finding.AttributesChanged))
}

// named are the texts in which a report may name paths.
func named(notes []string) string {
	if len(notes) == 0 {
		return ""
	}
	return fmt.Sprintf(" (%q)", notes)
}

// noteAccepted notes what was accepted by name before the last sync, so that later looks judge its report alike.
func noteAccepted(ctx context.Context, r *run.Run, accepted []string) error {
	r.Mu.Lock()
	known := r.Survey.Run == nil || slices.Equal(r.Survey.Run.Accepted, accepted)
	r.Mu.Unlock()
	if known {
		return nil
	}
	return r.Note(ctx, func(rec *survey.RunRecord) { rec.Accepted = accepted })
}

// earlierRun is the report of a run that was asked for after the witness was noted, by an apply that did not see its end. The witness is
// only overwritten when it proves nothing any more.
func earlierRun(ctx context.Context, r *run.Run, cluster string, witness survey.Witness) (survey.Report, bool, error) {
	r.Mu.Lock()
	var base survey.Baseline
	noted := false
	if r.Survey.Run != nil {
		base, noted = r.Survey.Run.Witnesses[witness]
	}
	r.Mu.Unlock()
	if !noted {
		return survey.Report{}, false, nil
	}
	return synciq.AwaitEarlier(ctx, r, cluster, witness.Policy, base)
}

// maxTraceless is how often a run is asked for whose job leaves no report: OneFS may have joined the request to a job that it did not show
// yet, and that job began before the baseline.
const maxTraceless = 3

// provenRun runs a policy and proves it: a report on the cluster that ran it, of a job that began after the baseline, finished.
func provenRun(
	ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction, witness survey.Witness,
) (survey.Report, error) {
	for n := 1; ; n++ {
		rep, err := runOnce(ctx, r, p, pair, d, witness)
		if !errors.Is(err, synciq.ErrNoTrace) || n == maxTraceless {
			return rep, err
		}
		r.Log(ctx, "no report came, asking for the run again", map[string]any{"policy": pair.PolicyOn(d.From)})
	}
}

func runOnce(
	ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction, witness survey.Witness,
) (survey.Report, error) {
	f := pair.PolicyOn(d.From)
	// A run that meets a quota on its source that is not scanned yet fails, and leaves the policy conflicted (synciq.md §6).
	if err := quota.WaitForQuotaScan(ctx, r, d.From); err != nil {
		return survey.Report{}, err
	}
	if err := forgiveScan(ctx, r, p, d.From, f); err != nil {
		return survey.Report{}, err
	}
	return runNow(ctx, r, p, pair, d, func(base survey.Baseline) error {
		return r.Note(ctx, func(rec *survey.RunRecord) {
			rec.Witnesses.Note(witness, base)
			rec.Proven = rec.Proven && witness.Purpose != survey.LastSync
		})
	})
}

// RunFirst runs a policy once before its last sync, for what is new since its newest run. It proves nothing.
func RunFirst(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) error {
	if err := quota.WaitForQuotaScan(ctx, r, d.From); err != nil {
		return err
	}
	_, err := runNow(ctx, r, p, pair, d, func(survey.Baseline) error { return nil })
	return err
}

// runNow asks for a run of F and answers its report. note is called with the baseline after which it begins, before it is asked for; and
// once more where somebody else's run came first.
func runNow(
	ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction, note func(survey.Baseline) error,
) (survey.Report, error) {
	f := pair.PolicyOn(d.From)
	for range synciq.MaxOvertaken {
		base, err := sinceNow(ctx, r, d.From, f)
		if err != nil {
			return survey.Report{}, err
		}
		if err := note(base); err != nil {
			return survey.Report{}, err
		}
		if err := synciq.MaySync(ctx, r, pair, d); err != nil {
			return survey.Report{}, err
		}
		started, err := synciq.Post(ctx, r, p, d.From, f, survey.ActionSync, func(v run.View) bool { return synciq.Holds(base, v) })
		if err != nil {
			return survey.Report{}, err
		}
		if started {
			return synciq.AwaitReport(ctx, r, d.From, f, base)
		}
	}
	return survey.Report{}, synciq.Overtaken(f, d.From)
}

// sinceNow is a baseline after which no job is alive: one of the schedule, or of a dead run, ends first, or its report could be taken for
// ours.
func sinceNow(ctx context.Context, r *run.Run, cluster, policy string) (survey.Baseline, error) {
	var waits synciq.Stuck
	if err := r.Poll(ctx, "the running job of "+policy+" on "+cluster, func(ctx context.Context) (bool, error) {
		v, err := r.See(ctx, cluster, policy)
		if err != nil || v.Job == nil {
			return err == nil, err
		}
		return false, waits.Judge(v.Job.State, policy, cluster)
	}); err != nil {
		return survey.Baseline{}, err
	}
	return synciq.NewestJob(ctx, r, cluster, policy)
}

// forgiveScan resolves the conflict of a policy whose scheduled run met a quota before its scan was over, now that it is: nothing else is
// wrong with such a policy (synciq.md §6; working tools do the same).
func forgiveScan(ctx context.Context, r *run.Run, p permit.Permit, cluster, policy string) error {
	v, err := r.SeeNow(ctx, cluster, policy)
	if err != nil || !v.Policy.Conflicted {
		return err
	}
	list := synciq.LastErrors(ctx, r, cluster, policy, false)
	if !slices.ContainsFunc(list, func(text string) bool { return strings.Contains(text, run.QuotaScanConflict) }) {
		return nil
	}
	r.Log(ctx, "a run had met an unfinished QuotaScan; the policy may run again", map[string]any{"policy": policy})
	if err := synciq.Resolve(ctx, r, p, cluster, policy); err != nil {
		return err
	}
	return r.Wait(ctx, 1) // what others remember of this beat still shows the conflict
}

// mirrorRun proves that the new production replicates.
func mirrorRun(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) error {
	m := pair.PolicyOn(d.To)
	witness := survey.MirrorRunOf(m)
	rep, ok, err := earlierRun(ctx, r, d.To, witness)
	if err != nil || ok && synciq.Whole(rep) {
		return err
	}
	if rep, err = provenRun(ctx, r, p, pair, d.Reverse(), witness); err == nil && !synciq.Whole(rep) {
		err = &synciq.UnprovenError{Policy: m, Cluster: d.To, Report: rep}
	}
	if _, ok := errors.AsType[*synciq.JobError](err); ok {
		return fmt.Errorf("%w; the new production on %s is not replicated until %s runs", err, d.To, m)
	}
	return err
}
