// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import "testing"

func TestGroupnetsAndSubnets(t *testing.T) {
	t.Parallel()
	const (
		groupnets = "/platform/10/network/groupnets"
		subnets   = "/platform/16/network/groupnets/groupnet0/subnets"
	)
	tests := map[string][]step{
		"groupnets": {
			get(groupnets, `{"groupnets":[{"id":"groupnet0","name":"groupnet0","subnets":["subnet0"]}],"total":1}`),
			get(groupnets+"/groupnet0", `{"groupnets":[{"dns_cache_enabled":true}]}`),
			refused("GET", groupnets+"/x", "", 404, ""),
		},
		"a groupnet's life": {
			post(groupnets, `{"name":"groupnet1","dns_servers":["10.0.0.53"]}`, 201, `{"id":"groupnet1"}`),
			post(groupnets, `{"name":"groupnet1"}`, 409, ""),
			put(groupnets+"/groupnet1", `{"dns_search":["example.com"]}`),
			get(groupnets+"/groupnet1", `{"groupnets":[{"dns_servers":["10.0.0.53"],"dns_search":["example.com"]}]}`),
			del(groupnets + "/groupnet1"),
			refused("DELETE", groupnets+"/groupnet1", "", 404, ""),
			refused("DELETE", groupnets+"/groupnet0", "", 409, ""),
			refused("PUT", groupnets+"/groupnet0", `{"dns_servers":["not an address"]}`, 400, `{"errors":[{"field":"dns_servers[0]"}]}`),
		},
		"subnets": {
			get("/platform/16/network/subnets", `{"subnets":[{"id":"groupnet0.subnet0",
				"sc_service_addrs":[{"low":"10.0.1.2"}]}],"total":1}`),
			get("/platform/16/network/subnets?groupnet=x", `{"subnets":[]}`),
			get(subnets+"/subnet0", `{"subnets":[{"addr_family":"ipv4","prefixlen":24,"base_addr":"10.0.1.0","pools":["nas1","other"]}]}`),
			get(subnets, `{"subnets":[{"id":"groupnet0.subnet0"}],"total":1}`),
			refused("GET", subnets+"/x", "", 404, ""),
			refused("GET", "/platform/16/network/groupnets/x/subnets", "", 404, ""),
		},
		"a subnet's life": {
			post(subnets, `{"name":"subnet1","addr_family":"ipv4","prefixlen":24,"gateway":"10.1.1.1"}`, 201, `{"id":"groupnet0.subnet1"}`),
			post(subnets, `{"name":"subnet1","addr_family":"ipv4","prefixlen":24}`, 409, ""),
			put(subnets+"/subnet1", `{"description":"x","vlan_enabled":true,"vlan_id":7}`),
			get(subnets+"/subnet1", `{"subnets":[{"description":"x","vlan_id":7,"base_addr":"10.1.1.0"}]}`),
			refused("PUT", subnets+"/subnet1", `{"addr_family":"ipv6"}`, 400, `{"errors":[{"field":"addr_family"}]}`),
			refused("PUT", subnets+"/subnet1", `{"mtu":1}`, 400, `{"errors":[{"field":"mtu"}]}`),
			refused("POST", subnets, `{"name":"subnet2"}`, 400, `{"errors":[{"code":"AEC_ARG_REQUIRED","field":"addr_family"}]}`),
			refused("DELETE", subnets+"/subnet0", "", 409, ""),
			del(subnets + "/subnet1"),
		},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newSite(t).run(steps...)
		})
	}
}

func TestNetworkSettings(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const external, cache = "/platform/16/network/external", "/platform/3/network/dnscache"
	s.run(
		get(external, `{"settings":{"default_groupnet":"groupnet0","sc_rebalance_delay":0}}`),
		put(external, `{"sc_rebalance_delay":3}`),
		get(external, `{"settings":{"sc_rebalance_delay":3}}`),
		refused("PUT", external, `{"default_groupnet":"x"}`, 400, `{"errors":[{"field":"default_groupnet"}]}`),
		get(cache, `{"settings":{"ttl_max_noerror":3600}}`),
		put(cache, `{"ttl_max_noerror":60}`),
		get(cache, `{"settings":{"ttl_max_noerror":60}}`),
		refused("PUT", cache, `{"ttl_max_noerror":3601}`, 400, ""),
		post(cache+"/flush", "", 200, `{}`),
		post(cache+"/flush", "{}", 200, `{}`),
	)
	if got := s.cluster().Network.Flushes; got != 2 {
		t.Errorf("counted %d flushes, want 2", got)
	}
}
