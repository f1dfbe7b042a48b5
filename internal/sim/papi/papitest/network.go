// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papitest

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// addNetwork gives a cluster groupnet0 and subnet0 with the pools nas1, which has names, and other.
func addNetwork(c *world.Cluster, name string) {
	third := map[string]string{"ps1": "1", "ps2": "2"}[name]
	c.Network.AddGroupnet(world.NewGroupnet("groupnet0"))
	subnet := world.NewSubnet("groupnet0", "subnet0")
	subnet.Gateway = "10.0." + third + ".1"
	subnet.SCServiceAddrs = []world.AddressRange{{Low: "10.0." + third + ".2", High: "10.0." + third + ".2"}}
	c.Network.AddSubnet(subnet)
	nas1 := world.NewPool("groupnet0", "subnet0", "nas1")
	nas1.Ifaces = []world.PoolIface{{Iface: "ext-1", LNN: 1}, {Iface: "ext-1", LNN: 2}}
	nas1.Ranges = []world.AddressRange{{Low: "10.0." + third + ".10", High: "10.0." + third + ".19"}}
	nas1.SCDNSZone, nas1.SCDNSZoneAliases = "nas1."+name+".example.com", []string{"fin." + name + ".example.com"}
	c.Network.AddPool(nas1)
	other := world.NewPool("groupnet0", "subnet0", "other")
	other.SCDNSZone = "other." + name + ".example.com"
	c.Network.AddPool(other)
}

// Paths of the pools that every site has.
const (
	PoolsPath = "/platform/16/network/groupnets/groupnet0/subnets/subnet0/pools"
	PoolNAS1  = PoolsPath + "/nas1"
)
