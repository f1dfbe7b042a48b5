// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var zoneRoutes = []rest.Route{
	rest.Get("/zones", listZones),
	rest.Post("/zones", createZone),
	rest.Get("/zones/{ZoneId}", showZone),
	rest.Put("/zones/{ZoneId}", changeZone),
	rest.Delete("/zones/{ZoneId}", deleteZone),
	rest.Get("/zones-summary", listZoneNames),
	rest.Get("/zones-summary/{ZonesSummaryZone}", showZonePath),
}

// zoneBody is a zone with what only requests have.
type zoneBody struct {
	world.Zone
	CreatePath   bool `json:"create_path"`
	ForceOverlap bool `json:"force_overlap"`
}

// shownZone adds the id, which is the zone's name.
type shownZone struct {
	ID string `json:"id"`
	world.Zone
}

func listZones(r *rest.Request) rest.Answer {
	out := []any{}
	for _, z := range r.Cluster.Zones.Values() {
		out = append(out, shownZone{z.Name, z})
	}
	return rest.OK(map[string]any{"zones": out})
}

func findZone(r *rest.Request, parameter string) (world.Zone, *rest.Answer) {
	z, ok := r.Cluster.Zones.Get(r.Param(parameter))
	if !ok {
		return z, rest.Refuse(rest.NotFound("id", "Zone '%s' not found.", r.Param(parameter)))
	}
	return z, nil
}

func showZone(r *rest.Request) rest.Answer {
	z, bad := findZone(r, "ZoneId")
	if bad != nil {
		return *bad
	}
	return rest.Item("zones", shownZone{z.Name, z})
}

func createZone(r *rest.Request) rest.Answer {
	in := zoneBody{Zone: world.NewZone("", "/ifs")}
	if bad := r.Edit(&in); bad != nil {
		return *bad
	}
	if !r.Has("auth_providers") {
		in.AuthProviders = world.NewZone(in.Name, in.Path).AuthProviders
	}
	if r.Cluster.Zones.Exists(in.Name) {
		return rest.Conflict("name", "Zone '%s' already exists.", in.Name)
	}
	if bad := checkZone(r, in); bad != nil {
		return *bad
	}
	r.Cluster.Zones.Put(in.Name, in.Zone)
	return rest.Created(in.Name)
}

func changeZone(r *rest.Request) rest.Answer {
	z, bad := findZone(r, "ZoneId")
	if bad != nil {
		return *bad
	}
	in := zoneBody{Zone: z}
	if bad := r.Edit(&in); bad != nil {
		return *bad
	}
	if in.Name != z.Name {
		return rest.OutOfScope("renaming a zone is not simulated")
	}
	if bad := checkZone(r, in); bad != nil && in.Path != z.Path {
		return *bad
	}
	r.Cluster.Zones.Put(z.Name, in.Zone)
	return rest.Done()
}

// checkZone tells why a zone cannot be so; nil if it can.
func checkZone(r *rest.Request, in zoneBody) *rest.Answer {
	if in.Path != "/ifs" && !strings.HasPrefix(in.Path, "/ifs/") {
		return rest.Refuse(rest.BadRequest("path", "Path '%s' is not below /ifs.", in.Path))
	}
	if r.Cluster.Network.Groupnets.Len() > 0 && !r.Cluster.Network.Groupnets.Has(in.Groupnet) {
		return rest.Refuse(rest.NotFound("groupnet", "Groupnet '%s' does not exist.", in.Groupnet))
	}
	for _, other := range r.Cluster.Zones.Values() {
		inside := fs.Within(in.Path, other.Path) || fs.Within(other.Path, in.Path)
		if inside && !other.System && !in.System && other.Name != in.Name && !in.ForceOverlap {
			return rest.Refuse(rest.Conflict("path", "Path '%s' overlaps the base path of zone '%s'.", in.Path, other.Name))
		}
	}
	if r.Cluster.FS.Exists(in.Path) {
		return nil
	}
	if !in.CreatePath {
		return rest.Refuse(rest.BadRequest("path", "Path '%s' does not exist.", in.Path))
	}
	if err := r.Cluster.FS.Mkdir(in.Path, true, fs.Write{At: r.World.Now()}); err != nil {
		return rest.Refuse(rest.Forbidden("Path '%s' cannot be created: %v", in.Path, err))
	}
	return nil
}

// deleteZone is noted, so that an invariant can say that it must never happen.
func deleteZone(r *rest.Request) rest.Answer {
	z, bad := findZone(r, "ZoneId")
	if bad != nil {
		return *bad
	}
	used := slices.ContainsFunc(r.Cluster.Network.Pools.Values(), func(p world.Pool) bool { return p.AccessZone == z.Name })
	if z.System || used {
		return rest.Conflict("id", "Zone '%s' is in use.", z.Name)
	}
	r.Cluster.Zones.Delete(z.Name)
	r.Cluster.Zones.Removed = append(slices.Clip(r.Cluster.Zones.Removed), z.Name)
	return rest.Done()
}

func listZoneNames(r *rest.Request) rest.Answer {
	names := []string{}
	for _, z := range r.Cluster.Zones.Values() {
		if g := r.Query.Get("groupnet"); g == "" || z.Groupnet == g {
			names = append(names, z.Name)
		}
	}
	return rest.OK(map[string]any{"summary": map[string]any{"count": len(names), "list": names}})
}

func showZonePath(r *rest.Request) rest.Answer {
	z, bad := findZone(r, "ZonesSummaryZone")
	if bad != nil {
		return *bad
	}
	return rest.OK(map[string]any{"summary": map[string]any{"path": z.Path}})
}
