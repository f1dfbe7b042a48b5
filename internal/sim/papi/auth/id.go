// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var summaryRoutes = []rest.Route{
	rest.Get("/auth/providers/summary", summarizeProviders),
	rest.Get("/auth/id", showID),
	rest.Get("/auth/privileges", listPrivileges),
}

// summarizeProviders lists the providers of the cluster, or those that one zone uses.
func summarizeProviders(r *rest.Request) rest.Answer {
	row := func(id, kind, name, status string) map[string]any {
		return map[string]any{
			"active_server": nil, "client_site": nil, "connections": []any{}, "dc_site": nil, "forest": nil, "groupnet": nil,
			"id": id, "name": name, "status": status, "type": kind, "zone_name": world.SystemZone,
		}
	}
	rows := []map[string]any{
		row("lsa-local-provider:System", "local", "System", "active"),
		row("lsa-file-provider:System", "file", "System", "active"),
	}
	for _, p := range r.Cluster.Auth.ADSProviders() {
		ads := row(p.ZoneProvider(), "ads", p.ID, adsStatus(r, p))
		ads["groupnet"], ads["forest"] = p.Groupnet, p.Forest
		if r.Cluster.ADSOnline(p) {
			if dc, err := r.World.Forest.Controller(""); err == nil {
				ads["active_server"], ads["dc_site"], ads["client_site"] = dc.Name, siteOf(p), siteOf(p)
				ads["connections"] = []any{map[string]any{
					"address": dc.Name, "server": dc.Name, "last_used": r.World.Now().Format("2006-01-02T15:04:05"),
				}}
			}
		}
		rows = append(rows, ads)
	}
	zone, _ := r.Cluster.Zones.Get(r.Zone())
	found := slices.DeleteFunc(rows, func(row map[string]any) bool {
		id, _ := row["id"].(string)
		return r.Query.Has("groupnet") && row["groupnet"] != r.Query.Get("groupnet") ||
			r.Query.Has("zone") && row["type"] == "ads" && !slices.Contains(zone.AuthProviders, id)
	})
	return rest.OK(map[string]any{"provider_instances": found})
}

// showID shows who asks and what this log-in may do. Child privileges are listed only on request (listchildprivs).
func showID(r *rest.Request) rest.Answer {
	privileges := slices.DeleteFunc(slices.Clone(r.Rights), func(p world.Privilege) bool {
		info, _ := world.KnownPrivilege(p.ID)
		return info.ParentID != "" && !r.Flag("listchildprivs", false)
	})
	if privileges == nil {
		privileges = []world.Privilege{}
	}
	user := world.Persona{Name: r.User, Type: "user"}
	sid := any(nil)
	if p, ok := r.Cluster.Auth.Principal(r.User); ok {
		user = p.Persona()
		sid = world.Persona{ID: "SID:" + p.SID, Name: p.Name, Type: p.Type}
	}
	group := world.Persona{ID: "GID:1800", Name: "Isilon Users", Type: "group"}
	return rest.OK(map[string]any{"ntoken": map[string]any{
		"additional_id": []any{}, "gid": group, "group_sid": nil, "ifs_restricted": false, "local_address": nil,
		"on_disk_group_id": group, "on_disk_user_id": user, "privilege": privileges, "protocol": nil, "remote_address": nil,
		"uid": user, "user_sid": sid, "zid": 1, "zone_id": world.SystemZone,
	}})
}

func listPrivileges(r *rest.Request) rest.Answer {
	return rest.OK(map[string]any{"privileges": world.PrivilegeCatalogue()})
}
