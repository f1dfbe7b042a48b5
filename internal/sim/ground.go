// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sim

import (
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Ground is where a cluster stands on this machine.
type Ground struct {
	// Service is the SmartConnect service address; [Simulation.Listen] answers at its port 53.
	Service string
	// Pool is the one address of the pool that fails over. Nothing listens there: real file servers can.
	Pool string
	// Nodes are the addresses of the management pool, by LNN from 1; [Simulation.Listen] answers HTTPS there, at one port for all nodes, so
	// that the nodes can be found and asked through what the network's API says.
	Nodes []string
}

// management is the pool of the scenarios that administration goes through.
const management = "groupnet0.subnet0.mgmt"

// Ground gives the clusters addresses on this machine in place of invented ones, so that real resolvers, file servers and clients can take
// part: prefix is the first three numbers of a block of addresses, such as 127.100.7. It is called before anything else happens.
func (s *Simulation) Ground(prefix string) map[string]Ground {
	s.grounds = map[string]Ground{}
	s.World.Do(func() {
		for i, c := range s.World.Clusters() {
			g := Ground{Service: fmt.Sprintf("%s.%d", prefix, 100+i), Pool: fmt.Sprintf("%s.%d", prefix, 50+i)}
			for n := range c.Nodes {
				g.Nodes = append(g.Nodes, fmt.Sprintf("%s.%d", prefix, 11+10*i+n))
			}
			s.grounds[c.Name] = g
			c.Network.Pools.Update(management, func(p *world.Pool) {
				p.Ranges = []world.AddressRange{{Low: g.Nodes[0], High: g.Nodes[len(g.Nodes)-1]}}
			})
			q := synciq.Of(c)
			q.Hosts = append([]string{g.Nodes[0]}, q.Hosts...)
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
