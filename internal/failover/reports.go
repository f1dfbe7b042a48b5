// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// report is what one job report says, as far as a proof needs it.
type report struct {
	job     int64
	started int64 // by the clock of the cluster that ran it, seconds
	action  string
	state   string
	errors  []string
	changed int64
	still   bool
}

// quiet: the run had nothing to carry. A skipped run of a policy with skip_when_source_unmodified is quiet as well.
func (r report) quiet() bool {
	return r.state == stateSkipped || r.state == stateFinished && (r.still || mutant.On(mutant.QuietRunSkipped))
}

// over: the job of the report has ended.
func (r report) over() bool {
	return ended(r.state) || r.state == stateFinished || r.state == stateSkipped
}

// reportsShown is how many reports per policy are read: the newest job and enough before it to see past other actions.
const reportsShown = 5

// reports are the newest reports of every policy of a cluster by policy name, newest first. One list serves all policies, so that reads
// do not grow with policies.
func (e *Engine) reports(ctx context.Context, cluster string) (map[string][]report, error) {
	all, err := e.client(cluster).Reports().Look(ctx)
	if err != nil {
		return nil, err
	}
	return index(all), nil
}

func index(all []onefs.SyncReport) map[string][]report {
	out := map[string][]report{}
	for _, x := range all {
		r := report{
			action:  x.Action,
			state:   x.State,
			errors:  x.Errors,
			still:   x.Quiet(),
			changed: x.FilesChanged + x.FilesNew + x.FilesUnlinked,
		}
		if x.JobID != nil {
			r.job = *x.JobID
		}
		if x.StartTime != nil {
			r.started = *x.StartTime
		}
		if len(r.errors) == 0 && x.Error != "" {
			r.errors = []string{x.Error}
		}
		out[x.PolicyName] = append(out[x.PolicyName], r)
	}
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b report) int { return int(b.job - a.job) })
	}
	return out
}

// listReports are the reports as of this beat.
func (r *run) listReports(ctx context.Context, cluster string) (map[string][]report, error) {
	return r.reportLists.get(
		ctx,
		r,
		cluster,
		func(ctx context.Context) (map[string][]report, error) { return r.engine.reports(ctx, cluster) },
	)
}

// baseline is what a proof begins from, both of the cluster that runs the job: the highest job id in the reports of the policy, and when
// the policy last started. The report of a run that began before may come late, with a higher id; it did not start later.
type baseline struct{ job, started int64 }

// precedes tells that a report is of a run that began after the baseline was taken.
func (b baseline) precedes(r report) bool {
	return r.job > b.job && r.started > b.started || mutant.On(mutant.OldReportAccepted)
}

// holds tells that the policy has not started since the baseline was taken. Once it has, the report of that run would be taken for ours,
// and ours would still be running when the copy is opened.
func (b baseline) holds(v view) bool {
	return v.policy.LastStarted == nil || *v.policy.LastStarted <= b.started
}

// newestJob is the baseline as of now: nothing that was remembered from before the call.
func (r *run) newestJob(ctx context.Context, cluster, policy string) (baseline, error) {
	v, err := r.seeNow(ctx, cluster, policy)
	if err != nil {
		return baseline{}, err
	}
	all, err := r.engine.reports(ctx, cluster)
	if err != nil {
		return baseline{}, err
	}
	var b baseline
	if list := all[policy]; len(list) > 0 {
		b.job = list[0].job
	}
	if v.policy.LastStarted != nil {
		b.started = *v.policy.LastStarted
	}
	return b, nil
}

// since is the name under which the second half of a baseline stands beside a witness.
func since(witness string) string { return "started before " + witness }

// noteBaseline writes both halves of a baseline into the run's record.
func (rec *RunRecord) noteBaseline(witness string, b baseline) {
	rec.Baselines[witness], rec.Baselines[since(witness)] = b.job, b.started
}

// reportAfter is the newest report of the policy after the baseline.
func (r *run) reportAfter(ctx context.Context, cluster, policy string, base baseline) (report, bool, error) {
	all, err := r.listReports(ctx, cluster)
	if err != nil || len(all[policy]) == 0 || !base.precedes(all[policy][0]) {
		return report{}, false, err
	}
	return all[policy][0], true, nil
}

// lastErrors are the error texts of the newest report of a policy, for the words of a failure.
func (r *run) lastErrors(ctx context.Context, cluster, policy string, target bool) []string {
	query := onefs.ReportQuery{PolicyName: policy, ReportsPerPolicy: 1}
	read := r.engine.client(cluster).SyncReports
	if target {
		read = r.engine.client(cluster).SyncTargetReports
	}
	all, err := read(ctx, query)
	if err != nil {
		return nil
	}
	if list := index(all)[policy]; len(list) > 0 {
		return list[0].errors
	}
	return nil
}

// policyChange is what a step changes on a policy.
type policyChange struct {
	enabled    *bool
	conflicted *bool
	schedule   *string
	whole      *Schedule
}

// updatePolicy writes the change and waits until the cluster shows it: flags lag behind (synciq.md §3).
func (r *run) updatePolicy(ctx context.Context, p permit.Permit, cluster, policy string, c policyChange) error {
	u := onefs.PolicyUpdate{Enabled: c.enabled, Conflicted: c.conflicted, Schedule: c.schedule}
	if c.whole != nil {
		u.Schedule = &c.whole.Text
		u.Priority = &c.whole.Priority
		u.JobDelay = onefs.SetPointer(wide(c.whole.JobDelay))
		u.RPOAlert = onefs.SetPointer(wide(c.whole.RPOAlert))
	}
	// A policy cannot be modified while a job of it is alive (synciq.md §1.2): wait for the end of one that the schedule started. A refusal
	// without a job to be seen is one that has just ended or has not appeared yet.
	var refusedAt time.Time
	var waits stuck
	if err := r.poll(ctx, "the running job of "+policy+" on "+cluster, func(ctx context.Context) (bool, error) {
		v, err := r.see(ctx, cluster, policy)
		if err != nil {
			return false, err
		}
		if v.job != nil {
			return false, waits.judge(v.job.State, policy, cluster)
		}
		// The job may have run for hours.
		if err := r.lease.check(); err != nil {
			return false, err
		}
		err = r.engine.client(cluster).UpdateSyncPolicy(ctx, p, policy, u)
		if !refused(err) {
			return err == nil, err
		}
		if refusedAt.IsZero() {
			refusedAt = time.Now()
		}
		if time.Since(refusedAt) > lagGrace {
			return false, finally(err)
		}
		return false, nil
	}); err != nil {
		return err
	}
	return r.poll(ctx, "policy "+policy+" on "+cluster+" to show its change", func(ctx context.Context) (bool, error) {
		v, err := r.seeNow(ctx, cluster, policy)
		if err != nil {
			return false, err
		}
		return (u.Conflicted == nil || v.policy.Conflicted == *u.Conflicted) && (u.Enabled == nil || v.policy.Enabled == *u.Enabled) &&
			(u.Schedule == nil || v.policy.Schedule == *u.Schedule), nil
	})
}

func (r *run) setSchedule(ctx context.Context, p permit.Permit, cluster, policy string, want Schedule) error {
	return r.updatePolicy(ctx, p, cluster, policy, policyChange{whole: &want})
}

func wide(p *int) *int64 {
	if p == nil {
		return nil
	}
	v := int64(*p)
	return &v
}
