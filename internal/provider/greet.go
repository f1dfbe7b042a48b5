// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// readLimit is the longest time that a plan waits for the first answer of a cluster.
const readLimit = 20 * time.Second

// greet asks clusters that have not answered in this process yet for the smallest thing there is, and trips the breaker for those that do
// not answer in time. Later requests of a plan have the client's own, longer limits: a cluster that answers may be slow.
func (s *site) greet(ctx context.Context, keys []string) {
	var all sync.WaitGroup
	for _, k := range keys {
		c := s.clients[k]
		if c == nil || s.greeted.done(k) || len(s.breaker.Tripped(k)) > 0 {
			continue
		}
		all.Go(func() {
			limited, cancel := context.WithTimeout(ctx, readLimit)
			defer cancel()
			_, err := c.Latest(limited)
			switch {
			case limited.Err() != nil && ctx.Err() == nil:
				s.breaker.Trip(k, fmt.Sprintf("no answer came from %s within %s", c.Host(), readLimit))
			case errors.Is(err, onefs.ErrUnreachable) && !errors.Is(err, onefs.ErrCertificate):
				s.breaker.Trip(k, clusters.Why(k, err))
			case err == nil:
				s.greeted.first(k)
			}
		})
	}
	all.Wait()
}
