// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"

	"github.com/miekg/dns"
)

// ErrNameDenied is a SmartConnect service that says that a name does not exist (NXDOMAIN), where it should only refuse to answer for a name
// that it does not have.
var ErrNameDenied = errors.New("the name does not exist, says the SmartConnect service")

// observeAnswers looks at two things that undo a delegation to both clusters: a cluster that denies the name which the other one has, for
// then clients are told so by whichever is asked first; and a resolver that keeps answers longer than the pool says.
func (e *Engine) observeAnswers(
	ctx context.Context, s *Survey, name string, d Delegation, at func(id string, sev Severity, text, cure string),
) {
	for _, k := range s.keys() {
		p, service := s.Clusters[k].Pool, e.endpoint(s, k)
		if service == "" || e.client(k) == nil || p.on(name) == live {
			continue
		}
		if _, err := e.options.Resolve(ctx, service, name); errors.Is(err, ErrNameDenied) {
			at("dns_name_denied", Risk,
				fmt.Sprintf("does not exist, says the SmartConnect service of %s (%s, NXDOMAIN), which only does not serve it: resolvers believe "+
					"that, and some clients do not find the name", k, service),
				fmt.Sprintf("delegate the name to the cluster that serves it alone, and change that with each move, until %s refuses instead", k))
		}
	}
	// A pool's own time is another finding.
	if d.Kept <= longTTL {
		return
	}
	for _, k := range s.keys() {
		if p := s.Clusters[k].Pool; p.on(name) == live && p.TTL <= longTTL {
			at("dns_answers_kept", Risk,
				fmt.Sprintf("is kept by the site's resolver for %d seconds, where %s says %d: so long clients come back to the old cluster",
					d.Kept, k, p.TTL),
				"take the least time to live out of the resolver's configuration (cache-min-ttl or the like)")
		}
	}
}

// kept is for how long the resolver keeps its answer, 0 without one.
func kept(ctx context.Context, resolver, name string) uint32 {
	answer, err := put(ctx, resolver, name, dns.TypeA, true)
	if err != nil {
		return 0
	}
	for _, rr := range answer.Answer {
		if rr.Header().Rrtype == dns.TypeA {
			return rr.Header().Ttl
		}
	}
	return 0
}
