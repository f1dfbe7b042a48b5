// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var statisticsRoutes = []rest.Route{rest.Get("/statistics/summary/client", summariseClients)}

// clientProtocols are the names that the query protocols may have and the simulated clients use; smb2 covers SMB 3.
var clientProtocols = []string{"smb1", "smb2", "nfs3", "nfs4", "nfsrdma", "http", "hdfs", "ftp", "papi", "siq", "s3"}

// summariseClients lists clients that were lately active (behaviour.md 13). A row is a client, a node, a protocol and a user,
// whatever totalby names: fewer totals would only add rows up.
func summariseClients(r *rest.Request) rest.Answer {
	wanted := func(string) bool { return true }
	if list := r.Query.Get("protocols"); list != "" {
		protocols := strings.Split(list, ",")
		for _, p := range protocols {
			if !slices.Contains(clientProtocols, p) {
				return rest.BadRequest("protocols", "'%s' is not a protocol", p).Because(rest.RuleBadValue)
			}
		}
		wanted = func(p string) bool { return slices.Contains(protocols, p) }
	}
	node, bad := statisticsNodes(r)
	if bad != nil {
		return *bad
	}
	rows := []any{}
	for _, a := range r.Cluster.ActiveClients() {
		if wanted(a.Protocol) && node(a.LNN) {
			rows = append(rows, clientRow(a, r.World.Now()))
		}
	}
	return rest.OK(map[string]any{"client": rows})
}

// statisticsNodes reads the query nodes: all by default, 0 for the answering node, or a list.
func statisticsNodes(r *rest.Request) (func(int) bool, *rest.Answer) {
	if r.Query.Get("nodes") == "0" {
		return func(lnn int) bool { return lnn == r.Node }, nil
	}
	return rest.Nodes(r, "nodes")
}

func clientRow(a world.Activity, now time.Time) any {
	over := max(a.Last.Sub(a.First).Seconds(), 1)
	row := map[string]any{
		"class": "write", "protocol": a.Protocol, "remote_addr": a.Remote, "remote_name": a.Remote, "local_addr": a.Local,
		"local_name": a.Local, "node": a.LNN, "num_operations": a.Operations, "operation_rate": float64(a.Operations) / over,
		"time": now.Unix(), "time_avg": 500.0, "time_max": 1000.0, "time_min": 100.0,
		"user": map[string]any{"id": a.User.ID, "name": a.User.Name, "type": "user"},
	}
	for name, bytes := range map[string]int64{"in": a.In, "out": a.Out} {
		per := float64(bytes) / float64(max(a.Operations, 1))
		row[name], row[name+"_avg"], row[name+"_max"], row[name+"_min"] = float64(bytes)/over, per, per, per
	}
	return row
}
