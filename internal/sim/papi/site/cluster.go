// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var clusterRoutes = []rest.Route{
	rest.Get("/cluster/config", showConfig),
	rest.Get("/cluster/identity", showIdentity),
	rest.Put("/cluster/identity", changeIdentity),
	rest.Get("/cluster/version", showVersion),
	rest.Get("/cluster/nodes", listNodes),
	rest.Get("/cluster/nodes/{ClusterNodeId}", showNode),
	rest.Get("/cluster/external-ips", listExternalIPs),
}

// release is what answers say about the simulated OneFS.
var release = map[string]any{
	"build": "B_9_5_0_0(SIM)", "release": world.Release,
	"revision": "649647360528744448", "type": "Isilon OneFS", "version": "Isilon OneFS 9.5.0.0",
}

func showConfig(r *rest.Request) rest.Answer {
	c := r.Cluster
	devices := []any{}
	up := 0
	for _, n := range c.Nodes {
		guid := fmt.Sprintf("%s%02d", c.GUID, n.DevID)
		devices = append(devices, map[string]any{"devid": n.DevID, "guid": guid, "is_up": n.Up, "lnn": n.LNN})
		if n.Up {
			up++
		}
	}
	here := c.Node(r.Node)
	version := map[string]any{"copyright": "", "reldate": 1674000000}
	maps.Copy(version, release)
	version["release"], version["version"] = c.Release(), "Isilon OneFS "+strings.TrimPrefix(c.Release(), "v")
	return rest.OK(map[string]any{
		"name": c.Name, "description": c.Config.Identity.Description, "guid": c.GUID, "devices": devices, "encoding": "utf-8",
		"has_quorum": 2*up > len(c.Nodes), "is_compliance": false, "is_virtual": true, "is_vonefs": false, "join_mode": "manual",
		"local_devid": here.DevID, "local_lnn": here.LNN, "local_serial": c.SerialOf(*here), "onefs_version": version,
		"timezone":     map[string]any{"abbreviation": "UTC", "custom": "", "name": "UTC", "path": "UTC"},
		"upgrade_type": nil,
	})
}

func showIdentity(r *rest.Request) rest.Answer {
	i := r.Cluster.Config.Identity
	return rest.OK(map[string]any{
		"name": r.Cluster.Name, "description": i.Description, "mttdl_level_msg": "none",
		"logon": map[string]any{"motd": i.Motd, "motd_header": i.MotdHeader},
	})
}

func changeIdentity(r *rest.Request) rest.Answer {
	var in struct {
		Description *string `json:"description" max:"255"`
		Name        *string `json:"name"`
		Logon       *struct {
			Motd       *string `json:"motd"`
			MotdHeader *string `json:"motd_header"`
		} `json:"logon"`
	}
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	if in.Name != nil && *in.Name != r.Cluster.Name {
		return rest.OutOfScope("renaming a cluster is not simulated")
	}
	i := &r.Cluster.Config.Identity
	rest.Set(&i.Description, in.Description)
	if in.Logon != nil {
		rest.Set(&i.Motd, in.Logon.Motd)
		rest.Set(&i.MotdHeader, in.Logon.MotdHeader)
	}
	return rest.Done()
}

func showVersion(r *rest.Request) rest.Answer {
	nodes := []any{}
	for _, n := range r.Cluster.Nodes {
		node := map[string]any{"id": n.DevID, "lnn": n.LNN, "status": 200}
		maps.Copy(node, release)
		nodes = append(nodes, node)
	}
	return rest.OK(map[string]any{"nodes": nodes, "total": len(nodes)})
}

func shownNode(n world.Node) any {
	return map[string]any{
		"id": n.DevID, "lnn": n.LNN, "internal_ip_address": fmt.Sprintf("128.221.253.%d", n.DevID),
		"state": map[string]any{
			"readonly":     map[string]any{"allowed": true, "enabled": false, "mode": false, "status": "", "valid": true, "value": 0},
			"servicelight": map[string]any{"enabled": false, "valid": true},
			"smartfail": map[string]any{
				"dead": false, "down": !n.Up, "in_cluster": true, "readonly": false, "shutdown_readonly": false, "smartfailed": false,
			},
		},
	}
}

func listNodes(r *rest.Request) rest.Answer {
	nodes := []any{}
	for _, n := range r.Cluster.Nodes {
		nodes = append(nodes, shownNode(n))
	}
	return rest.OK(map[string]any{"nodes": nodes, "total": len(nodes)})
}

func showNode(r *rest.Request) rest.Answer {
	for _, n := range r.Cluster.Nodes {
		if strconv.Itoa(n.LNN) == r.Param("ClusterNodeId") {
			return rest.OK(map[string]any{"nodes": []any{shownNode(n)}, "total": 1})
		}
	}
	return rest.NotFound("id", "Node '%s' does not exist.", r.Param("ClusterNodeId"))
}

// listExternalIPs lists the addresses of all pools, a plain array.
func listExternalIPs(r *rest.Request) rest.Answer {
	out := []string{}
	for _, p := range r.Cluster.Network.Pools.Values() {
		for _, a := range r.Cluster.PoolAddresses(p) {
			if a.Up {
				out = append(out, a.IP.String())
			}
		}
	}
	return rest.OK(out)
}
