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
			method:  "WORMDomains",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.WORMDomains(ctx) },
			request: "GET /platform/1/worm/domains", status: 200, answer: `{"domains":[{"id":1,"path":"/ifs/a","type":"enterprise"}]}`,
			want: []WORMDomain{{Path: "/ifs/a", Type: "enterprise"}},
		},
		{
			method:  "CloudPools",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.CloudPools(ctx) },
			request: "GET /platform/4/cloud/pools", status: 200, answer: `{"pools":[{"name":"glacier"}]}`,
			want: []CloudPool{{Name: "glacier"}},
		},
		{
			method:  "Subnets",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.Subnets(ctx) },
			request: "GET /platform/16/network/subnets", status: 200, answer: `{"subnets":[{"id":"groupnet0.subnet0"}]}`,
			want: []Subnet{{ID: "groupnet0.subnet0"}},
		},
		{
			method:  "NetworkInterfaces",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.NetworkInterfaces(ctx) },
			request: "GET /platform/16/network/interfaces", status: 200,
			answer: `{"interfaces":[{"lnn":2,"name":"ext-1","status":"up","owners":[{"groupnet":"g","subnet":"s","pool":"p",
				"ip_addrs":["10.0.0.2"]}]}]}`,
			want: []Interface{{
				LNN: 2, Name: "ext-1", Status: "up",
				Owners: []InterfaceOwner{{Groupnet: "g", Subnet: "s", Pool: "p", Addresses: []string{"10.0.0.2"}}},
			}},
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
