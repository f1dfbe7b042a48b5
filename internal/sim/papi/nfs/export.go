// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package nfs

import (
	"slices"
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var exportRoutes = []rest.Route{
	rest.Get("/protocols/nfs/exports", listExports),
	rest.Post("/protocols/nfs/exports", createExport),
	rest.Get("/protocols/nfs/exports/{NfsExportId}", showExport),
	rest.Put("/protocols/nfs/exports/{NfsExportId}", changeExport),
	rest.Delete("/protocols/nfs/exports/{NfsExportId}", deleteExport),
	rest.Get("/protocols/nfs/exports-summary", summarizeExports),
}

// exportBody is an export as answers show it.
type exportBody struct {
	world.NFSExport

	MapAll            *world.NFSMap `json:"map_all,omitempty"` // absent until it is set, as the recordings of the CSI driver show
	ConflictingPaths  []string      `json:"conflicting_paths"`
	UnresolvedClients []string      `json:"unresolved_clients"`
}

func findExport(r *rest.Request) (world.NFSExport, *rest.Answer) {
	id, err := strconv.ParseInt(r.Param("NfsExportId"), 10, 64)
	e, ok := r.Cluster.NFS.Export(r.Zone(), id)
	if err != nil || !ok {
		return e, rest.Refuse(rest.NotFound("id", "Export id %s does not exist", r.Param("NfsExportId")))
	}
	return e, nil
}

// shownExport shows an export; checked ones with what is wrong with them.
func shownExport(r *rest.Request, e world.NFSExport, checked bool) any {
	out := exportBody{NFSExport: e, ConflictingPaths: []string{}, UnresolvedClients: []string{}}
	if e.MapAll.Enabled {
		out.MapAll = &e.MapAll
	}
	if checked {
		out.ConflictingPaths = r.Cluster.NFS.Conflicts(e)
		out.UnresolvedClients = r.Cluster.NFS.Unresolved(e.Clients, e.ReadOnlyClients, e.ReadWriteClients, e.RootClients)
	}
	return out
}

func listExports(r *rest.Request) rest.Answer {
	exports := r.Cluster.NFS.Exports(r.Zone())
	if path := r.Query.Get("path"); path != "" {
		exports = slices.DeleteFunc(exports, func(e world.NFSExport) bool { return !slices.Contains(e.Paths, path) })
	}
	if skip, ok := r.Number("offset"); ok {
		exports = exports[min(max(skip, 0), len(exports)):]
	}
	check := r.Flag("check", false)
	show := func(e world.NFSExport) any { return shownExport(r, e, check) }
	return rest.Listing[world.NFSExport]{Key: "exports", Items: exports, Show: show, Digest: true}.Answer(r)
}

func showExport(r *rest.Request) rest.Answer {
	e, bad := findExport(r)
	if bad != nil {
		return *bad
	}
	return rest.Item("exports", shownExport(r, e, true))
}

func createExport(r *rest.Request) rest.Answer {
	e := world.NewNFSExport(r.Zone())
	if bad := r.Edit(&e); bad != nil {
		return *bad
	}
	r.SettleZone(&e.Zone)
	if r.Query.Has("zone") && e.Zone != r.Zone() {
		return rest.BadRequest("zone", "the zone in the body is not the zone in the query")
	}
	if bad := checkExport(r, &e); bad != nil {
		return *bad
	}
	return rest.Created(r.Cluster.NFS.AddExport(e).ID)
}

func changeExport(r *rest.Request) rest.Answer {
	e, bad := findExport(r)
	if bad != nil {
		return *bad
	}
	if bad := r.Edit(&e); bad != nil {
		return *bad
	}
	if bad := checkExport(r, &e); bad != nil {
		return *bad
	}
	r.Cluster.NFS.PutExport(e)
	return rest.Done()
}

func deleteExport(r *rest.Request) rest.Answer {
	e, bad := findExport(r)
	if bad != nil {
		return *bad
	}
	r.Cluster.NFS.DeleteExport(e.Zone, e.ID)
	return rest.Done()
}

func summarizeExports(r *rest.Request) rest.Answer {
	return rest.OK(map[string]any{"summary": map[string]any{"count": len(r.Cluster.NFS.Exports(r.Zone()))}})
}
