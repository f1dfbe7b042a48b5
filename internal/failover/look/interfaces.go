// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package look

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// poolUse says what else the pool is used for, as far as the fence would disturb it or be evaded by it.
func poolUse(key string, s *survey.Survey, raw map[string]*rawView) (rules, sync, others []string) {
	own := s.Clusters[key].Pool
	if own == nil {
		return nil, nil, nil
	}
	var self onefs.Pool
	elsewhere := 0
	for _, p := range raw[key].pools {
		switch {
		case p.ID == own.ID:
			self = p
			rules = p.Rules
			continue
		case servesPairs(key, s, raw[key].zones, p):
			others = append(others, p.ID)
		}
		elsewhere += len(p.Ifaces)
	}
	short := func(n *onefs.SourceNetwork) bool { return n != nil && n.Pool == self.Name && n.Subnet == self.Subnet }
	for name, p := range raw[key].sync.Policies {
		if short(p.SourceNetwork) {
			sync = append(sync, fmt.Sprintf("policy %s on %s is bound to it", name, key))
		}
	}
	for name, p := range raw[s.Other(key)].sync.Policies {
		if pool.LeadsTo(own, p.TargetHost, self.Ranges) {
			sync = append(sync, fmt.Sprintf("policy %s on %s replicates to %s, which is in it", name, s.Other(key), p.TargetHost))
		}
	}
	if elsewhere == 0 && len(self.Ifaces) > 0 {
		sync = append(sync, "no other pool of "+key+" has interfaces")
	}
	slices.Sort(sync)
	return rules, sync, others
}

// servesPairs: clients of the other pool reach the policies' directories, because its access zone holds them or lies in them.
func servesPairs(key string, s *survey.Survey, zones []onefs.Zone, p onefs.Pool) bool {
	if len(p.Ifaces) == 0 {
		return false
	}
	for _, z := range zones {
		if !strings.EqualFold(z.Name, p.AccessZone) || z.System {
			continue // the System zone reaches everything; what it shares of the data shows among shares and exports
		}
		for _, pair := range s.Pairs {
			if survey.Within(z.Path, pair.Paths[key]) || survey.Within(pair.Paths[key], z.Path) {
				return true
			}
		}
	}
	return false
}
