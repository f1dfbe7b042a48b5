// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// longTTL is how long clients may remember an answer of SmartConnect before a failover is noticed late, in seconds.
const longTTL = 60

// networkReadiness looks at the pool of one cluster.
func networkReadiness(s *Survey, in Intent, k string, out *findings) {
	c := s.Clusters[k]
	p := c.Pool
	at := func(id string, sev Severity, text, cure string) *Finding {
		return out.add(Finding{ID: id, Severity: sev, Object: fmt.Sprintf("pool %s on %s", p.ID, k), Text: text, Cure: cure})
	}
	subnet := p.ID[:strings.LastIndexByte(p.ID, '.')]
	if len(p.Service) == 0 {
		groupnet, name, _ := strings.Cut(subnet, ".")
		at("no_smartconnect_service", Risk, "has no SmartConnect service address in its subnet: nobody can ask the cluster for its names",
			"isi network subnets modify "+subnet+" --sc-service-addrs=<address>").
			by(k, "PUT", fmt.Sprintf("/platform/16/network/groupnets/%s/subnets/%s", groupnet, name),
				fields{"sc_service_addrs": []fields{{"low": "<address>", "high": "<address>"}}})
	}
	if p.TTL > longTTL {
		at("long_ttl", Risk, fmt.Sprintf("lets clients remember its addresses for %d seconds: so long they come back to the old cluster", p.TTL),
			"isi network pools modify "+p.ID+" --sc-ttl=0").by(k, "PUT", poolPath(16, p.ID), fields{"sc_ttl": 0})
	}
	// Where some policies of the zone are left to others, its other pools may well have data of their own.
	if len(c.ZonePools) > 1 && len(s.Undeclared) == 0 && k == in.From() {
		for _, other := range c.ZonePools {
			if other == p.ID {
				continue
			}
			at(
				"path_served_elsewhere",
				Risk,
				"is not the only pool of access zone "+p.Zone+": clients of "+other+" use the same data, which the run makes "+
					"read-only on "+k,
				"give "+other+" a resource of its own, or tag it with an alias igls-ignore-<text>",
			).
				by(
					k,
					"PUT",
					poolPath(16, other),
					fields{"sc_dns_zone_aliases": []string{"<its other aliases>", "igls-ignore-<text>"}},
				)
		}
	}
	if k != in.To() {
		return
	}
	if p.Interfaces == 0 {
		at(
			"pool_without_interfaces",
			Blocking,
			"has no interface: nobody could connect",
			"isi network pools modify "+p.ID+" --add-ifaces=<node>:<interface>",
		).
			by(
				k,
				"PUT",
				poolPath(16, p.ID),
				fields{"ifaces": []fields{{"iface": "<interface>", "lnn": 1}}},
			)
	}
	if n := len(p.Suspended); n > 0 {
		sev, text := Risk, fmt.Sprintf("does not hand out nodes %v, which are suspended", p.Suspended)
		if n >= c.Nodes {
			sev, text = Blocking, "hands out no node at all, for all are suspended: nobody could connect"
		}
		at("pool_nodes_suspended", sev, text, "isi network pools sc-resume-nodes "+p.ID+" <node>").
			by(k, "POST", poolPath(3, p.ID)+"/sc-resume-nodes", fields{"lnn": p.Suspended})
	}
}

// nameReadiness looks at the names that move.
func nameReadiness(s *Survey, in Intent, moving []string, out *findings) {
	at := func(id string, sev Severity, name, text, cure string) *Finding {
		return out.add(Finding{ID: id, Severity: sev, Object: "name " + name, Text: text, Cure: cure})
	}
	from, to := s.Clusters[in.From()].Pool, s.Clusters[in.To()]
	for _, n := range moving {
		if owner, taken := to.Owners[n]; taken {
			at("name_on_third_pool", Blocking, n, fmt.Sprintf("is already on pool %s of %s", owner, in.To()), "remove it there").
				by(in.To(), "PUT", poolPath(16, owner), fields{"sc_dns_zone_aliases": []string{"<the other aliases>"}})
		}
		if from.on(n) == live && !strings.Contains(n, ".") {
			at("name_not_qualified", Risk, n, "has no domain: neither DNS nor Kerberos know it by that", "write it with its domain").
				by(in.From(), "PUT", poolPath(16, from.ID), from.renamed(n, n+".<domain>"))
		}
	}
}

// renamed is the body of a request that gives one name of the pool another form; "" takes an alias away.
func (p *PoolView) renamed(old, name string) fields {
	after := p.clone()
	if names.Equal(after.ZoneName, old) {
		return fields{"sc_dns_zone": name}
	}
	if name == "" {
		after.Aliases = slices.DeleteFunc(after.Aliases, func(a string) bool { return names.Equal(a, old) })
	} else {
		after.replace(old, name)
	}
	if after.Aliases == nil {
		after.Aliases = []string{}
	}
	return fields{"sc_dns_zone_aliases": after.Aliases}
}
