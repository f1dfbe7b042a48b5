// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"errors"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// endReturnedRun cancels a run that is alive on a returned cluster. It can carry nothing over, because its target is open; but it may hang
// for ever, and while it lives its policy can neither be changed nor turned. Jobs of other kinds are left to end.
func endReturnedRun(ctx context.Context, r *run.Run, p permit.Permit, cluster, policy string) error {
	if t := r.Survey.Takeover; t == nil || t.Lost != cluster {
		return nil
	}
	v, err := r.SeeNow(ctx, cluster, policy)
	if err != nil || v.Job == nil || !survey.SameAction(v.Job.Action, survey.ActionSync) {
		return err
	}
	r.Log(ctx, "a run is alive on the returned cluster and is cancelled", map[string]any{"policy": policy, "state": v.Job.State})
	err = r.Engine.Client(cluster).SetSyncJobState(ctx, p.Within("run of "+policy), policy, survey.StateCanceled)
	if errors.Is(err, onefs.ErrNotFound) {
		return nil
	}
	return err
}
