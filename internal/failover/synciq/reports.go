// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"context"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
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
		r := judged(x)
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

// ReportAfter is the newest report of the policy after the baseline.
func ReportAfter(ctx context.Context, r *run.Run, cluster, policy string, base survey.Baseline) (survey.Report, bool, error) {
	all, err := listReports(ctx, r, cluster)
	if err != nil || len(all[policy]) == 0 || !precedes(base, all[policy][0]) {
		return survey.Report{}, false, err
	}
	return all[policy][0], true, nil
}

// LastErrors are the error texts of the newest report of a policy, for the words of a failure.
func LastErrors(ctx context.Context, r *run.Run, cluster, policy string, target bool) []string {
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

// RunBegan is when a run began, Unix seconds; its end where the report does not say.
func RunBegan(r onefs.SyncReport) int64 {
	switch {
	case r.StartTime != nil:
		return *r.StartTime
	case r.EndTime != nil:
		return *r.EndTime
	default:
		return 0
	}
}
