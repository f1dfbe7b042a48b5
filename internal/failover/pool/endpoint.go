// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package pool

import (
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// changesHands tells whether a host is one of the names that move, as the pool answers it or as it is parked.
func changesHands(host string, moving []string) bool {
	return slices.ContainsFunc(moving, func(n string) bool { return names.Equal(host, n) || names.Equal(host, names.Parked(n)) })
}

// EndpointReadiness looks at the ways by which the provider itself reaches the two clusters: the run must not take them away.
func EndpointReadiness(s *survey.Survey, in survey.Intent, moving []string, out *finding.Findings) {
	for _, k := range in.Keys() {
		c := s.Clusters[k]
		if c.Host == "" {
			continue
		}
		object := fmt.Sprintf("endpoint %s of cluster %s", c.Host, k)
		if changesHands(c.Host, moving) {
			out.Add(finding.New(finding.EndpointMoves, object, "is a name that moves: after the move it leads to the other cluster",
				"write a name or an address of "+k+" that stays as `endpoint`").At(k))
		}
		if k == in.From() && in.Fence == survey.FenceInterfaces && c.HostPool == in.Pools[k] {
			out.Add(finding.New(finding.EndpointInPool, object, "lies in pool "+c.HostPool+", the interfaces of which the fence takes away",
				`write an endpoint in another pool of the System zone, or use fence = "shares_and_exports"`))
		}
	}
}
