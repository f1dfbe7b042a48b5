// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var nfsAliasRoutes = []Route{
	{"GET", "/protocols/nfs/aliases", listNFSAliases},
	{"POST", "/protocols/nfs/aliases", createNFSAlias},
	{"GET", "/protocols/nfs/aliases/{NfsAliasId}", showNFSAlias},
	{"PUT", "/protocols/nfs/aliases/{NfsAliasId}", changeNFSAlias},
	{"DELETE", "/protocols/nfs/aliases/{NfsAliasId}", deleteNFSAlias},
}

// nfsAlias is an alias as answers show it. Health is "unknown" unless the request asks with check=true (behaviour.md 9).
type nfsAlias struct {
	world.NFSAlias

	Health string `json:"health" enum:"good,illegal file type,illegal path,name conflict,not exported,path not found,unknown"`
}

func (r *Request) shownAlias(a world.NFSAlias) any {
	out := nfsAlias{NFSAlias: a, Health: "unknown"}
	if r.Flag("check", false) {
		out.Health = r.Cluster.AliasHealth(a)
	}
	return out
}

func (r *Request) alias() (world.NFSAlias, *Answer) {
	a, ok := r.Cluster.NFS.Alias(r.Zone(), r.Param("NfsAliasId"))
	if !ok {
		return a, refuse(NotFound("aid", "Alias '%s' does not exist", r.Param("NfsAliasId")))
	}
	return a, nil
}

func listNFSAliases(r *Request) Answer {
	return Listing[world.NFSAlias]{Key: "aliases", Items: r.Cluster.NFS.Aliases(r.Zone()), Show: r.shownAlias}.Answer(r)
}

func showNFSAlias(r *Request) Answer {
	a, bad := r.alias()
	if bad != nil {
		return *bad
	}
	return Item("aliases", r.shownAlias(a))
}

func createNFSAlias(r *Request) Answer {
	a := world.NFSAlias{Zone: r.Zone()}
	if bad := r.Edit(&a); bad != nil {
		return *bad
	}
	if r.Query.Has("zone") && a.Zone != r.Zone() {
		return BadRequest("zone", "the zone in the body is not the zone in the query")
	}
	if bad := r.checkAlias(a); bad != nil {
		return *bad
	}
	if _, exists := r.Cluster.NFS.Alias(a.Zone, a.Name); exists {
		return Conflict("name", "Alias '%s' already exists", a.Name)
	}
	a.ID = a.Name
	r.Cluster.NFS.PutAlias(a)
	return CreatedObject(map[string]any{"id": a.ID, "health": "unknown"})
}

func changeNFSAlias(r *Request) Answer {
	before, bad := r.alias()
	if bad != nil {
		return *bad
	}
	in := nfsAlias{NFSAlias: before}
	if bad := r.Edit(&in); bad != nil {
		return *bad
	}
	after := in.NFSAlias
	if after.Zone != before.Zone {
		return BadRequest("zone", "an alias cannot move to another access zone")
	}
	if bad := r.checkAlias(after); bad != nil {
		return *bad
	}
	if after.Name != before.Name {
		if _, taken := r.Cluster.NFS.Alias(after.Zone, after.Name); taken {
			return Conflict("name", "Alias '%s' already exists", after.Name)
		}
		r.Cluster.NFS.DeleteAlias(before.Zone, before.Name)
	}
	after.ID = after.Name
	r.Cluster.NFS.PutAlias(after)
	return Done()
}

func deleteNFSAlias(r *Request) Answer {
	a, bad := r.alias()
	if bad != nil {
		return *bad
	}
	r.Cluster.NFS.DeleteAlias(a.Zone, a.Name)
	return Done()
}

// checkAlias refuses what cannot be an alias. Its path need not exist nor be exported.
func (r *Request) checkAlias(a world.NFSAlias) *Answer {
	switch {
	case !r.Cluster.Zones.Exists(a.Zone):
		return refuse(NotFound("zone", "Zone '%s' not found.", a.Zone))
	case !strings.HasPrefix(a.Name, "/") || len(a.Name) < 2 || strings.HasPrefix(a.Name, "/ifs/"):
		return refuse(BadRequest("name", "'%s' is not an alias: it must begin with a slash and not lie under /ifs", a.Name))
	case !strings.HasPrefix(a.Path, "/"):
		return refuse(BadRequest("path", "'%s' is not an absolute path", a.Path))
	}
	return nil
}
