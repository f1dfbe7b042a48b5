// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package network

import (
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var interfaceRoutes = []rest.Route{
	rest.Get("/network/interfaces", listInterfaces),
	rest.Get(poolPath+"{Pool}/interfaces", listPoolInterfaces),
}

// netInterface is one interface of a node, with what the pools have put on it.
type netInterface struct {
	ID      string   `json:"id"`
	Addrs   []string `json:"ip_addrs"`
	LNN     int      `json:"lnn"`
	Name    string   `json:"name"`
	NICName string   `json:"nic_name"`
	Owners  []any    `json:"owners"`
	Status  string   `json:"status"`
	Type    string   `json:"type"`
}

func listInterfaces(r *rest.Request) rest.Answer {
	wanted, bad := rest.Nodes(r, "lnn")
	if bad != nil {
		return *bad
	}
	owner := func(p world.Pool, addrs []string) any {
		return map[string]any{
			"groupnet": p.Groupnet, "subnet": p.Subnet, "pool": p.Name, "id": p.ID, "ip_addrs": addrs,
			"access_zone": p.AccessZone, "type": p.AllocMethod,
		}
	}
	show := func(i netInterface) any {
		return struct {
			netInterface
			Flags       []string `json:"flags"`
			IPv4Gateway *string  `json:"ipv4_gateway"`
			IPv6Gateway *string  `json:"ipv6_gateway"`
			MTU         int      `json:"mtu"`
			Speed       *int     `json:"speed"`
			VLANs       []any    `json:"vlans"`
		}{netInterface: i, Flags: []string{}, MTU: 1500, VLANs: []any{}}
	}
	items := interfaces(r.Cluster, r.Cluster.Network.Pools.Values(), wanted, owner)
	return rest.Listing[netInterface]{Key: "interfaces", Items: items, Show: show}.Answer(r)
}

func listPoolInterfaces(r *rest.Request) rest.Answer {
	p, bad := findPool(r, "Pool")
	if bad != nil {
		return *bad
	}
	wanted, bad := rest.Nodes(r, "lnns")
	if bad != nil {
		return *bad
	}
	owner := func(p world.Pool, addrs []string) any {
		return map[string]any{"groupnet": p.Groupnet, "subnet": p.Subnet, "pool": p.Name, "ip_addrs": addrs}
	}
	items := interfaces(r.Cluster, []world.Pool{p}, wanted, owner)
	items = slices.DeleteFunc(items, func(i netInterface) bool { return len(i.Owners) == 0 })
	return rest.Listing[netInterface]{Key: "interfaces", Items: items}.Answer(r)
}

// interfaces lists the interfaces of the wanted nodes and what the pools have put on each.
func interfaces(c *world.Cluster, pools []world.Pool, wanted func(int) bool, owner func(world.Pool, []string) any) []netInterface {
	var out []netInterface
	for _, n := range c.Nodes {
		if !wanted(n.LNN) {
			continue
		}
		for i, name := range c.InterfacesOf(n) {
			shown := netInterface{
				ID: fmt.Sprintf("%d:%s", n.LNN, name), Addrs: []string{}, LNN: n.LNN, Name: name, NICName: fmt.Sprintf("mce%d", i),
				Owners: []any{}, Status: "up", Type: "10gige",
			}
			if !n.Up {
				shown.Status = "unknown"
			}
			for _, p := range pools {
				if !slices.Contains(p.Ifaces, world.PoolIface{Iface: name, LNN: n.LNN}) {
					continue
				}
				addrs := []string{}
				for _, a := range c.PoolAddresses(p) {
					if a.LNN == n.LNN && a.Iface == name {
						addrs = append(addrs, a.IP.String())
					}
				}
				shown.Owners = append(shown.Owners, owner(p, addrs))
				shown.Addrs = append(shown.Addrs, addrs...)
			}
			out = append(out, shown)
		}
	}
	return out
}
