// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smartconnect

import (
	"net/netip"
	"strings"

	"github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// serviceTTL is how long NS and SOA records may be kept, in seconds.
const serviceTTL = 900

// subnet is the subnet whose service address answers for a pool's names; ok is false if the pool has none.
func subnet(c *world.Cluster, pool world.Pool) (world.Subnet, bool) {
	if pool.SCSubnet == "" {
		return world.Subnet{}, false
	}
	return c.Network.Subnets.Get(pool.Groupnet + "." + pool.SCSubnet)
}

// hasService tells whether a service address answers for the pool's names at all.
func hasService(c *world.Cluster, pool world.Pool) bool {
	s, ok := subnet(c, pool)
	return ok && len(s.SCServiceAddrs) > 0
}

// service lists the service addresses of the subnet with that service name: the service answers for its own name too.
func service(c *world.Cluster, name string) []netip.Addr {
	var out []netip.Addr
	for _, s := range c.Network.Subnets.All() {
		if s.SCServiceName == "" || !strings.EqualFold(s.SCServiceName, name) {
			continue
		}
		for _, r := range s.SCServiceAddrs {
			if ip, err := netip.ParseAddr(r.Low); err == nil {
				out = append(out, ip)
			}
		}
	}
	return out
}

func serviceReply(q dns.Question, addresses []netip.Addr) Reply {
	r := Reply{Rcode: dns.RcodeSuccess}
	for _, ip := range addresses {
		if q.Qtype == dns.TypeA && ip.Is4() || q.Qtype == dns.TypeAAAA && !ip.Is4() || q.Qtype == dns.TypeANY {
			r.Records = append(r.Records, address(q.Name, serviceTTL, ip))
		}
	}
	return r
}

// serviceName is the name of the service that answers for the pool; without one, a name is made from the cluster's.
func serviceName(c *world.Cluster, pool world.Pool) string {
	if s, ok := subnet(c, pool); ok && s.SCServiceName != "" {
		return dns.Fqdn(s.SCServiceName)
	}
	return dns.Fqdn("ssip." + c.Name)
}

func nameServers(c *world.Cluster, pool world.Pool, name string) []dns.RR {
	header := dns.RR_Header{Name: name, Rrtype: dns.TypeNS, Class: dns.ClassINET, Ttl: serviceTTL}
	return []dns.RR{&dns.NS{Hdr: header, Ns: serviceName(c, pool)}}
}

func soa(c *world.Cluster, pool world.Pool, name string) dns.RR {
	ns := serviceName(c, pool)
	return &dns.SOA{
		Hdr: dns.RR_Header{Name: name, Rrtype: dns.TypeSOA, Class: dns.ClassINET, Ttl: serviceTTL},
		Ns:  ns, Mbox: "hostmaster." + ns, Serial: 1, Refresh: 1200, Retry: 180, Expire: 1209600, Minttl: 0,
	}
}
