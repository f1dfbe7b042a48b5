// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smb

import (
	"errors"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// checkShare refuses a share that cannot be, and completes its trustees.
func checkShare(r *rest.Request, s *world.SMBShare, willMake bool) *rest.Answer {
	if strings.ContainsAny(s.Name, "\\/[]:|<>+=;,*?\"") || s.Name == "" {
		return rest.Refuse(rest.BadRequest("name", "'%s' is not a share name", s.Name))
	}
	if !r.Cluster.Zones.Exists(s.Zone) {
		return rest.Refuse(rest.NotFound("zone", "Zone '%s' not found.", s.Zone))
	}
	if bad := checkSharePath(r, *s, willMake); bad != nil {
		return bad
	}
	permissions := make([]world.SMBPermission, 0, len(s.Permissions))
	for _, p := range s.Permissions {
		trustee, err := r.Cluster.ResolvePersona(p.Trustee)
		if err != nil {
			return rest.Refuse(rest.BadRequest("permissions", "%s", err))
		}
		p.Trustee = trustee
		permissions = append(permissions, p)
	}
	roots := make([]world.Persona, 0, len(s.RunAsRoot))
	for _, p := range s.RunAsRoot {
		root, err := r.Cluster.ResolvePersona(p)
		if err != nil {
			return rest.Refuse(rest.BadRequest("run_as_root", "%s", err))
		}
		roots = append(roots, root)
	}
	s.Permissions, s.RunAsRoot = permissions, roots
	return nil
}

// checkSharePath refuses a path outside the zone, and one that does not exist. Of a path with variables (%U) only the part before
// them must exist.
func checkSharePath(r *rest.Request, s world.SMBShare, willMake bool) *rest.Answer {
	path := s.Path
	if s.AllowVariableExpansion {
		if fixed, _, varies := strings.Cut(path, "%"); varies {
			path = fixed[:strings.LastIndex(fixed, "/")]
		}
	}
	if bad := r.InZone(s.Zone, "path", path); bad != nil {
		return bad
	}
	info, err := r.Cluster.FS.Stat(path)
	switch {
	case err == nil && !info.Dir:
		return rest.Refuse(rest.BadRequest("path", "Path '%s' is not a directory", path))
	case err != nil && !willMake:
		return rest.Refuse(rest.BadRequest("path", "Path '%s' not found: No such file or directory", path))
	}
	return nil
}

// makeDirectory makes a directory with its parents; a path below the target of a policy refuses.
func makeDirectory(r *rest.Request, path string) *rest.Answer {
	err := r.Cluster.FS.Mkdir(path, true, fs.Write{At: r.World.Now()})
	var protected *fs.ProtectedError
	switch {
	case errors.As(err, &protected):
		return rest.Refuse(rest.Forbidden("Unable to create directory '%s': Read-only file system", path))
	case err != nil:
		return rest.Refuse(rest.BadRequest("path", "Unable to create directory '%s': %v", path, err))
	}
	return nil
}

// shareCollision refuses a write of shares while which another one went through: the two overlapped ("Conflict updating share(s):
// File exists", seen with parallel failovers, behaviour.md 9).
func shareCollision(r *rest.Request) *rest.Answer {
	if r.Cluster.SMB.Writes() == r.Began || r.World.Dials.Is(dial.ConfigCollision, dial.Accept) {
		return nil
	}
	return rest.Refuse(rest.Conflict("", "Conflict updating share(s): File exists"))
}
