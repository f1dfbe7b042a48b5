// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smartconnect

import (
	"net/netip"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Place is what an address leads to.
type Place struct {
	Cluster string
	Pool    string // its id
	Zone    string // access zone of the pool
	LNN     int
	Up      bool // the node answers
}

// Locate finds what answers at an address on the network now. ok is false if no cluster has the address, or only one that is lost.
func Locate(w *world.World, ip netip.Addr) (at Place, ok bool) {
	for _, c := range w.Clusters() {
		if !c.Reachable {
			continue
		}
		if pool, a, found := c.AddressOwner(ip); found {
			return Place{Cluster: c.Name, Pool: pool.ID, Zone: pool.AccessZone, LNN: a.LNN, Up: a.Up}, true
		}
	}
	return Place{}, false
}
