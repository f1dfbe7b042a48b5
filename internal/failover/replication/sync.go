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
	for range maxQuietRuns {
		rep, err := provenRun(ctx, r, p, pair, d, survey.LastSyncOf(f))
		if err != nil {
			return err
		}
		if synciq.Quiet(rep) {
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
	for range synciq.MaxOvertaken {
		base, err := sinceNow(ctx, r, d.From, f)
		if err != nil {
			return survey.Report{}, err
		}
		if err := r.Note(ctx, func(rec *survey.RunRecord) { rec.Witnesses.Note(witness, base) }); err != nil {
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

// RunFirst runs a policy once before its last sync, for what is new since its newest run. It proves nothing.
func RunFirst(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) error {
	f := pair.PolicyOn(d.From)
	if err := quota.WaitForQuotaScan(ctx, r, d.From); err != nil {
		return err
	}
	for range synciq.MaxOvertaken {
		base, err := sinceNow(ctx, r, d.From, f)
		if err != nil {
			return err
		}
		if err := synciq.MaySync(ctx, r, pair, d); err != nil {
			return err
		}
		started, err := synciq.Post(ctx, r, p, d.From, f, survey.ActionSync, func(v run.View) bool { return synciq.Holds(base, v) })
		if err != nil {
			return err
		}
		if started {
			_, err = synciq.AwaitReport(ctx, r, d.From, f, base)
			return err
		}
	}
	return synciq.Overtaken(f, d.From)
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
	_, err := provenRun(ctx, r, p, pair, d.Reverse(), survey.MirrorRunOf(m))
	if _, ok := errors.AsType[*synciq.JobError](err); ok {
		return fmt.Errorf("%w; the new production on %s is not replicated until %s runs", err, d.To, m)
	}
	return err
}
