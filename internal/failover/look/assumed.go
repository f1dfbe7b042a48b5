// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package look

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// readAssumed reads what is in no contract of ours. A cluster that does not answer it, or refuses it, tells nothing.
func (v *rawView) readAssumed(ctx context.Context, c *onefs.Client) {
	if domains, err := c.WORMDomains(ctx); err == nil {
		for _, d := range domains {
			if d.Path != "" {
				v.facts.SmartLocks = append(v.facts.SmartLocks, survey.SmartLockDir{Path: d.Path, Type: d.Type})
			}
		}
	}
	if pools, err := c.CloudPools(ctx); err == nil {
		for _, p := range pools {
			v.facts.CloudPools = append(v.facts.CloudPools, p.Name)
		}
	}
}

// readHardLinks looks whether the runs of policies whose directory is not marked met hard links: marking fails on those that lead out of
// the directory, and it is part of the first resync prep (synciq.md §1.4).
func readHardLinks(ctx context.Context, e *clusters.Set, s *survey.Survey) {
	for _, k := range s.Keys() {
		var reports []onefs.SyncReport
		read := false
		for name, p := range s.Clusters[k].Policies {
			if p.DomainMarked || !p.Ran {
				continue
			}
			if !read {
				reports, _ = e.Client(k).Reports().Look(ctx) // without them nothing is known of links
				read = true
			}
			for _, r := range reports {
				p.HardLinks = p.HardLinks || r.PolicyName == name && r.HardLinks != nil && *r.HardLinks > 0
			}
			s.Clusters[k].Policies[name] = p
		}
	}
}
