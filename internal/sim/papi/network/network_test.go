// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package network_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

func TestGroupnetsAndSubnets(t *testing.T) {
	t.Parallel()
	const (
		groupnets = "/platform/10/network/groupnets"
		subnets   = "/platform/16/network/groupnets/groupnet0/subnets"
	)
	tests := map[string][]papitest.Step{
		"groupnets": {
			papitest.Get(groupnets, `{"groupnets":[{"id":"groupnet0","name":"groupnet0","subnets":["subnet0"]}],"total":1}`),
			papitest.Get(groupnets+"/groupnet0", `{"groupnets":[{"dns_cache_enabled":true}]}`),
			papitest.Refused("GET", groupnets+"/x", "", 404, ""),
		},
		"a groupnet's life": {
			papitest.Post(groupnets, `{"name":"groupnet1","dns_servers":["10.0.0.53"]}`, 201, `{"id":"groupnet1"}`),
			papitest.Post(groupnets, `{"name":"groupnet1"}`, 409, ""),
			papitest.Put(groupnets+"/groupnet1", `{"dns_search":["example.com"]}`),
			papitest.Get(groupnets+"/groupnet1", `{"groupnets":[{"dns_servers":["10.0.0.53"],"dns_search":["example.com"]}]}`),
			papitest.Delete(groupnets + "/groupnet1"),
			papitest.Refused("DELETE", groupnets+"/groupnet1", "", 404, ""),
			papitest.Refused("DELETE", groupnets+"/groupnet0", "", 409, ""),
			papitest.Refused("PUT", groupnets+"/groupnet0", `{"dns_servers":["not an address"]}`, 400, `{"errors":[{"field":"dns_servers[0]"}]}`),
		},
		"subnets": {
			papitest.Get("/platform/16/network/subnets", `{"subnets":[{"id":"groupnet0.subnet0",
				"sc_service_addrs":[{"low":"10.0.1.2"}]}],"total":1}`),
			papitest.Get("/platform/16/network/subnets?groupnet=x", `{"subnets":[]}`),
			papitest.Get(subnets+"/subnet0", `{"subnets":[{"addr_family":"ipv4","prefixlen":24,"base_addr":"10.0.1.0","pools":["nas1","other"]}]}`),
			papitest.Get(subnets, `{"subnets":[{"id":"groupnet0.subnet0"}],"total":1}`),
			papitest.Refused("GET", subnets+"/x", "", 404, ""),
			papitest.Refused("GET", "/platform/16/network/groupnets/x/subnets", "", 404, ""),
		},
		"a subnet's life": {
			papitest.Post(subnets, `{"name":"subnet1","addr_family":"ipv4","prefixlen":24,"gateway":"10.1.1.1"}`, 201, `{"id":"groupnet0.subnet1"}`),
			papitest.Post(subnets, `{"name":"subnet1","addr_family":"ipv4","prefixlen":24}`, 409, ""),
			papitest.Put(subnets+"/subnet1", `{"description":"x","vlan_enabled":true,"vlan_id":7}`),
			papitest.Get(subnets+"/subnet1", `{"subnets":[{"description":"x","vlan_id":7,"base_addr":"10.1.1.0"}]}`),
			papitest.Refused("PUT", subnets+"/subnet1", `{"addr_family":"ipv6"}`, 400, `{"errors":[{"field":"addr_family"}]}`),
			papitest.Refused("PUT", subnets+"/subnet1", `{"mtu":1}`, 400, `{"errors":[{"field":"mtu"}]}`),
			papitest.Refused("POST", subnets, `{"name":"subnet2"}`, 400, `{"errors":[{"code":"AEC_ARG_REQUIRED","field":"addr_family"}]}`),
			papitest.Refused("DELETE", subnets+"/subnet0", "", 409, ""),
			papitest.Delete(subnets + "/subnet1"),
		},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			papitest.New(t).Run(steps...)
		})
	}
}

func TestNetworkSettings(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	const external, cache = "/platform/16/network/external", "/platform/3/network/dnscache"
	s.Run(
		papitest.Get(external, `{"settings":{"default_groupnet":"groupnet0","sc_rebalance_delay":0}}`),
		papitest.Put(external, `{"sc_rebalance_delay":3}`),
		papitest.Get(external, `{"settings":{"sc_rebalance_delay":3}}`),
		papitest.Refused("PUT", external, `{"default_groupnet":"x"}`, 400, `{"errors":[{"field":"default_groupnet"}]}`),
		papitest.Get(cache, `{"settings":{"ttl_max_noerror":3600}}`),
		papitest.Put(cache, `{"ttl_max_noerror":60}`),
		papitest.Get(cache, `{"settings":{"ttl_max_noerror":60}}`),
		papitest.Refused("PUT", cache, `{"ttl_max_noerror":3601}`, 400, ""),
		papitest.Post(cache+"/flush", "", 200, `{}`),
		papitest.Post(cache+"/flush", "{}", 200, `{}`),
	)
	if got := s.Cluster().Network.Flushes; got != 2 {
		t.Errorf("counted %d flushes, want 2", got)
	}
}
