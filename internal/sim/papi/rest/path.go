// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
)

// InZone refuses a path that is not clean or not at or below the base path of the zone.
func (r *Request) InZone(zone, field, path string) *Answer {
	clean, err := fs.Clean(path)
	if err != nil || clean != path || !fs.Within(path, "/ifs") {
		return Refuse(BadRequest(field, "'%s' is not a path under /ifs", path))
	}
	if base := r.Cluster.ZonePath(zone); !fs.Within(path, base) {
		return Refuse(BadRequest(field, "'%s' is not under the base path '%s' of zone %s", path, base, zone))
	}
	return nil
}

// ZoneNamed is the name of a zone as the cluster has it: letter case does not count. The Ansible collection asks for "system" unless told
// otherwise.
func (r *Request) ZoneNamed(name string) (string, bool) {
	z, ok := r.Cluster.Zones.Get(name)
	if ok && z.Name != name {
		r.Forgive(RuleZoneCase, "the zone %s is called '%s'", z.Name, name)
	}
	return z.Name, ok
}

// SettleZone spells the name of a zone that a body gives as the cluster has it.
func (r *Request) SettleZone(name *string) {
	if known, ok := r.ZoneNamed(*name); ok {
		*name = known
	}
}
