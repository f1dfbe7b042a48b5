// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package scenario

import (
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// poolID is the pool that fails over, on both clusters.
const poolID = "groupnet0.subnet0.nas1"

// network makes the zones and the pools of both clusters. Beside the pool that fails over there is the management pool, which SyncIQ
// uses, and a pool of another department with names of its own.
func (b *builder) network() error {
	return b.both(func(c *world.Cluster, serving bool) error {
		n := &c.Network
		n.AddGroupnet(withServers(world.NewGroupnet("groupnet0")))
		s := world.NewSubnet("groupnet0", "subnet0")
		s.Gateway, s.SCServiceName, s.SCServiceAddrs = "192.168.1.1", pick(serving, "sip.demo.local", "sip2.demo.local"), one(ssip(serving))
		n.AddSubnet(s)
		b.zones(c, serving)
		n.AddPool(b.managementPool(c, serving))
		n.AddPool(b.nasPool(c, serving))
		n.AddPool(b.otherPool(c, serving))
		synciq.Of(c).Hosts = []string{pick(serving, "192.168.1.41", "192.168.1.45"), c.Name + ".demo.local"}
		return nil
	})
}

func withServers(g world.Groupnet) world.Groupnet {
	g.DNSServers, g.DNSSearch = []string{"192.168.1.10"}, []string{"demo.local"}
	return g
}

func (b *builder) zones(c *world.Cluster, serving bool) {
	nas := world.NewZone("nas1", b.rootOn(serving))
	eng := world.NewZone("eng", "/ifs/eng")
	if b.domain {
		nas.AuthProviders = []string{"lsa-activedirectory-provider:DEMO.LOCAL"}
		eng.AuthProviders = nas.AuthProviders
	}
	c.Zones.Put(nas.Name, nas)
	c.Zones.Put(eng.Name, eng)
}

// nasPool is the pool that fails over (superna.md §3.2 and §3.3).
func (b *builder) nasPool(c *world.Cluster, serving bool) world.Pool {
	p := pool(c, "nas1", "nas1", pick(serving, 51, 55))
	hint := "igls-nas1-" + c.Name + ".demo.local"
	switch {
	case serving:
		p.SCDNSZone, p.SCDNSZoneAliases = "nas1.demo.local", []string{hint, "fin.demo.local"}
	case b.parked:
		p.SCDNSZone, p.SCDNSZoneAliases = "igls-original-nas1.demo.local", []string{hint, "drtest.demo.local"}
	default:
		p.SCDNSZone, p.SCDNSZoneAliases = b.standbyOwn, []string{hint}
	}
	return p
}

// managementPool carries replication and administration; its name never moves.
func (b *builder) managementPool(c *world.Cluster, serving bool) world.Pool {
	p := pool(c, "mgmt", world.SystemZone, pick(serving, 41, 45))
	p.SCDNSZone = c.Name + ".demo.local"
	p.SCDNSZoneAliases = []string{c.Name + "-repl.demo.local", "igls-ignore-mgmt-" + c.Name + ".demo.local"}
	return p
}

// otherPool belongs to people who take no part in any failover.
func (b *builder) otherPool(c *world.Cluster, serving bool) world.Pool {
	p := pool(c, "eng", "eng", pick(serving, 61, 65))
	p.SCDNSZone = "eng-" + c.Name + ".demo.local"
	p.SCDNSZoneAliases = []string{"build-" + c.Name + ".demo.local", "Artifacts-" + c.Name + ".demo.local", "igls-ignore-eng-" + c.Name}
	return p
}

func pool(c *world.Cluster, name, zone string, first int) world.Pool {
	p := world.NewPool("groupnet0", "subnet0", name)
	p.AccessZone, p.SCSubnet = zone, "subnet0"
	p.Ranges = []world.AddressRange{{Low: host(first), High: host(first + 2)}}
	for _, n := range c.Nodes {
		p.Ifaces = append(p.Ifaces, world.PoolIface{Iface: "ext-1", LNN: n.LNN})
	}
	return p
}

func host(last int) string { return fmt.Sprintf("192.168.1.%d", last) }

func ssip(serving bool) string { return pick(serving, "192.168.1.100", "192.168.1.200") }

func one(address string) []world.AddressRange {
	return []world.AddressRange{{Low: address, High: address}}
}

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}
