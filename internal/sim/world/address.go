// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"net/netip"
	"slices"
)

// maxPoolAddresses limits how many addresses of a pool's ranges are ever used.
const maxPoolAddresses = 256

// PoolAddress is one address of a pool on one interface.
type PoolAddress struct {
	IP    netip.Addr
	LNN   int
	Iface string
	Up    bool // the node is up, so the address answers
	// Suspended addresses answer, but SmartConnect does not give them out.
	Suspended bool
}

// PoolAddresses lists which address of a pool is where. A static pool gives each interface one address, in order; a dynamic one
// spreads all addresses over the interfaces of nodes that are up. A pool without interfaces has no addresses.
func (c *Cluster) PoolAddresses(p Pool) []PoolAddress {
	ifaces := slices.Clone(p.Ifaces)
	if p.AllocMethod == "dynamic" {
		ifaces = slices.DeleteFunc(ifaces, func(i PoolIface) bool { return !c.nodeUp(i.LNN) })
	}
	if len(ifaces) == 0 {
		return nil
	}
	var out []PoolAddress
	for i, ip := range expand(p.Ranges) {
		if p.AllocMethod != "dynamic" && i >= len(ifaces) {
			break
		}
		at := ifaces[i%len(ifaces)]
		out = append(out, PoolAddress{IP: ip, LNN: at.LNN, Iface: at.Iface, Up: c.nodeUp(at.LNN), Suspended: p.Suspended(at.LNN)})
	}
	return out
}

// AddressOwner finds the node and the pool that an address leads to at present.
func (c *Cluster) AddressOwner(ip netip.Addr) (Pool, PoolAddress, bool) {
	for _, p := range c.Network.Pools.All() {
		for _, a := range c.PoolAddresses(p) {
			if a.IP == ip && a.Up {
				return p, a, true
			}
		}
	}
	return Pool{}, PoolAddress{}, false
}

func (c *Cluster) nodeUp(lnn int) bool {
	n := c.Node(lnn)
	return n != nil && n.Up
}

// expand lists the addresses of ranges in order, up to a limit. Ranges whose ends do not parse are empty.
func expand(ranges []AddressRange) []netip.Addr {
	var out []netip.Addr
	for _, r := range ranges {
		low, err1 := netip.ParseAddr(r.Low)
		high, err2 := netip.ParseAddr(r.High)
		if err1 != nil || err2 != nil {
			continue
		}
		for ip := low; ip.IsValid() && ip.Compare(high) <= 0 && len(out) < maxPoolAddresses; ip = ip.Next() {
			out = append(out, ip)
		}
	}
	return out
}

// baseAddress is the subnet's network address, from its gateway or its first service address; "" if it has neither.
func baseAddress(s Subnet) string {
	from := s.Gateway
	if from == "" && len(s.SCServiceAddrs) > 0 {
		from = s.SCServiceAddrs[0].Low
	}
	ip, err := netip.ParseAddr(from)
	if err != nil {
		return ""
	}
	prefix, err := ip.Prefix(s.Prefixlen)
	if err != nil {
		return ""
	}
	return prefix.Addr().String()
}
