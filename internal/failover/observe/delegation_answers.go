// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package observe

import (
	"context"
	"errors"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// observeAnswers looks at two things that undo a delegation to both clusters: a cluster that denies the name which the other one has, for
// then clients are told so by whichever is asked first; and a resolver that keeps answers longer than the pool says.
func observeAnswers(
	ctx context.Context, e *clusters.Set, s *survey.Survey, name string, d dns.Delegation,
	at func(id finding.ID, text, cure string),
) {
	for _, k := range s.Keys() {
		p, service := s.Clusters[k].Pool, e.Endpoint(s, k)
		if service == "" || e.Client(k) == nil || p.On(name) == survey.Live {
			continue
		}
		if _, err := e.Options.Resolve(ctx, service, name); errors.Is(err, dns.ErrNameDenied) {
			at(finding.DNSNameDenied,
				fmt.Sprintf("does not exist, says the SmartConnect service of %s (%s, NXDOMAIN), which only does not serve it: resolvers believe "+
					"that, and some clients do not find the name", k, service),
				fmt.Sprintf("delegate the name to the cluster that serves it alone, and change that with each move, until %s refuses instead", k))
		}
	}
	// A pool's own time is another finding.
	if d.Kept <= survey.LongTTL {
		return
	}
	for _, k := range s.Keys() {
		if p := s.Clusters[k].Pool; p.On(name) == survey.Live && p.TTL <= survey.LongTTL {
			at(finding.DNSAnswersKept,
				fmt.Sprintf("is kept by the site's resolver for %d seconds, where %s says %d: so long clients come back to the old cluster",
					d.Kept, k, p.TTL),
				"take the least time to live out of the resolver's configuration (cache-min-ttl or the like)")
		}
	}
}
