// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// checkExport refuses what force or the matching ignore_ flag would let pass ("Conflicts, unknown hosts, missing paths are refused
// unless force or the matching ignore_* is set", behaviour.md 9), and what nothing lets pass: no path, a path outside the zone.
func (r *Request) checkExport(e *world.NFSExport) *Answer {
	if !r.Cluster.Zones.Exists(e.Zone) {
		return refuse(NotFound("zone", "Zone '%s' not found.", e.Zone))
	}
	if len(e.Paths) == 0 {
		return refuse(BadRequest("paths", "an export needs a path"))
	}
	for _, path := range e.Paths {
		if bad := r.inZone(e.Zone, "paths", path); bad != nil {
			return bad
		}
	}
	for _, m := range []*world.NFSMap{&e.MapAll, &e.MapFailure, &e.MapNonRoot, &e.MapRoot} {
		if m.SecondaryGroups == nil {
			m.SecondaryGroups = []world.Persona{}
		}
	}
	waived := func(flag string) bool { return r.Flag("force", false) || r.Flag(flag, false) }
	if wrong := r.missingPaths(*e); len(wrong) > 0 && !waived("ignore_bad_paths") {
		return refuse(BadRequest("paths", "Path '%s' does not exist or is not a directory", wrong[0]))
	}
	unknown := r.Cluster.NFS.Unresolved(e.Clients, e.ReadOnlyClients, e.ReadWriteClients, e.RootClients)
	if len(unknown) > 0 && !waived("ignore_unresolvable_hosts") {
		return refuse(BadRequest("clients", "Host '%s' cannot be resolved", unknown[0]))
	}
	if wrong := r.unknownUsers(*e); len(wrong) > 0 && !waived("ignore_bad_auth") {
		return refuse(BadRequest("map_root", "%s", wrong[0]))
	}
	if paths := r.Cluster.NFS.Conflicts(*e); len(paths) > 0 && !waived("ignore_conflicts") {
		return refuse(Conflict("paths", "Path '%s' is exported to the same clients by another export", paths[0]))
	}
	return nil
}

func (r *Request) missingPaths(e world.NFSExport) []string {
	return slices.DeleteFunc(slices.Clone(e.Paths), func(path string) bool {
		info, err := r.Cluster.FS.Stat(path)
		return err == nil && info.Dir
	})
}

// unknownUsers says which users and groups of the enabled maps cannot be resolved.
func (r *Request) unknownUsers(e world.NFSExport) []string {
	var out []string
	for _, m := range []world.NFSMap{e.MapAll, e.MapFailure, e.MapNonRoot, e.MapRoot} {
		if !m.Enabled {
			continue
		}
		for _, p := range append([]world.Persona{m.User, m.PrimaryGroup}, m.SecondaryGroups...) {
			if p.IsZero() {
				continue
			}
			if name, ok := strings.CutPrefix(p.ID, "USER:"); ok {
				p = world.Persona{Name: name}
			}
			if _, err := r.Cluster.ResolvePersona(p); err != nil {
				out = append(out, err.Error())
			}
		}
	}
	return out
}

var nfsCheckRoutes = []Route{
	{"GET", "/protocols/nfs/check", checkNFS},
	{"POST", "/protocols/nfs/reload", reloadNFS},
}

// checkNFS lists what is wrong with the exports of a zone.
func checkNFS(r *Request) Answer {
	found := []any{}
	note := func(e world.NFSExport, format string, args ...any) {
		found = append(found, map[string]any{"id": e.ID, "message": fmt.Sprintf(format, args...)})
	}
	for _, e := range r.Cluster.NFS.Exports(r.Zone()) {
		if !r.Flag("ignore_bad_paths", false) {
			for _, path := range r.missingPaths(e) {
				note(e, "Path '%s' does not exist or is not a directory", path)
			}
		}
		if !r.Flag("ignore_unresolvable_hosts", false) {
			for _, host := range r.Cluster.NFS.Unresolved(e.Clients, e.ReadOnlyClients, e.ReadWriteClients, e.RootClients) {
				note(e, "Host '%s' cannot be resolved", host)
			}
		}
		if !r.Flag("ignore_bad_auth", false) {
			for _, text := range r.unknownUsers(e) {
				note(e, "%s", text)
			}
		}
		for _, path := range r.Cluster.NFS.Conflicts(e) {
			note(e, "Path '%s' is exported to the same clients by another export", path)
		}
	}
	return OK(map[string]any{"checks": found})
}

func reloadNFS(r *Request) Answer {
	r.Cluster.NFS.Reload()
	return Action()
}
