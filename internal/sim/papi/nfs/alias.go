// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package nfs

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var aliasRoutes = []rest.Route{
	rest.Get("/protocols/nfs/aliases", listAliases),
	rest.Post("/protocols/nfs/aliases", createAlias),
	rest.Get("/protocols/nfs/aliases/{NfsAliasId}", showAlias),
	rest.Put("/protocols/nfs/aliases/{NfsAliasId}", changeAlias),
	rest.Delete("/protocols/nfs/aliases/{NfsAliasId}", deleteAlias),
}

// aliasBody is an alias as answers show it. Health is "unknown" unless the request asks with check=true (behaviour.md 9).
type aliasBody struct {
	world.NFSAlias

	Health string `json:"health" enum:"good,illegal file type,illegal path,name conflict,not exported,path not found,unknown"`
}

func shownAlias(r *rest.Request, a world.NFSAlias) any {
	out := aliasBody{NFSAlias: a, Health: "unknown"}
	if r.Flag("check", false) {
		out.Health = r.Cluster.AliasHealth(a)
	}
	return out
}

func findAlias(r *rest.Request) (world.NFSAlias, *rest.Answer) {
	a, ok := r.Cluster.NFS.Alias(r.Zone(), r.Param("NfsAliasId"))
	if !ok {
		return a, rest.Refuse(rest.NotFound("aid", "Alias '%s' does not exist", r.Param("NfsAliasId")))
	}
	return a, nil
}

func listAliases(r *rest.Request) rest.Answer {
	return rest.Listing[world.NFSAlias]{
		Key: "aliases", Items: r.Cluster.NFS.Aliases(r.Zone()),
		Show: func(a world.NFSAlias) any { return shownAlias(r, a) },
	}.Answer(r)
}

func showAlias(r *rest.Request) rest.Answer {
	a, bad := findAlias(r)
	if bad != nil {
		return *bad
	}
	return rest.Item("aliases", shownAlias(r, a))
}

func createAlias(r *rest.Request) rest.Answer {
	a := world.NFSAlias{Zone: r.Zone()}
	if bad := r.Edit(&a); bad != nil {
		return *bad
	}
	r.SettleZone(&a.Zone)
	if r.Query.Has("zone") && a.Zone != r.Zone() {
		return rest.BadRequest("zone", "the zone in the body is not the zone in the query")
	}
	if bad := checkAlias(r, a); bad != nil {
		return *bad
	}
	if _, exists := r.Cluster.NFS.Alias(a.Zone, a.Name); exists {
		return rest.Conflict("name", "Alias '%s' already exists", a.Name)
	}
	a.ID = a.Name
	r.Cluster.NFS.PutAlias(a)
	return rest.CreatedObject(map[string]any{"id": a.ID, "health": "unknown"})
}

func changeAlias(r *rest.Request) rest.Answer {
	before, bad := findAlias(r)
	if bad != nil {
		return *bad
	}
	in := aliasBody{NFSAlias: before}
	if bad := r.Edit(&in); bad != nil {
		return *bad
	}
	after := in.NFSAlias
	r.SettleZone(&after.Zone)
	if after.Zone != before.Zone {
		return rest.BadRequest("zone", "an alias cannot move to another access zone")
	}
	if bad := checkAlias(r, after); bad != nil {
		return *bad
	}
	if after.Name != before.Name {
		if _, taken := r.Cluster.NFS.Alias(after.Zone, after.Name); taken {
			return rest.Conflict("name", "Alias '%s' already exists", after.Name)
		}
		r.Cluster.NFS.DeleteAlias(before.Zone, before.Name)
	}
	after.ID = after.Name
	r.Cluster.NFS.PutAlias(after)
	return rest.Done()
}

func deleteAlias(r *rest.Request) rest.Answer {
	a, bad := findAlias(r)
	if bad != nil {
		return *bad
	}
	r.Cluster.NFS.DeleteAlias(a.Zone, a.Name)
	return rest.Done()
}

// checkAlias refuses what cannot be an alias. Its path need not exist nor be exported.
func checkAlias(r *rest.Request, a world.NFSAlias) *rest.Answer {
	switch {
	case !r.Cluster.Zones.Exists(a.Zone):
		return rest.Refuse(rest.NotFound("zone", "Zone '%s' not found.", a.Zone))
	case !strings.HasPrefix(a.Name, "/") || len(a.Name) < 2 || strings.HasPrefix(a.Name, "/ifs/"):
		return rest.Refuse(rest.BadRequest("name", "'%s' is not an alias: it must begin with a slash and not lie under /ifs", a.Name))
	case !strings.HasPrefix(a.Path, "/"):
		return rest.Refuse(rest.BadRequest("path", "'%s' is not an absolute path", a.Path))
	}
	return nil
}
