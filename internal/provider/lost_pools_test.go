// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// manyPools is a site with some pools more, each with one policy and one name of its own. The keys of the clusters are prod and dr.
func manyPools(t *testing.T, n int, o sim.Options) (*sim.Simulation, []string) {
	t.Helper()
	o.Options, o.Strict = scenario.Options{Policies: 3 + n}, true
	s, err := sim.New("lab", o)
	if err != nil {
		t.Fatal(err)
	}
	added := s.Policies[3:]
	s.World.Do(func() {
		for i, name := range added {
			for _, c := range s.World.Clusters() {
				p := world.NewPool("groupnet0", "subnet0", name)
				p.AccessZone, p.SCSubnet, p.SCDNSZone = "nas1", "subnet0", name+".demo.local"
				p.SCDNSZoneAliases = []string{"igls-" + name + "-" + c.Name}
				if c.Name != s.From {
					p.SCDNSZone = "igls-original-" + p.SCDNSZone
				}
				at := fmt.Sprintf("192.168.%d.%d", 10+len(c.Name)%3, 10+i)
				if c.Name != s.From {
					at = fmt.Sprintf("192.168.20.%d", 10+i)
				}
				p.Ranges = []world.AddressRange{{Low: at, High: at}}
				for _, node := range c.Nodes {
					p.Ifaces = append(p.Ifaces, world.PoolIface{Iface: "ext-1", LNN: node.LNN})
				}
				c.Network.AddPool(p)
			}
		}
		// The judge knows one pair of pools; the others are judged by what the tests look at.
		invariant.Begin(s.World, invariant.Site{Pool: s.Pool, From: s.From, To: s.To, Policies: s.Policies})
	})
	return s, added
}

// complaints are what the simulator found wrong, but for the pools that the judge does not know and their SPNs.
func complaints(s *sim.Simulation, added []string) []string {
	var out []string
	for _, v := range s.Violations() {
		known := strings.Contains(v.Text, "SPNs of others")
		for _, name := range added {
			known = known || strings.Contains(v.Text, name)
		}
		if v.Rule != "unrelated_untouched" || !known {
			out = append(out, fmt.Sprintf("%+v", v))
		}
	}
	return out
}

// strangeSPNs are the SPNs of both clusters' accounts that belong to none of the pools, in their order.
func strangeSPNs(s *sim.Simulation, added []string) (out []string) {
	s.World.Do(func() {
		for _, c := range s.World.Clusters() {
			for _, spn := range s.World.Forest.Truth(c.Name) {
				if !slices.ContainsFunc(added, func(name string) bool { return strings.HasPrefix(spn, "HOST/"+name) }) {
					out = append(out, c.Name+" "+spn)
				}
			}
		}
	})
	return out
}

// manyDeclared declares all pools at once, from which cluster they are served and with what else.
func manyDeclared(added []string, active, settings string) string {
	return fmt.Sprintf(`
resource "onefs_pool_failover" "many" {
  for_each       = toset(["%s"])
  active_cluster = %q
  pools          = { prod = "groupnet0.subnet0.${each.key}", dr = "groupnet0.subnet0.${each.key}" }
  policies       = [each.key]
%s
}
import {
  for_each = toset(["%s"])
  to       = onefs_pool_failover.many[each.key]
  id       = "dr=groupnet0.subnet0.${each.key},prod=groupnet0.subnet0.${each.key}"
}
`, strings.Join(added, `", "`), active, settings, strings.Join(added, `", "`))
}
