// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sim

import (
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Ground is where a cluster stands on this machine.
type Ground struct {
	// Service is the SmartConnect service address; [Simulation.Listen] answers at its port 53.
	Service string
	// Pool is the one address of the pool that fails over. Nothing listens there: real file servers can.
	Pool string
}

// Ground gives the clusters addresses on this machine in place of invented ones, so that real resolvers, file servers and clients can take
// part: prefix is the first three numbers of a block of addresses, such as 127.100.7. It is called before anything else happens.
func (s *Simulation) Ground(prefix string) map[string]Ground {
	s.grounds = map[string]Ground{}
	s.World.Do(func() {
		for i, c := range s.World.Clusters() {
			g := Ground{Service: fmt.Sprintf("%s.%d", prefix, 100+i), Pool: fmt.Sprintf("%s.%d", prefix, 50+i)}
			s.grounds[c.Name] = g
			c.Network.Pools.Update(s.Pool, func(p *world.Pool) { p.Ranges = []world.AddressRange{{Low: g.Pool, High: g.Pool}} })
			p, _ := c.Network.Pools.Get(s.Pool)
			c.Network.Subnets.Update(p.Groupnet+"."+p.SCSubnet, func(n *world.Subnet) {
				n.SCServiceAddrs = []world.AddressRange{{Low: g.Service, High: g.Service}}
			})
		}
	})
	s.begin()
	return s.grounds
}

// listenDNS answers at the cluster's service address if it stands on this machine, else at a port of the system's choice.
func (s *Simulation) listenDNS(cluster, host string) (*smartconnect.Server, error) {
	if g, ok := s.grounds[cluster]; ok {
		return smartconnect.ListenAt(s.World, cluster, g.Service)
	}
	return smartconnect.Listen(s.World, cluster, host)
}
