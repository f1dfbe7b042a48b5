// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"slices"
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var nfsExportRoutes = []Route{
	{"GET", "/protocols/nfs/exports", listNFSExports},
	{"POST", "/protocols/nfs/exports", createNFSExport},
	{"GET", "/protocols/nfs/exports/{NfsExportId}", showNFSExport},
	{"PUT", "/protocols/nfs/exports/{NfsExportId}", changeNFSExport},
	{"DELETE", "/protocols/nfs/exports/{NfsExportId}", deleteNFSExport},
	{"GET", "/protocols/nfs/exports-summary", summarizeNFSExports},
}

// nfsExport is an export as answers show it.
type nfsExport struct {
	world.NFSExport

	ConflictingPaths  []string `json:"conflicting_paths"`
	UnresolvedClients []string `json:"unresolved_clients"`
}

func (r *Request) export() (world.NFSExport, *Answer) {
	id, err := strconv.ParseInt(r.Param("NfsExportId"), 10, 64)
	e, ok := r.Cluster.NFS.Export(r.Zone(), id)
	if err != nil || !ok {
		return e, refuse(NotFound("id", "Export id %s does not exist", r.Param("NfsExportId")))
	}
	return e, nil
}

// shownExport shows an export; checked ones with what is wrong with them.
func (r *Request) shownExport(e world.NFSExport, checked bool) any {
	out := nfsExport{NFSExport: e, ConflictingPaths: []string{}, UnresolvedClients: []string{}}
	if checked {
		out.ConflictingPaths = r.Cluster.NFS.Conflicts(e)
		out.UnresolvedClients = r.Cluster.NFS.Unresolved(e.Clients, e.ReadOnlyClients, e.ReadWriteClients, e.RootClients)
	}
	return out
}

func listNFSExports(r *Request) Answer {
	exports := r.Cluster.NFS.Exports(r.Zone())
	if path := r.Query.Get("path"); path != "" {
		exports = slices.DeleteFunc(exports, func(e world.NFSExport) bool { return !slices.Contains(e.Paths, path) })
	}
	if skip, ok := r.Number("offset"); ok {
		exports = exports[min(max(skip, 0), len(exports)):]
	}
	check := r.Flag("check", false)
	show := func(e world.NFSExport) any { return r.shownExport(e, check) }
	return Listing[world.NFSExport]{Key: "exports", Items: exports, Show: show, Digest: true}.Answer(r)
}

func showNFSExport(r *Request) Answer {
	e, bad := r.export()
	if bad != nil {
		return *bad
	}
	return Item("exports", r.shownExport(e, true))
}

func createNFSExport(r *Request) Answer {
	e := world.NewNFSExport(r.Zone())
	if bad := r.Edit(&e); bad != nil {
		return *bad
	}
	if r.Query.Has("zone") && e.Zone != r.Zone() {
		return BadRequest("zone", "the zone in the body is not the zone in the query")
	}
	if bad := r.checkExport(&e); bad != nil {
		return *bad
	}
	return Created(r.Cluster.NFS.AddExport(e).ID)
}

func changeNFSExport(r *Request) Answer {
	e, bad := r.export()
	if bad != nil {
		return *bad
	}
	if bad := r.Edit(&e); bad != nil {
		return *bad
	}
	if bad := r.checkExport(&e); bad != nil {
		return *bad
	}
	r.Cluster.NFS.PutExport(e)
	return Done()
}

func deleteNFSExport(r *Request) Answer {
	e, bad := r.export()
	if bad != nil {
		return *bad
	}
	r.Cluster.NFS.DeleteExport(e.Zone, e.ID)
	return Done()
}

func summarizeNFSExports(r *Request) Answer {
	return OK(map[string]any{"summary": map[string]any{"count": len(r.Cluster.NFS.Exports(r.Zone()))}})
}
