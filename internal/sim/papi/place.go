// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"context"
	"net/http"
	"net/netip"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Place is the node that answers at a host, and the access zone whose address that is.
type Place struct {
	Cluster string
	LNN     int
	Zone    string
}

// Find is the place behind a host: a name of [Host], an address that a pool has given to a node, or a SmartConnect name, which leads to
// the pool's first usable address. An address moves with its interface and a name with its pool, so either may lead elsewhere later, or
// nowhere. Lost clusters are found too, because their addresses are still theirs.
func (f *Face) Find(host string) (Place, bool) {
	f.World.Enter()
	defer f.World.Leave()
	for _, c := range f.World.Clusters() {
		if lnn, ok := nodeNamed(c, host); ok {
			return Place{c.Name, lnn, world.SystemZone}, true
		}
	}
	ip, err := netip.ParseAddr(host)
	for _, c := range f.World.Clusters() {
		if err == nil {
			if pool, a, ok := c.AddressOwner(ip); ok {
				return Place{c.Name, a.LNN, pool.AccessZone}, true
			}
			continue
		}
		pool, ok := c.PoolAnswering(host)
		for _, a := range c.PoolAddresses(pool) {
			if ok && a.Up && !a.Suspended {
				return Place{c.Name, a.LNN, pool.AccessZone}, true
			}
		}
	}
	return Place{}, false
}

// nodeNamed finds the node that a name of [Host] means.
func nodeNamed(c *world.Cluster, host string) (lnn int, ok bool) {
	if strings.EqualFold(host, c.Name) {
		for _, n := range c.Nodes {
			if n.Up {
				return n.LNN, true
			}
		}
		return 1, true
	}
	for _, n := range c.Nodes {
		if strings.EqualFold(host, Host(c.Name, n.LNN)) {
			return n.LNN, true
		}
	}
	return 0, false
}

type zoneKey struct{}

func inZone(ctx context.Context, zone string) context.Context {
	return context.WithValue(ctx, zoneKey{}, zone)
}

// administers tells whether the address spoken to is one of the System zone: elsewhere "privileges of a role do not count"
// (evidence-2.md E10).
func administers(req *http.Request) bool {
	zone, known := req.Context().Value(zoneKey{}).(string)
	return !known || zone == world.SystemZone
}
