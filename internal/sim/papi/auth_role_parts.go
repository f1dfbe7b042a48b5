// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var rolePartRoutes = []Route{
	{"GET", "/auth/roles/{Role}/privileges", listRolePrivileges},
	{"POST", "/auth/roles/{Role}/privileges", addRolePrivilege},
	{"DELETE", "/auth/roles/{Role}/privileges/{RolePrivilegeId}", dropRolePrivilege},
	{"GET", "/auth/roles/{Role}/members", listRoleMembers},
	{"POST", "/auth/roles/{Role}/members", addRoleMember},
}

func listRolePrivileges(r *Request) Answer {
	role, bad := r.role("Role")
	if bad != nil {
		return *bad
	}
	return OK(map[string]any{"privileges": append([]world.Privilege{}, role.Privileges...)})
}

func addRolePrivilege(r *Request) Answer {
	role, bad := r.role("Role")
	if bad != nil {
		return *bad
	}
	var in world.Privilege
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	if slices.ContainsFunc(role.Privileges, func(p world.Privilege) bool { return p.ID == in.ID }) {
		return Conflict("id", "The role has '%s' already", in.ID)
	}
	role.Privileges = append(slices.Clone(role.Privileges), in)
	if bad := r.checkRole(&role); bad != nil {
		return *bad
	}
	r.Cluster.Auth.PutRole(role)
	return Created(in.ID)
}

func dropRolePrivilege(r *Request) Answer {
	role, bad := r.role("Role")
	if bad != nil {
		return *bad
	}
	id := r.Param("RolePrivilegeId")
	kept := slices.DeleteFunc(slices.Clone(role.Privileges), func(p world.Privilege) bool { return p.ID == id })
	if len(kept) == len(role.Privileges) {
		return NotFound("id", "The role does not have '%s'", id)
	}
	if bad := checkParents(kept); bad != nil {
		return *bad
	}
	role.Privileges = kept
	r.Cluster.Auth.PutRole(role)
	return Done()
}

func listRoleMembers(r *Request) Answer {
	role, bad := r.role("Role")
	if bad != nil {
		return *bad
	}
	show := func(m world.Persona) any { return m }
	return Listing[world.Persona]{Key: "members", Items: role.Members, Show: show}.Answer(r)
}

func addRoleMember(r *Request) Answer {
	role, bad := r.role("Role")
	if bad != nil {
		return *bad
	}
	var in world.Persona
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	member, err := r.Cluster.ResolvePersona(in)
	if err != nil {
		return BadRequest("name", "%s", err)
	}
	if slices.ContainsFunc(role.Members, func(m world.Persona) bool { return m.ID == member.ID }) {
		return Conflict("id", "'%s' is a member already", member.ID)
	}
	role.Members = append(slices.Clone(role.Members), member)
	r.Cluster.Auth.PutRole(role)
	return Created(member.ID)
}
