// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smartconnect

import (
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Reply is what the SmartConnect service says to one question.
type Reply struct {
	// Silent means that no answer comes at all.
	Silent    bool
	Rcode     int
	Records   []dns.RR
	Authority []dns.RR
}

// Address is the first address in the reply.
func (r Reply) Address() (netip.Addr, bool) {
	for _, rr := range r.Records {
		if a, ok := rr.(*dns.A); ok {
			ip, ok := netip.AddrFromSlice(a.A.To4())
			return ip, ok
		}
		if a, ok := rr.(*dns.AAAA); ok {
			ip, ok := netip.AddrFromSlice(a.AAAA)
			return ip, ok
		}
	}
	return netip.Addr{}, false
}

// TTL is how long the reply may be kept, in seconds.
func (r Reply) TTL() uint32 {
	if len(r.Records) == 0 {
		return 0
	}
	return r.Records[0].Header().Ttl
}

// Address is the question for the address of a name.
func Address(name string) dns.Question {
	return dns.Question{Name: dns.Fqdn(name), Qtype: dns.TypeA, Qclass: dns.ClassINET}
}

// Ask answers a question at a cluster's SmartConnect service, and moves the rotation of addresses on. The lock is held.
func Ask(w *world.World, cluster string, q dns.Question) Reply {
	c := w.Cluster(cluster)
	if c == nil || !c.Reachable || !answering(c) {
		return Reply{Silent: true}
	}
	name := strings.TrimSuffix(q.Name, ".")
	if addresses := service(c, name); len(addresses) > 0 {
		return serviceReply(q, addresses)
	}
	pool, ok := c.PoolAnswering(name)
	if !ok || !hasService(c, pool) || q.Qclass != dns.ClassINET {
		return foreign(w)
	}
	r := Reply{Rcode: dns.RcodeSuccess}
	switch q.Qtype {
	case dns.TypeA, dns.TypeAAAA, dns.TypeANY:
		if ip, found := next(w, c, pool, q.Qtype); found {
			r.Records = append(r.Records, address(q.Name, uint32(pool.SCTTL), ip))
		} else if len(usable(c, pool)) == 0 {
			r.Rcode = dns.RcodeServerFailure // all nodes are down or suspended: nothing to give out
		}
	case dns.TypeNS:
		r.Records = nameServers(c, pool, q.Name)
	case dns.TypeSOA:
		r.Records = []dns.RR{soa(c, pool, q.Name)}
	}
	if r.Rcode == dns.RcodeSuccess && len(r.Records) == 0 {
		r.Authority = []dns.RR{soa(c, pool, q.Name)}
	}
	return r
}

// Owns tells whether the cluster would answer a question for the address of a name, without moving the rotation on.
func Owns(w *world.World, cluster, name string) bool {
	c := w.Cluster(cluster)
	if c == nil || !c.Reachable || !answering(c) {
		return false
	}
	pool, ok := c.PoolAnswering(strings.TrimSuffix(name, "."))
	return ok && hasService(c, pool) && len(usable(c, pool)) > 0
}

// foreign is the reply to a name that the cluster does not have.
func foreign(w *world.World) Reply {
	switch w.Dials.Text(dial.ForeignName) {
	case "nxdomain":
		return Reply{Rcode: dns.RcodeNameError}
	case "silent":
		return Reply{Silent: true}
	default:
		return Reply{Rcode: dns.RcodeRefused}
	}
}

// answering tells whether any node is up to answer.
func answering(c *world.Cluster) bool {
	return slices.ContainsFunc(c.Nodes, func(n world.Node) bool { return n.Up })
}

// usable lists the addresses that SmartConnect can give out: of nodes that are up and not suspended.
func usable(c *world.Cluster, pool world.Pool) []netip.Addr {
	var out []netip.Addr
	for _, a := range c.PoolAddresses(pool) {
		if a.Up && !a.Suspended {
			out = append(out, a.IP)
		}
	}
	return out
}

// next is the address whose turn it is.
func next(w *world.World, c *world.Cluster, pool world.Pool, kind uint16) (netip.Addr, bool) {
	all := slices.DeleteFunc(usable(c, pool), func(ip netip.Addr) bool {
		return kind == dns.TypeA && !ip.Is4() || kind == dns.TypeAAAA && ip.Is4()
	})
	if len(all) == 0 {
		return netip.Addr{}, false
	}
	return all[int(turn(w, c.Name+"/"+pool.ID)%uint64(len(all)))], true
}

func address(name string, ttl uint32, ip netip.Addr) dns.RR {
	header := dns.RR_Header{Name: name, Rrtype: dns.TypeA, Class: dns.ClassINET, Ttl: ttl}
	if ip.Is4() {
		return &dns.A{Hdr: header, A: net.IP(ip.AsSlice())}
	}
	header.Rrtype = dns.TypeAAAA
	return &dns.AAAA{Hdr: header, AAAA: net.IP(ip.AsSlice())}
}
