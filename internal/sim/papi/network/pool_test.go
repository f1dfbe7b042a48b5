// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package network_test

import (
	"slices"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const (
	poolState = "/platform/3/network/groupnets/groupnet0/subnets/subnet0/pools/nas1"
)

func TestPools(t *testing.T) {
	t.Parallel()
	tests := map[string][]papitest.Step{
		"one": {papitest.Get(papitest.PoolNAS1, `{"pools":[{"id":"groupnet0.subnet0.nas1","name":"nas1","groupnet":"groupnet0","subnet":"subnet0",
			"access_zone":"System","sc_dns_zone":"nas1.ps1.example.com","sc_dns_zone_aliases":["fin.ps1.example.com"],"sc_subnet":"",
			"sc_suspended_nodes":[],"rules":[]}]}`)},
		"one that is not there":         {papitest.Refused("GET", papitest.PoolsPath+"/nas9", "", 404, `{"errors":[{"code":"AEC_NOT_FOUND"}]}`)},
		"in a subnet that is not there": {papitest.Refused("GET", "/platform/16/network/groupnets/groupnet0/subnets/x/pools", "", 404, "")},
		"all": {
			papitest.Get("/platform/16/network/pools", `{"pools":[{"name":"nas1"},{"name":"other"}],"total":2,"resume":null}`),
		},
		"of a subnet": {papitest.Get(papitest.PoolsPath, `{"pools":[{"name":"nas1"},{"name":"other"}],"total":2}`)},
		"by zone":     {papitest.Get("/platform/16/network/pools?access_zone=prod", `{"pools":[],"total":0}`)},
		"by method":   {papitest.Get("/platform/16/network/pools?alloc_method=static&groupnet=groupnet0&subnet=subnet0", `{"total":2}`)},
		"by nonsense": {papitest.Refused("GET", "/platform/16/network/pools?alloc_method=x", "", 400, "")},
		"backwards":   {papitest.Get(papitest.PoolsPath+"?sort=name&dir=DESC", `{"pools":[{"name":"other"},{"name":"nas1"}]}`)},
		"by unknown":  {papitest.Refused("GET", papitest.PoolsPath+"?sort=colour", "", 400, `{"errors":[{"field":"sort"}]}`)},
		"PUT leaves out what should stay": {
			papitest.Put(papitest.PoolNAS1, `{"description":"x"}`),
			papitest.Get(papitest.PoolNAS1, `{"pools":[{"description":"x","sc_dns_zone":"nas1.ps1.example.com",
				"sc_dns_zone_aliases":["fin.ps1.example.com"]}]}`),
		},
		"lists are replaced whole, in the order given": {
			papitest.Put(papitest.PoolNAS1, `{"sc_dns_zone_aliases":["b.example.com","a.example.com"]}`),
			papitest.Get(papitest.PoolNAS1, `{"pools":[{"sc_dns_zone_aliases":["b.example.com","a.example.com"]}]}`),
			papitest.Put(papitest.PoolNAS1, `{"sc_dns_zone":"","sc_dns_zone_aliases":[]}`),
			papitest.Get(papitest.PoolNAS1, `{"pools":[{"sc_dns_zone":"","sc_dns_zone_aliases":[]}]}`),
		},
		"no interfaces": {
			papitest.Put(papitest.PoolNAS1, `{"ifaces":[]}`),
			papitest.Get(papitest.PoolNAS1, `{"pools":[{"ifaces":[]}]}`),
			papitest.Get("/platform/2/cluster/external-ips", `[]`),
		},
		"an interface that is not there": {
			papitest.Refused("PUT", papitest.PoolNAS1, `{"ifaces":[{"iface":"ext-9","lnn":1}]}`, 400, `{"errors":[{"field":"ifaces"}]}`),
		},
		"a zone that is not there": {papitest.Refused("PUT", papitest.PoolNAS1, `{"access_zone":"x"}`, 404,
			`{"errors":[{"field":"access_zone"}]}`)},
		"a subnet that is not there": {papitest.Refused("PUT", papitest.PoolNAS1, `{"sc_subnet":"x"}`, 404,
			`{"errors":[{"field":"sc_subnet"}]}`)},
		"underscore": {
			papitest.Refused("PUT", papitest.PoolNAS1, `{"sc_dns_zone":"a_b.example.com"}`, 400, `{"errors":[{"field":"sc_dns_zone"}]}`),
		},
		"underscore in an alias": {papitest.Refused("PUT", papitest.PoolNAS1, `{"sc_dns_zone_aliases":["a_b"]}`, 400, "")},
		"alias twice": {
			papitest.Refused("PUT", papitest.PoolNAS1, `{"sc_dns_zone_aliases":["a.b","A.B"]}`, 400, `{"errors":[{"field":"sc_dns_zone_aliases"}]}`),
		},
		"empty alias":            {papitest.Refused("PUT", papitest.PoolNAS1, `{"sc_dns_zone_aliases":[""]}`, 400, "")},
		"alias is the zone name": {papitest.Refused("PUT", papitest.PoolNAS1, `{"sc_dns_zone_aliases":["nas1.ps1.example.com"]}`, 400, "")},
		"a long label": {papitest.Refused("PUT", papitest.PoolNAS1,
			`{"sc_dns_zone":"igls-original-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.b"}`, 400, "")},
		"a name of another pool, in another case": {
			papitest.Refused("PUT", papitest.PoolNAS1, `{"sc_dns_zone":"OTHER.ps1.example.com"}`, 409,
				`{"errors":[{"code":"AEC_CONFLICT","field":"sc_dns_zone"}]}`),
			papitest.Refused("PUT", papitest.PoolNAS1, `{"sc_dns_zone_aliases":["other.ps1.example.com"]}`, 409,
				`{"errors":[{"field":"sc_dns_zone_aliases"}]}`),
		},
		"a name of the other cluster": {papitest.Put(papitest.PoolNAS1, `{"sc_dns_zone_aliases":["nas1.ps2.example.com"]}`)},
		"addresses of another pool": {
			papitest.Put(papitest.PoolsPath+"/other", `{"ranges":[{"low":"10.0.1.20","high":"10.0.1.29"}]}`),
			papitest.Refused("PUT", papitest.PoolNAS1, `{"ranges":[{"low":"10.0.1.15","high":"10.0.1.20"}]}`, 409,
				`{"errors":[{"field":"ranges"}]}`),
		},
		"null":     {papitest.Refused("PUT", papitest.PoolNAS1, `{"description":null}`, 400, `{"errors":[{"field":"description"}]}`)},
		"too long": {papitest.Refused("PUT", papitest.PoolNAS1, `{"sc_auto_unsuspend_delay":86401}`, 400, "")},
		"renaming": {papitest.Refused("PUT", papitest.PoolNAS1, `{"name":"nas2"}`, 501, "")},
		"create": {
			papitest.Post(papitest.PoolsPath, `{"name":"new","sc_dns_zone":"new.example.com","ifaces":[{"iface":"ext-2","lnn":1}],
				"ranges":[{"low":"10.0.1.30","high":"10.0.1.30"}]}`, 201, `{"id":"groupnet0.subnet0.new"}`),
			papitest.Get(papitest.PoolsPath+"/new", `{"pools":[{"id":"groupnet0.subnet0.new","sc_connect_policy":"round_robin","sc_ttl":0}]}`),
			papitest.Get("/platform/16/network/groupnets/groupnet0/subnets/subnet0", `{"subnets":[{"pools":["nas1","other","new"]}]}`),
			papitest.Post(papitest.PoolsPath, `{"name":"new"}`, 409, `{"errors":[{"field":"name"}]}`),
			papitest.Delete(papitest.PoolsPath + "/new"),
			papitest.Refused("DELETE", papitest.PoolsPath+"/new", "", 404, ""),
		},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			papitest.New(t).Run(steps...)
		})
	}
}

func TestPoolDials(t *testing.T) {
	t.Parallel()
	clash := `{"sc_dns_zone":"other.ps1.example.com"}`
	twice := `{"sc_dns_zone_aliases":["nas1.ps1.example.com"]}`
	tests := map[string]struct {
		dial, value, body string
		status            int
	}{
		"clash 400":      {dial.NameClash, "400", clash, 400},
		"clash accepted": {dial.NameClash, dial.Accept, clash, 204},
		"alias accepted": {dial.AliasEqualZone, dial.Accept, twice, 204},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := papitest.New(t)
			if err := s.World.Dials.Set(test.dial, test.value); err != nil {
				t.Fatal(err)
			}
			s.Run(papitest.Step{Request: papitest.Request{Method: "PUT", Path: papitest.PoolNAS1, Body: test.body}, Status: test.status, Want: ""})
		})
	}
}

func TestPoolNeedsLicenceForMoreThanRoundRobin(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Cluster().Config.Licenses.Put("SMARTCONNECT_ADVANCED", world.License{ID: "SMARTCONNECT_ADVANCED", Status: "Unlicensed"})
	s.Run(
		papitest.Refused("PUT", papitest.PoolNAS1, `{"alloc_method":"dynamic"}`, 403, `{"errors":[{"code":"AEC_INVALID_LICENSE"}]}`),
		papitest.Put(papitest.PoolNAS1, `{"sc_ttl":10}`),
	)
}

func TestSuspendedNodesGetNoAnswers(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	status := "/platform/15/network/groupnets/groupnet0/subnets/subnet0/pools/nas1/status"
	s.Run(
		papitest.Get(status, `{"status":{"id":"groupnet0.subnet0.nas1","nodes":[],"total_configured_nodes":2,
			"sc_dns_overview":{"resolvable":2,"needs_attention":0,"sc_subnet":"groupnet0.subnet0"}}}`),
		papitest.Post(poolState+"/sc-suspend-nodes", `{"lnn":[2]}`, 200, `{}`),
		papitest.Get(papitest.PoolNAS1, `{"pools":[{"sc_suspended_nodes":[2]}]}`),
		papitest.Get(status,
			`{"status":{"nodes":[{"lnn":2,"suspended":true,"sc_dns_resolvable":false,"node_state":"up","ip_status":"usable"}]}}`),
		papitest.Post(poolState+"/sc-resume-nodes", `{"lnn":[1,2]}`, 200, ""),
		papitest.Get(status+"?show_all=true", `{"status":{"nodes":[{"lnn":1,"sc_dns_resolvable":true},{"lnn":2,"sc_dns_resolvable":true}]}}`),
		papitest.Refused("POST", poolState+"/sc-suspend-nodes", `{"lnn":[7]}`, 404, ""),
		papitest.Refused("POST", poolState+"/sc-suspend-nodes", `{}`, 400, `{"errors":[{"code":"AEC_ARG_REQUIRED","field":"lnn"}]}`),
		papitest.Post(poolState+"/rebalance-ips", "", 200, ""),
		papitest.Post("/platform/3/network/sc-rebalance-all", "{}", 200, ""),
	)
	s.Cluster().Node(1).Up = false
	s.Run(
		papitest.Step{
			Request: papitest.Request{Method: "GET", Path: "http://ps1-2:8080" + status},
			Status:  200,
			Want:    `{"status":{"nodes":[{"lnn":1,"node_state":"down","ip_status":"none_usable"}]}}`,
		},
	)
}

func TestPoolInterfaces(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	const one = "/platform/7/network/groupnets/groupnet0/subnets/subnet0/pools/nas1/interfaces"
	s.Run(
		papitest.Get(one,
			`{"interfaces":[{"id":"1:ext-1","lnn":1,"name":"ext-1","ip_addrs":["10.0.1.10"],"owners":[{"pool":"nas1"}],"status":"up"},
			{"id":"2:ext-1","lnn":2,"ip_addrs":["10.0.1.11"]}],"total":2}`),
		papitest.Get(one+"?lnns=2", `{"interfaces":[{"lnn":2}]}`),
		papitest.Refused("GET", one+"?lnns=9", "", 400, ""),
		papitest.Get("/platform/16/network/interfaces?lnn=1", `{"interfaces":[{"name":"ext-1","owners":[{"id":"groupnet0.subnet0.nas1"}]},
			{"name":"ext-2","owners":[]}],"total":2}`),
		papitest.Refused("GET", "/platform/16/network/interfaces?owner=x", "", 501, ""),
		papitest.Get("/platform/2/cluster/external-ips", `["10.0.1.10","10.0.1.11"]`),
	)
}

// SmartConnect may go on with the old names for a while.
func TestAnsweredNames(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	if err := s.World.Dials.Set(dial.NamesVisible, "10s"); err != nil {
		t.Fatal(err)
	}
	answered := func() (names []string) {
		s.World.Do(func() {
			p, _ := s.Cluster().Network.Pools.Get("groupnet0.subnet0.nas1")
			names = s.Cluster().AnsweredNames(p)
		})
		return names
	}
	before := answered()
	s.Wait(1e9)
	s.Run(papitest.Put(papitest.PoolNAS1, `{"sc_dns_zone":"igls-original-nas1.ps1.example.com"}`))
	if got := answered(); !slices.Equal(got, before) {
		t.Errorf("changed at once: %v", got)
	}
	s.Wait(10e9)
	if got := answered(); got[0] != "igls-original-nas1.ps1.example.com" {
		t.Errorf("did not change: %v", got)
	}
}
