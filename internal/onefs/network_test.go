// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

const poolAnswer = `{"pools":[{"id":"groupnet0.subnet0.nas1","name":"nas1","groupnet":"groupnet0","subnet":"subnet0",
	"access_zone":"System","sc_dns_zone":"nas1.example.com","sc_dns_zone_aliases":["fin.example.com"],"sc_subnet":"","sc_ttl":0,
	"ifaces":[{"iface":"ext-1","lnn":1}],"ranges":[{"low":"10.0.0.1","high":"10.0.0.9"}],"rules":null,"alloc_method":"hyperdynamic",
	"sc_suspended_nodes":[2],"future":{"a":1}}],"resume":null}`

func poolWanted() Pool {
	return Pool{
		ID: "groupnet0.subnet0.nas1", Name: "nas1", Groupnet: "groupnet0", Subnet: "subnet0", AccessZone: "System",
		ScDNSZone: "nas1.example.com", ScDNSZoneAliases: []string{"fin.example.com"}, Ifaces: []Iface{{Iface: "ext-1", LNN: 1}},
		Ranges: []Range{{Low: "10.0.0.1", High: "10.0.0.9"}}, AllocMethod: "hyperdynamic", ScSuspendedNodes: []int{2},
	}
}

func networkCalls() []call {
	const id = "groupnet0.subnet0.nas1"
	pool := poolWanted()
	return []call{
		{
			method:  "Zones",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.Zones(ctx) },
			request: "GET /platform/3/zones", status: 200, answer: `{"zones":[{"id":"System","name":"System","path":"/ifs","zone_id":1}]}`,
			want: []Zone{{ID: "System", Name: "System", Path: "/ifs", ZoneID: 1}},
		},
		{
			method:  "Zone",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.Zone(ctx, "Zone A") },
			request: "GET /platform/3/zones/Zone%20A", status: 200,
			answer: `{"zones":[{"name":"Zone A","groupnet":"groupnet0","auth_providers":["lsa-activedirectory-provider:X.COM"]}]}`,
			want:   &Zone{Name: "Zone A", Groupnet: "groupnet0", AuthProviders: []string{"lsa-activedirectory-provider:X.COM"}},
		},
		{
			method:  "Groupnets",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.Groupnets(ctx) },
			request: "GET /platform/10/network/groupnets", status: 200,
			answer: `{"groupnets":[{"id":"groupnet0","name":"groupnet0","dns_servers":["10.0.0.2"]}]}`,
			want:   []Groupnet{{ID: "groupnet0", Name: "groupnet0", DNSServers: []string{"10.0.0.2"}}},
		},
		{
			method:  "Subnets",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.Subnets(ctx) },
			request: "GET /platform/16/network/subnets", status: 200, answer: `{"subnets":[{"id":"groupnet0.subnet0"}]}`,
			want: []Subnet{{ID: "groupnet0.subnet0"}},
		},
		{
			method: "Subnet",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.Subnet(ctx, "groupnet0", "subnet0")
			},
			request: "GET /platform/16/network/groupnets/groupnet0/subnets/subnet0", status: 200,
			answer: `{"subnets":[{"id":"groupnet0.subnet0",
				"sc_service_addrs":[{"low":"10.0.0.8","high":"10.0.0.8"}],"sc_service_name":"sc.x"}]}`,
			want: &Subnet{
				ID: "groupnet0.subnet0", ServiceAddresses: []Range{{Low: "10.0.0.8", High: "10.0.0.8"}}, ServiceName: "sc.x",
			},
		},
		{
			method:  "Pools",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.Pools(ctx) },
			request: "GET /platform/16/network/pools", status: 200, answer: poolAnswer, want: []Pool{pool},
		},
		{
			method:  "Pool",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.Pool(ctx, id) },
			request: "GET /platform/16/network/groupnets/groupnet0/subnets/subnet0/pools/nas1", status: 200, answer: poolAnswer,
			want: &pool,
		},
		{
			method: "UpdatePool",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.UpdatePool(ctx, p, id, PoolUpdate{ScDNSZone: new(""), ScDNSZoneAliases: new([]string{}), Ifaces: &[]Iface{}}))
			},
			request: "PUT /platform/16/network/groupnets/groupnet0/subnets/subnet0/pools/nas1", status: 204,
			body: `{"sc_dns_zone":"","sc_dns_zone_aliases":[],"ifaces":[]}`,
		},
		{
			method:  "PoolInterfaces",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.PoolInterfaces(ctx, id) },
			request: "GET /platform/7/network/groupnets/groupnet0/subnets/subnet0/pools/nas1/interfaces", status: 200,
			answer: `{"interfaces":[{"id":"1:ext-1","lnn":1,"name":"ext-1","status":"up","ip_addrs":["10.0.0.1"],"type":"200gige"}]}`,
			want:   []PoolInterface{{ID: "1:ext-1", LNN: 1, Name: "ext-1", Status: "up", IPAddrs: []string{"10.0.0.1"}, Type: "200gige"}},
		},
		{
			method:  "PoolStatus",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.PoolStatus(ctx, id) },
			request: "GET /platform/15/network/groupnets/groupnet0/subnets/subnet0/pools/nas1/status?show_all=true", status: 200,
			answer: `{"status":{"id":"x","total_configured_nodes":1,"nodes":[{"lnn":1,"node_state":"up","ip_status":"usable",
				"sc_dns_resolvable":true}],"sc_dns_overview":{"resolvable":1}}}`,
			want: &PoolStatus{
				ID: "x", TotalConfiguredNodes: 1, Overview: PoolOverview{Resolvable: 1},
				Nodes: []PoolNode{{LNN: 1, NodeState: "up", IPStatus: "usable", ScDNSResolvable: true}},
			},
		},
		{
			method: "FlushDNSCache",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.FlushDNSCache(ctx, ours(p)))
			},
			request: "POST /platform/3/network/dnscache/flush", body: `{}`, status: 200, answer: `{}`,
		},
	}
}

func TestSplitPoolID(t *testing.T) {
	if g, s, p, err := SplitPoolID("groupnet0.subnet0.nas1"); g != "groupnet0" || s != "subnet0" || p != "nas1" || err != nil {
		t.Errorf("got %q %q %q %v", g, s, p, err)
	}
	for _, id := range []string{"", "nas1", "a.b", "a.b.c.d", "a..c", ".b.c", "a.b."} {
		if _, _, _, err := SplitPoolID(id); !errors.Is(err, ErrPoolID) {
			t.Errorf("%q: got %v", id, err)
		}
	}
	_, c := newFake(t, answers(500, ""))
	if _, err := c.Pool(background(), "a.b"); !errors.Is(err, ErrPoolID) {
		t.Errorf("Pool: got %v", err)
	}
	if err := c.UpdatePool(background(), approved, "a.b", PoolUpdate{}); !errors.Is(err, ErrPoolID) {
		t.Errorf("UpdatePool: got %v", err)
	}
}
