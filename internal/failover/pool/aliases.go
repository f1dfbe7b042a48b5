// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package pool

import (
	"context"
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// ChangeAliases adds names to the aliases of a pool and takes others off. The list is made from a read right before its write, and read
// back; where somebody else overwrites it, it is written again.
func ChangeAliases(ctx context.Context, r *run.Run, p permit.Permit, cluster string, add, drop []string) error {
	for range MaxOverwritten {
		now, err := Read(ctx, r.Engine, cluster, r.Intent.Pools[cluster])
		if err != nil {
			return err
		}
		next := WithAliases(now, add, drop)
		if sameNames(now, next) {
			return nil
		}
		if err := putNames(ctx, r, p, cluster, next); err != nil {
			return err
		}
	}
	now, err := Read(ctx, r.Engine, cluster, r.Intent.Pools[cluster])
	if err == nil && !sameNames(now, WithAliases(now, add, drop)) {
		err = fmt.Errorf("the aliases of pool %s on %s do not show the change: somebody else writes them", now.ID, cluster)
	}
	return err
}

// WithAliases is a pool with names added to its aliases and others taken off.
func WithAliases(p *survey.PoolView, add, drop []string) *survey.PoolView {
	out := p.Clone()
	out.Aliases = slices.DeleteFunc(out.Aliases, func(a string) bool {
		return slices.ContainsFunc(drop, func(n string) bool { return names.Equal(a, n) })
	})
	for _, n := range add {
		if out.On(n) != survey.Live {
			out.Aliases = append(out.Aliases, n)
		}
	}
	return out
}
