// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var rolePartRoutes = []rest.Route{
	rest.Get("/auth/roles/{Role}/privileges", listRolePrivileges),
	rest.Post("/auth/roles/{Role}/privileges", addRolePrivilege),
	rest.Delete("/auth/roles/{Role}/privileges/{RolePrivilegeId}", dropRolePrivilege),
	rest.Get("/auth/roles/{Role}/members", listRoleMembers),
	rest.Post("/auth/roles/{Role}/members", addRoleMember),
}

func listRolePrivileges(r *rest.Request) rest.Answer {
	role, bad := findRole(r, "Role")
	if bad != nil {
		return *bad
	}
	return rest.OK(map[string]any{"privileges": named(role.Privileges)})
}

func addRolePrivilege(r *rest.Request) rest.Answer {
	role, bad := findRole(r, "Role")
	if bad != nil {
		return *bad
	}
	var in world.Privilege
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	if slices.ContainsFunc(role.Privileges, func(p world.Privilege) bool { return p.ID == in.ID }) {
		return rest.Conflict("id", "The role has '%s' already", in.ID)
	}
	role.Privileges = append(slices.Clone(role.Privileges), in)
	if bad := checkRole(r, &role); bad != nil {
		return *bad
	}
	r.Cluster.Auth.PutRole(role)
	return rest.Created(in.ID)
}

func dropRolePrivilege(r *rest.Request) rest.Answer {
	role, bad := findRole(r, "Role")
	if bad != nil {
		return *bad
	}
	id := r.Param("RolePrivilegeId")
	kept := slices.DeleteFunc(slices.Clone(role.Privileges), func(p world.Privilege) bool { return p.ID == id })
	if len(kept) == len(role.Privileges) {
		return rest.NotFound("id", "The role does not have '%s'", id)
	}
	if bad := checkParents(kept); bad != nil {
		return *bad
	}
	role.Privileges = kept
	r.Cluster.Auth.PutRole(role)
	return rest.Done()
}

func listRoleMembers(r *rest.Request) rest.Answer {
	role, bad := findRole(r, "Role")
	if bad != nil {
		return *bad
	}
	show := func(m world.Persona) any { return m }
	return rest.Listing[world.Persona]{Key: "members", Items: role.Members, Show: show}.Answer(r)
}

func addRoleMember(r *rest.Request) rest.Answer {
	role, bad := findRole(r, "Role")
	if bad != nil {
		return *bad
	}
	var in world.Persona
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	member, err := r.Cluster.ResolvePersona(in)
	if err != nil {
		return rest.BadRequest("name", "%s", err)
	}
	if slices.ContainsFunc(role.Members, func(m world.Persona) bool { return m.ID == member.ID }) {
		return rest.Conflict("id", "'%s' is a member already", member.ID)
	}
	role.Members = append(slices.Clone(role.Members), member)
	r.Cluster.Auth.PutRole(role)
	return rest.Created(member.ID)
}
