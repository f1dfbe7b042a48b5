// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// ReportsShown is how many reports per policy are read: the newest job and enough before it to see past other actions.
const ReportsShown = 5

// Reports are the newest reports of every policy of a cluster by policy name, newest first. One list serves all policies, so that reads
// do not grow with policies.
func Reports(ctx context.Context, e *clusters.Set, cluster string) (map[string][]survey.Report, error) {
	all, err := e.Client(cluster).Reports().Look(ctx)
	if err != nil {
		return nil, err
	}
	return index(all), nil
}

func index(all []onefs.SyncReport) map[string][]survey.Report {
	out := map[string][]survey.Report{}
	for _, x := range all {
		r := survey.Report{
			Action:  x.Action,
			State:   x.State,
			Errors:  x.Errors,
			Still:   x.Quiet(),
			Changed: x.FilesChanged + x.FilesNew + x.FilesUnlinked,
		}
		if x.JobID != nil {
			r.Job = *x.JobID
		}
		if x.StartTime != nil {
			r.Started = *x.StartTime
		}
		if len(r.Errors) == 0 && x.Error != "" {
			r.Errors = []string{x.Error}
		}
		out[x.PolicyName] = append(out[x.PolicyName], r)
	}
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b survey.Report) int { return int(b.Job - a.Job) })
	}
	return out
}

// listReports are the reports as of this beat.
func listReports(ctx context.Context, r *run.Run, cluster string) (map[string][]survey.Report, error) {
	return r.ReportLists.Get(
		ctx,
		r.Began,
		r.Engine.Options.PollInterval,
		cluster,
		func(ctx context.Context) (map[string][]survey.Report, error) { return Reports(ctx, r.Engine, cluster) },
	)
}

// precedes tells that a report is of a run that began after the baseline was taken.
func precedes(b survey.Baseline, r survey.Report) bool {
	return r.Job > b.Job && r.Started > b.Started || mutant.On(mutant.OldReportAccepted)
}

// Holds tells that the policy has not started since the baseline was taken. Once it has, the report of that run would be taken for ours,
// and ours would still be running when the copy is opened.
func Holds(b survey.Baseline, v run.View) bool {
	return v.Policy.LastStarted == nil || *v.Policy.LastStarted <= b.Started
}

// NewestJob is the baseline as of now: nothing that was remembered from before the call.
func NewestJob(ctx context.Context, r *run.Run, cluster, policy string) (survey.Baseline, error) {
	v, err := r.SeeNow(ctx, cluster, policy)
	if err != nil {
		return survey.Baseline{}, err
	}
	all, err := Reports(ctx, r.Engine, cluster)
	if err != nil {
		return survey.Baseline{}, err
	}
	var b survey.Baseline
	if list := all[policy]; len(list) > 0 {
		b.Job = list[0].Job
	}
	if v.Policy.LastStarted != nil {
		b.Started = *v.Policy.LastStarted
	}
	return b, nil
}

// reportAfter is the newest report of the policy after the baseline.
func reportAfter(ctx context.Context, r *run.Run, cluster, policy string, base survey.Baseline) (survey.Report, bool, error) {
	all, err := listReports(ctx, r, cluster)
	if err != nil || len(all[policy]) == 0 || !precedes(base, all[policy][0]) {
		return survey.Report{}, false, err
	}
	return all[policy][0], true, nil
}

// lastErrors are the error texts of the newest report of a policy, for the words of a failure.
func lastErrors(ctx context.Context, r *run.Run, cluster, policy string, target bool) []string {
	query := onefs.ReportQuery{PolicyName: policy, ReportsPerPolicy: 1}
	read := r.Engine.Client(cluster).SyncReports
	if target {
		read = r.Engine.Client(cluster).SyncTargetReports
	}
	all, err := read(ctx, query)
	if err != nil {
		return nil
	}
	if list := index(all)[policy]; len(list) > 0 {
		return list[0].Errors
	}
	return nil
}

// PolicyChange is what a step changes on a policy.
type PolicyChange struct {
	Enabled    *bool
	conflicted *bool
	Schedule   *string
	whole      *survey.Schedule
}

// UpdatePolicy writes the change and waits until the cluster shows it: flags lag behind (synciq.md §3).
func UpdatePolicy(ctx context.Context, r *run.Run, p permit.Permit, cluster, policy string, c PolicyChange) error {
	u := onefs.PolicyUpdate{Enabled: c.Enabled, Conflicted: c.conflicted, Schedule: c.Schedule}
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
	if err := r.Poll(ctx, "the running job of "+policy+" on "+cluster, func(ctx context.Context) (bool, error) {
		v, err := r.See(ctx, cluster, policy)
		if err != nil {
			return false, err
		}
		if v.Job != nil {
			return false, waits.judge(v.Job.State, policy, cluster)
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

func setSchedule(ctx context.Context, r *run.Run, p permit.Permit, cluster, policy string, want survey.Schedule) error {
	return UpdatePolicy(ctx, r, p, cluster, policy, PolicyChange{whole: &want})
}

func wide(p *int) *int64 {
	if p == nil {
		return nil
	}
	v := int64(*p)
	return &v
}

// quiet tells whether the run had nothing to carry. A skipped run of a policy with skip_when_source_unmodified is quiet as well.
func quiet(r survey.Report) bool {
	return r.State == survey.StateSkipped || r.State == survey.StateFinished && (r.Still || mutant.On(mutant.QuietRunSkipped))
}
