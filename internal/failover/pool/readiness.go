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
			found := at(finding.PoolIgnored,
				"is tagged "+strings.Join(tags, ", ")+": it takes no part in a failover", "remove the tag, or leave the pool out")
			if !names.Equal(c.Pool.ZoneName, tags[0]) {
				found.Isi(k, "network pools modify %s --remove-sc-dns-zone-aliases=%s", in.Pools[k], tags[0])
			}
		}
		for _, n := range c.Pool.Production() {
			if len(in.Names) > 0 && !slices.Contains(in.Names, n) {
				continue
			}
			if err := names.Validate(n); err != nil {
				at(finding.NameCannotBeParked, fmt.Sprintf("has the name %s: %v", n, err),
					"list the others in `names`; or give clients a shorter name, and take this one away when nobody uses it")
			}
		}
	}
	if len(zones) > 1 {
		from, to := s.Clusters[in.From()].Pool.Zone, s.Clusters[in.To()].Pool.Zone
		out.Add(finding.New(finding.ZonesDiffer, "access zones of the pools",
			fmt.Sprintf("differ: %s on %s, %s on %s", from, in.From(), to, in.To()),
			"pair pools of access zones with the same name. A pool that serves cannot change its zone without cutting its clients off"))
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
			"give the subnet one").
			Isi(k, "network subnets modify %s --sc-service-addrs=<address>", subnet).
			By(k, "PUT", uri.OfPool(uri.Subnet, subnet),
				finding.Fields{"sc_service_addrs": []finding.Fields{{"low": "<address>", "high": "<address>"}}})
	}
	if p.TTL > survey.LongTTL {
		at(finding.LongTTL, fmt.Sprintf("lets clients remember its addresses for %d seconds: so long they come back to the old cluster", p.TTL),
			"let them ask each time").Isi(k, "network pools modify %s --sc-ttl=0", p.ID).
			By(k, "PUT", uri.OfPool(uri.Pool, p.ID), finding.Fields{"sc_ttl": 0})
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
			).Isi(k, "network pools modify %s --add-sc-dns-zone-aliases=igls-ignore-<text>", other)
		}
	}
	if k != in.To() {
		return
	}
	if p.Interfaces == 0 {
		at(
			finding.PoolWithoutInterfaces, "has no interface: nobody could connect", "add one",
		).
			Isi(k, "network pools modify %s --add-ifaces=<node>:<interface>", p.ID).
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
		found := at(finding.PoolNodesSuspended, text, "resume them").Isi(k, "network pools sc-resume-nodes %s <node>", p.ID)
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
				Isi(in.To(), "network pools modify %s --remove-sc-dns-zone-aliases=%s", owner, n)
		}
		if from.On(n) == survey.Live && !strings.Contains(n, ".") {
			at(finding.NameNotQualified, n, "has no domain: neither DNS nor Kerberos know it by that",
				"add it with its domain, and take the short one away when nobody uses it").
				Isi(in.From(), "network pools modify %s --add-sc-dns-zone-aliases=%s.<domain>", from.ID, n)
		}
	}
}
