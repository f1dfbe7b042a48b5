// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// precedes tells that a report is of a run that began after the baseline was taken.
func precedes(b survey.Baseline, r survey.Report) bool {
	return b.Precedes(r)
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
	var job, started int64
	if list := all[policy]; len(list) > 0 {
		job = list[0].Job
	}
	if v.Policy.LastStarted != nil {
		started = *v.Policy.LastStarted
	}
	return survey.BaselineAfter(job, started), nil
}

// LastSyncBegan is when the newest sync of a policy began that its cluster has a report of, by that cluster's clock in Unix seconds; 0 if
// it has none.
func LastSyncBegan(ctx context.Context, r *run.Run, cluster, policy string) (int64, error) {
	all, err := listReports(ctx, r, cluster)
	if err != nil {
		return 0, err
	}
	for _, rep := range all[policy] {
		if survey.SameAction(rep.Action, survey.ActionSync) {
			return rep.Started, nil
		}
	}
	return 0, nil
}
