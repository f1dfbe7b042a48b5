// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package observe

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// observeDelegation holds the names against the site's DNS: each must be delegated to the SmartConnect service of both clusters, so that
// whichever has the name answers.
func observeDelegation(ctx context.Context, e *clusters.Set, s *survey.Survey, moving []string, out *Observation, found *finding.Findings) {
	for _, n := range moving {
		at := func(id finding.ID, text, cure string) {
			found.Add(finding.New(id, "name "+n, text, cure))
		}
		d, err := e.Options.Delegation(ctx, n)
		if err != nil {
			at(
				finding.DNSUnreachable, fmt.Sprintf("could not be looked up in DNS: %v", err),
				"let the machine that runs Terraform ask the site's DNS",
			)
			continue
		}
		if d.Alias != "" {
			at(finding.DNSAlias, "is an alias (CNAME) of "+d.Alias+" in DNS: Kerberos does not work with it, and it does not follow the pool",
				"delegate the name itself to both clusters")
			continue
		}
		out.Delegated[n] = true
		for _, k := range s.Keys() {
			service := s.Clusters[k].Pool.Service
			if len(service) == 0 || slices.ContainsFunc(d.Servers, func(a netip.Addr) bool { return slices.Contains(service, a.String()) }) {
				continue
			}
			out.Delegated[n] = false
			at(
				finding.DNSNotDelegated,
				fmt.Sprintf("is not delegated to %s (%s): clients do not find it while %s serves it", k, strings.Join(service, ", "), k),
				fmt.Sprintf("add `%s. IN NS <name of the service address of %s>` in the parent zone", n, k),
			)
		}
		observeAnswers(ctx, e, s, n, d, at)
	}
}
