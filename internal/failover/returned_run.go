// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// endReturnedRun cancels a run that is alive on a returned cluster. It can carry nothing over, because its target is open; but it may hang
// for ever, and while it lives its policy can neither be changed nor turned. Jobs of other kinds are left to end.
func (r *run) endReturnedRun(ctx context.Context, p permit.Permit, cluster, policy string) error {
	if t := r.survey.Takeover; t == nil || t.Lost != cluster {
		return nil
	}
	v, err := r.seeNow(ctx, cluster, policy)
	if err != nil || v.job == nil || !sameAction(v.job.Action, actionSync) {
		return err
	}
	r.log(ctx, "a run is alive on the returned cluster and is cancelled", map[string]any{"policy": policy, "state": v.job.State})
	err = r.engine.client(cluster).SetSyncJobState(ctx, p.Within("run of "+policy), policy, stateCanceled)
	if errors.Is(err, onefs.ErrNotFound) {
		return nil
	}
	return err
}
