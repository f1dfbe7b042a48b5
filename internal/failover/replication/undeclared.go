// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Resolve clears the conflict of a policy and waits until the cluster shows it. A policy that is free of it by now is left alone: OneFS
// refuses to clear what is not there.
func Resolve(ctx context.Context, r *run.Run, p permit.Permit, cluster, policy string) error {
	off := false
	err := r.Engine.Client(cluster).UpdateSyncPolicy(ctx, p, policy, onefs.PolicyUpdate{Conflicted: &off})
	return r.Poll(ctx, "the conflict of "+policy+" on "+cluster+" to be cleared", func(ctx context.Context) (bool, error) {
		v, lookErr := r.SeeNow(ctx, cluster, policy)
		if lookErr == nil && v.Policy.Conflicted && err != nil {
			return false, err
		}
		return lookErr == nil && !v.Policy.Conflicted, lookErr
	})
}
