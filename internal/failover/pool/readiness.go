// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package pool

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// Findings looks at the two pools: present, of one access zone, not tagged ignore, names short enough to be parked.
func Findings(s *survey.Survey, in survey.Intent) []finding.Finding {
	var out finding.Findings
	zones := map[string]string{}
	for _, k := range in.Keys() {
		c := s.Clusters[k]
		if c == nil || c.Unread != "" {
			continue
		}
		at := func(id finding.ID, text, cure string) *finding.Finding {
			return out.Add(finding.New(id, fmt.Sprintf("pool %s on %s", in.Pools[k], k), text, cure).At(k))
		}
		if c.Pool == nil {
			at(finding.PoolMissing, "does not exist", "write an id that `isi network pools list` shows on "+k)
			continue
		}
		zones[strings.ToLower(c.Pool.Zone)] = k
		if tags := c.Pool.IgnoreTags(); len(tags) > 0 {
			at(finding.PoolIgnored,
				"is tagged "+strings.Join(tags, ", ")+": it takes no part in a failover", "remove the tag, or leave the pool out").
				By(k, "PUT", uri.OfPool(uri.Pool, in.Pools[k]), renamed(c.Pool, tags[0], ""))
		}
		for _, n := range c.Pool.Production() {
			if len(in.Names) > 0 && !slices.Contains(in.Names, n) {
				continue
			}
			if err := names.Validate(n); err != nil {
				at(finding.NameCannotBeParked, fmt.Sprintf("has the name %s: %v", n, err), "shorten the name, or list the others in `names`").
					By(k, "PUT", uri.OfPool(uri.Pool, in.Pools[k]), renamed(c.Pool, n, "<a shorter name>"))
			}
		}
	}
	if len(zones) > 1 {
		from, to := s.Clusters[in.From()].Pool.Zone, s.Clusters[in.To()].Pool.Zone
		out.Add(finding.New(finding.ZonesDiffer, "access zones of the pools",
			fmt.Sprintf("differ: %s on %s, %s on %s", from, in.From(), to, in.To()),
			"pair pools of access zones with the same name, or move one into the zone of the other")).
			By(in.To(), "PUT", uri.OfPool(uri.Pool, in.Pools[in.To()]), finding.Fields{"access_zone": from})
	}
	return out.List
}

// NetworkReadiness looks at the pool of one cluster.
func NetworkReadiness(s *survey.Survey, in survey.Intent, k string, out *finding.Findings) {
	c := s.Clusters[k]
	p := c.Pool
	at := func(id finding.ID, text, cure string) *finding.Finding {
		return out.Add(finding.New(id, fmt.Sprintf("pool %s on %s", p.ID, k), text, cure))
	}
	subnet := p.ID[:strings.LastIndexByte(p.ID, '.')]
	if len(p.Service) == 0 {
		at(finding.NoSmartconnectService, "has no SmartConnect service address in its subnet: nobody can ask the cluster for its names",
			"isi network subnets modify "+subnet+" --sc-service-addrs=<address>").
			By(k, "PUT", uri.OfPool(uri.Subnet, subnet),
				finding.Fields{"sc_service_addrs": []finding.Fields{{"low": "<address>", "high": "<address>"}}})
	}
	if p.TTL > survey.LongTTL {
		at(finding.LongTTL, fmt.Sprintf("lets clients remember its addresses for %d seconds: so long they come back to the old cluster", p.TTL),
			"isi network pools modify "+p.ID+" --sc-ttl=0").By(k, "PUT", uri.OfPool(uri.Pool, p.ID), finding.Fields{"sc_ttl": 0})
	}
	// Where some policies of the zone are left to others, its other pools may well have data of their own.
	if len(c.ZonePools) > 1 && len(s.Undeclared) == 0 && k == in.From() {
		for _, other := range c.ZonePools {
			if other == p.ID {
				continue
			}
			at(
				finding.PathServedElsewhere,
				"is not the only pool of access zone "+p.Zone+": clients of "+other+" use the same data, which the run makes "+
					"read-only on "+k,
				"give "+other+" a resource of its own, or tag it with an alias igls-ignore-<text>",
			).
				By(
					k,
					"PUT",
					uri.OfPool(uri.Pool, other),
					finding.Fields{"sc_dns_zone_aliases": []string{"<its other aliases>", "igls-ignore-<text>"}},
				)
		}
	}
	if k != in.To() {
		return
	}
	if p.Interfaces == 0 {
		at(
			finding.PoolWithoutInterfaces, "has no interface: nobody could connect",
			"isi network pools modify "+p.ID+" --add-ifaces=<node>:<interface>",
		).
			By(
				k,
				"PUT",
				uri.OfPool(uri.Pool, p.ID),
				finding.Fields{"ifaces": []finding.Fields{{"iface": "<interface>", "lnn": 1}}},
			)
	}
	if n := len(p.Suspended); n > 0 {
		all, text := n >= c.Nodes, fmt.Sprintf("does not hand out nodes %v, which are suspended", p.Suspended)
		if all {
			text = "hands out no node at all, for all are suspended: nobody could connect"
		}
		found := at(finding.PoolNodesSuspended, text, "isi network pools sc-resume-nodes "+p.ID+" <node>")
		if !all {
			found.Mild()
		}
		found.By(k, "POST", uri.OfPool(uri.PoolResumeNodes, p.ID), finding.Fields{"lnn": p.Suspended})
	}
}

// NameReadiness looks at the names that move.
func NameReadiness(s *survey.Survey, in survey.Intent, moving []string, out *finding.Findings) {
	at := func(id finding.ID, name, text, cure string) *finding.Finding {
		return out.Add(finding.New(id, "name "+name, text, cure))
	}
	from, to := s.Clusters[in.From()].Pool, s.Clusters[in.To()]
	for _, n := range moving {
		if owner, taken := to.Owners[n]; taken {
			at(finding.NameOnThirdPool, n, fmt.Sprintf("is already on pool %s of %s", owner, in.To()), "remove it there").
				By(in.To(), "PUT", uri.OfPool(uri.Pool, owner), finding.Fields{"sc_dns_zone_aliases": []string{"<the other aliases>"}})
		}
		if from.On(n) == survey.Live && !strings.Contains(n, ".") {
			at(finding.NameNotQualified, n, "has no domain: neither DNS nor Kerberos know it by that", "write it with its domain").
				By(in.From(), "PUT", uri.OfPool(uri.Pool, from.ID), renamed(from, n, n+".<domain>"))
		}
	}
}

// renamed is the body of a request that gives one name of the pool another form; "" takes an alias away.
func renamed(p *survey.PoolView, old, name string) finding.Fields {
	after := p.Clone()
	if names.Equal(after.ZoneName, old) {
		return finding.Fields{"sc_dns_zone": name}
	}
	if name == "" {
		after.Aliases = slices.DeleteFunc(after.Aliases, func(a string) bool { return names.Equal(a, old) })
	} else {
		after.Replace(old, name)
	}
	if after.Aliases == nil {
		after.Aliases = []string{}
	}
	return finding.Fields{"sc_dns_zone_aliases": after.Aliases}
}
