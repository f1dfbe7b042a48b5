// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package nfs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// checkExport refuses what force or the matching ignore_ flag would let pass ("Conflicts, unknown hosts, missing paths are refused
// unless force or the matching ignore_* is set", behaviour.md 9), and what nothing lets pass: no path, a path outside the zone.
func checkExport(r *rest.Request, e *world.NFSExport) *rest.Answer {
	if !r.Cluster.Zones.Exists(e.Zone) {
		return rest.Refuse(rest.NotFound("zone", "Zone '%s' not found.", e.Zone))
	}
	if len(e.Paths) == 0 {
		return rest.Refuse(rest.BadRequest("paths", "an export needs a path"))
	}
	for _, path := range e.Paths {
		if bad := r.InZone(e.Zone, "paths", path); bad != nil {
			return bad
		}
	}
	for _, m := range []*world.NFSMap{&e.MapAll, &e.MapFailure, &e.MapNonRoot, &e.MapRoot} {
		if m.SecondaryGroups == nil {
			m.SecondaryGroups = []world.Persona{}
		}
	}
	waived := func(flag string) bool { return r.Flag("force", false) || r.Flag(flag, false) }
	if wrong := missingPaths(r, *e); len(wrong) > 0 && !waived("ignore_bad_paths") {
		return rest.Refuse(rest.BadRequest("paths", "Path '%s' does not exist or is not a directory", wrong[0]))
	}
	unknown := r.Cluster.NFS.Unresolved(e.Clients, e.ReadOnlyClients, e.ReadWriteClients, e.RootClients)
	if len(unknown) > 0 && !waived("ignore_unresolvable_hosts") {
		return rest.Refuse(rest.BadRequest("clients", "Host '%s' cannot be resolved", unknown[0]))
	}
	if wrong := unknownUsers(r, *e); len(wrong) > 0 && !waived("ignore_bad_auth") {
		return rest.Refuse(rest.BadRequest("map_root", "%s", wrong[0]))
	}
	if paths := r.Cluster.NFS.Conflicts(*e); len(paths) > 0 && !waived("ignore_conflicts") {
		return rest.Refuse(rest.Conflict("paths", "Path '%s' is exported to the same clients by another export", paths[0]))
	}
	return nil
}

func missingPaths(r *rest.Request, e world.NFSExport) []string {
	return slices.DeleteFunc(slices.Clone(e.Paths), func(path string) bool {
		info, err := r.Cluster.FS.Stat(path)
		return err == nil && info.Dir
	})
}

// unknownUsers says which users and groups of the enabled maps cannot be resolved.
func unknownUsers(r *rest.Request, e world.NFSExport) []string {
	var out []string
	for _, m := range []world.NFSMap{e.MapAll, e.MapFailure, e.MapNonRoot, e.MapRoot} {
		if !m.Enabled {
			continue
		}
		for _, p := range append([]world.Persona{m.User, m.PrimaryGroup}, m.SecondaryGroups...) {
			if p.IsZero() {
				continue
			}
			if kind, name, _ := strings.Cut(p.ID, ":"); strings.EqualFold(kind, "USER") {
				p = world.Persona{Name: name}
			}
			if _, err := r.Cluster.ResolvePersona(p); err != nil {
				out = append(out, err.Error())
			}
		}
	}
	return out
}

var checkRoutes = []rest.Route{
	rest.Get("/protocols/nfs/check", check),
	rest.Post("/protocols/nfs/reload", reload),
}

// check lists what is wrong with the exports of a zone.
func check(r *rest.Request) rest.Answer {
	found := []any{}
	note := func(e world.NFSExport, format string, args ...any) {
		found = append(found, map[string]any{"id": e.ID, "message": fmt.Sprintf(format, args...)})
	}
	for _, e := range r.Cluster.NFS.Exports(r.Zone()) {
		if !r.Flag("ignore_bad_paths", false) {
			for _, path := range missingPaths(r, e) {
				note(e, "Path '%s' does not exist or is not a directory", path)
			}
		}
		if !r.Flag("ignore_unresolvable_hosts", false) {
			for _, host := range r.Cluster.NFS.Unresolved(e.Clients, e.ReadOnlyClients, e.ReadWriteClients, e.RootClients) {
				note(e, "Host '%s' cannot be resolved", host)
			}
		}
		if !r.Flag("ignore_bad_auth", false) {
			for _, text := range unknownUsers(r, e) {
				note(e, "%s", text)
			}
		}
		for _, path := range r.Cluster.NFS.Conflicts(e) {
			note(e, "Path '%s' is exported to the same clients by another export", path)
		}
	}
	return rest.OK(map[string]any{"checks": found})
}

func reload(r *rest.Request) rest.Answer {
	r.Cluster.NFS.Reload()
	return rest.Action()
}
