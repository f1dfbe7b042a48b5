// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const config = ":8080/platform/3/cluster/config"

// The API answers at the addresses that pools have given to nodes and under SmartConnect names, and says which node that is. Only addresses
// of the System zone are for administrators (evidence-2.md E10).
func TestTheAPIAnswersAtAddressesAndNames(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	c := s.Cluster()
	add := func(name, zone, low, high, dns string) {
		p := world.NewPool("groupnet0", "subnet0", name)
		p.AccessZone, p.SCDNSZone, p.Ranges = zone, dns, []world.AddressRange{{Low: low, High: high}}
		p.Ifaces = []world.PoolIface{{Iface: "ext-2", LNN: 1}, {Iface: "ext-2", LNN: 2}}
		c.Network.AddPool(p)
	}
	add("admin", world.SystemZone, "10.9.0.1", "10.9.0.2", "admin.example.com")
	s.AddZone("people", "/ifs/data/people", 7)
	add("files", "people", "10.9.1.1", "10.9.1.2", "files.example.com")
	s.Run(
		papitest.Get("http://10.9.0.1"+config, `{"name":"ps1","local_lnn":1}`),
		papitest.Get("http://10.9.0.2"+config, `{"name":"ps1","local_lnn":2}`),
		papitest.Get("http://admin.example.com"+config, `{"name":"ps1","local_lnn":1}`),
		papitest.Refused("GET", "http://10.9.1.2"+config, "", 403, `{"errors":[{"code":"AEC_FORBIDDEN"}]}`),
		papitest.Refused("GET", "http://files.example.com"+config, "", 403, ""),
	)
	c.Nodes[0].Up = false
	if _, ok := s.Face.Find("10.9.0.1"); ok {
		t.Error("the address of a node that is down leads somewhere")
	}
	s.Run(papitest.Get("http://admin.example.com"+config, `{"local_lnn":2}`))
	c.Network.Pools.Update("groupnet0.subnet0.admin", func(p *world.Pool) { p.Ifaces = nil })
	if _, ok := s.Face.Find("10.9.0.2"); ok {
		t.Error("an address that no interface has leads somewhere")
	}
}
