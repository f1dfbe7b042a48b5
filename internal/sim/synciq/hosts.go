// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"net/netip"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// clusterByHost finds the cluster that a policy's target host leads to now: a cluster's name or host, or whatever the pools answer for.
func clusterByHost(w *world.World, host string) *Cluster {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	for _, c := range clustersOf(w) {
		if c.answersTo(host) {
			return c
		}
	}
	return nil
}

func (c *Cluster) answersTo(host string) bool {
	if host == strings.ToLower(c.Name) {
		return true
	}
	for _, h := range c.Hosts {
		if host == strings.ToLower(h) {
			return true
		}
	}
	_, answers := c.poolOf(host)
	return answers
}

// poolOf is the pool whose name or address a host is at present.
func (c *Cluster) poolOf(host string) (world.Pool, bool) {
	if ip, err := netip.ParseAddr(host); err == nil {
		p, _, owns := c.AddressOwner(ip)
		return p, owns
	}
	return c.PoolAnswering(host)
}

// carriesSync tells whether SyncIQ may use the pool (synciq.md §4).
func carriesSync(p world.Pool) bool {
	return p.AllocMethod == "static" && p.AccessZone == world.SystemZone
}

// coordinator is the address that a target sees of this cluster: its first host, or the first address that answers in a pool which SyncIQ
// may use.
func (c *Cluster) coordinator() string {
	if len(c.Hosts) > 0 {
		return c.Hosts[0]
	}
	for _, p := range c.Network.Pools.All() {
		for _, a := range c.PoolAddresses(p) {
			if a.Up && carriesSync(p) {
				return a.IP.String()
			}
		}
	}
	return c.Name
}
