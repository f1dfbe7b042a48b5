// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package network

import (
	"net/netip"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var poolStateRoutes = []rest.Route{
	rest.Get(poolPath+"{Pool}/status", showPoolStatus),
	rest.Post(poolPath+"{Pool}/sc-suspend-nodes", suspendNodes),
	rest.Post(poolPath+"{Pool}/sc-resume-nodes", resumeNodes),
	rest.Post(poolPath+"{Pool}/rebalance-ips", rebalancePool),
	rest.Post("/network/sc-rebalance-all", func(*rest.Request) rest.Answer { return rest.Action() }),
}

type poolNode struct {
	DevID           int             `json:"devid"`
	InterfaceStatus interfaceCounts `json:"interface_status"`
	IPStatus        string          `json:"ip_status"`
	LNN             int             `json:"lnn"`
	NodeState       string          `json:"node_state"`
	Protocols       bool            `json:"protocols_running"`
	Resolvable      bool            `json:"sc_dns_resolvable"`
	Suspended       bool            `json:"suspended"`
}

type interfaceCounts struct {
	Total  int `json:"total"`
	Usable int `json:"usable"`
}

// showPoolStatus lists the nodes that SmartConnect cannot hand out, all with show_all (behaviour.md 7).
func showPoolStatus(r *rest.Request) rest.Answer {
	p, bad := findPool(r, "Pool")
	if bad != nil {
		return *bad
	}
	nodes := []poolNode{}
	resolvable, total := 0, 0
	for _, n := range r.Cluster.Nodes {
		shown := nodeInPool(r.Cluster, p, n)
		if shown.InterfaceStatus.Total == 0 {
			continue
		}
		total++
		if shown.Resolvable {
			resolvable++
		}
		if !shown.Resolvable || r.Flag("show_all", false) {
			nodes = append(nodes, shown)
		}
	}
	subnet := p.SCSubnet
	if subnet == "" {
		subnet = p.Subnet
	}
	return rest.OK(map[string]any{"status": map[string]any{
		"id": p.ID, "nodes": nodes, "total_configured_nodes": total,
		"sc_dns_overview": map[string]any{
			"needs_attention": total - resolvable, "resolvable": resolvable, "sc_subnet": p.Groupnet + "." + subnet,
		},
	}})
}

func nodeInPool(c *world.Cluster, p world.Pool, n world.Node) poolNode {
	out := poolNode{
		DevID: n.DevID, LNN: n.LNN, NodeState: "up", Protocols: n.Up, Suspended: p.Suspended(n.LNN), IPStatus: "none_configured",
	}
	if !n.Up {
		out.NodeState = "down"
	}
	for _, i := range p.Ifaces {
		if i.LNN == n.LNN {
			out.InterfaceStatus.Total++
		}
	}
	for _, a := range c.PoolAddresses(p) {
		switch {
		case a.LNN != n.LNN:
		case a.Up:
			out.IPStatus = "usable"
		case out.IPStatus == "none_configured":
			out.IPStatus = "none_usable"
		}
	}
	if n.Up {
		out.InterfaceStatus.Usable = out.InterfaceStatus.Total
	}
	out.Resolvable = n.Up && !out.Suspended && out.IPStatus == "usable"
	return out
}

func suspendNodes(r *rest.Request) rest.Answer {
	return changeSuspended(r, func(have, asked []int) []int {
		out := append(slices.Clone(have), asked...)
		slices.Sort(out)
		return slices.Compact(out)
	})
}

func resumeNodes(r *rest.Request) rest.Answer {
	return changeSuspended(r, func(have, asked []int) []int {
		return slices.DeleteFunc(slices.Clone(have), func(lnn int) bool { return slices.Contains(asked, lnn) })
	})
}

func changeSuspended(r *rest.Request, change func(have, asked []int) []int) rest.Answer {
	p, bad := findPool(r, "Pool")
	if bad != nil {
		return *bad
	}
	var in struct {
		LNN []int `json:"lnn" required:"true" range:"1,65535"`
	}
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	for _, lnn := range in.LNN {
		if r.Cluster.Node(lnn) == nil {
			return rest.NotFound("lnn", "Node %d does not exist.", lnn)
		}
	}
	p.SCSuspendedNodes = change(p.SCSuspendedNodes, in.LNN)
	r.Cluster.Network.Pools.Put(p.ID, p)
	return rest.Action()
}

// rebalancePool has nothing to do: dynamic addresses are always balanced here.
func rebalancePool(r *rest.Request) rest.Answer {
	if _, bad := findPool(r, "Pool"); bad != nil {
		return *bad
	}
	return rest.Action()
}

// overlap tells whether two lists of ranges share an address.
func overlap(a, b []world.AddressRange) bool {
	for _, x := range a {
		for _, y := range b {
			if ends(x.Low).Compare(ends(y.High)) <= 0 && ends(y.Low).Compare(ends(x.High)) <= 0 {
				return true
			}
		}
	}
	return false
}

// ends parses one end of a range; the patterns of the bodies have seen to its form.
func ends(s string) netip.Addr {
	ip, _ := netip.ParseAddr(s)
	return ip
}
