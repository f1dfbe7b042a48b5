// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var roleRoutes = []rest.Route{
	rest.Get("/auth/roles", listRoles),
	rest.Post("/auth/roles", createRole),
	rest.Get("/auth/roles/{AuthRoleId}", showRole),
	rest.Put("/auth/roles/{AuthRoleId}", changeRole),
	rest.Delete("/auth/roles/{AuthRoleId}", deleteRole),
}

func findRole(r *rest.Request, param string) (world.Role, *rest.Answer) {
	role, ok := r.Cluster.Auth.Role(r.Zone(), r.Param(param))
	if !ok {
		return role, rest.Refuse(rest.NotFound("role", "Role '%s' not found.", r.Param(param)))
	}
	return role, nil
}

func shownRole(role world.Role) any {
	role.ID = role.Name
	role.Members = append([]world.Persona{}, role.Members...)
	role.Privileges = named(role.Privileges)
	return role
}

// named are privileges with their names, as the Ansible collection and the SDK read them.
func named(privileges []world.Privilege) []world.Privilege {
	out := append([]world.Privilege{}, privileges...)
	for i, p := range out {
		if info, known := world.KnownPrivilege(p.ID); known && p.Name == "" {
			out[i].Name = info.Name
		}
	}
	return out
}

func listRoles(r *rest.Request) rest.Answer {
	return rest.Listing[world.Role]{Key: "roles", Items: r.Cluster.Auth.Roles(r.Zone()), Show: shownRole}.Answer(r)
}

func showRole(r *rest.Request) rest.Answer {
	role, bad := findRole(r, "AuthRoleId")
	if bad != nil {
		return *bad
	}
	return rest.Item("roles", shownRole(role))
}

func createRole(r *rest.Request) rest.Answer {
	role := world.Role{Zone: r.Zone(), Members: []world.Persona{}, Privileges: []world.Privilege{}}
	if bad := r.Edit(&role); bad != nil {
		return *bad
	}
	if bad := checkRole(r, &role); bad != nil {
		return *bad
	}
	if _, exists := r.Cluster.Auth.Role(role.Zone, role.Name); exists {
		return rest.Conflict("name", "Role '%s' already exists", role.Name)
	}
	r.Cluster.Auth.PutRole(role)
	return rest.Created(role.Name)
}

func changeRole(r *rest.Request) rest.Answer {
	before, bad := findRole(r, "AuthRoleId")
	if bad != nil {
		return *bad
	}
	after := before
	if bad := r.Edit(&after); bad != nil {
		return *bad
	}
	if bad := checkRole(r, &after); bad != nil {
		return *bad
	}
	if !strings.EqualFold(before.Name, after.Name) {
		if _, taken := r.Cluster.Auth.Role(after.Zone, after.Name); taken {
			return rest.Conflict("name", "Role '%s' already exists", after.Name)
		}
		r.Cluster.Auth.DeleteRole(before.Zone, before.Name)
	}
	r.Cluster.Auth.PutRole(after)
	return rest.Done()
}

func deleteRole(r *rest.Request) rest.Answer {
	role, bad := findRole(r, "AuthRoleId")
	if bad != nil {
		return *bad
	}
	if role.BuiltIn {
		return rest.Forbidden("The built-in role '%s' cannot be deleted", role.Name)
	}
	r.Cluster.Auth.DeleteRole(role.Zone, role.Name)
	return rest.Done()
}

// checkRole refuses what cannot be a role, and completes its members and privileges.
func checkRole(r *rest.Request, role *world.Role) *rest.Answer {
	if strings.TrimSpace(role.Name) != role.Name || role.Name == "" {
		return rest.Refuse(rest.BadRequest("name", "'%s' is not a role name", role.Name))
	}
	role.ID = role.Name
	members := make([]world.Persona, 0, len(role.Members))
	for _, m := range role.Members {
		known, err := r.Cluster.ResolvePersona(m)
		if err != nil {
			return rest.Refuse(rest.BadRequest("members", "%s", err))
		}
		members = append(members, known)
	}
	privileges := make([]world.Privilege, 0, len(role.Privileges))
	for _, p := range role.Privileges {
		complete, bad := completePrivilege(p)
		if bad != nil {
			return bad
		}
		privileges = append(privileges, complete)
	}
	role.Members, role.Privileges = members, privileges
	return checkParents(privileges)
}

func completePrivilege(p world.Privilege) (world.Privilege, *rest.Answer) {
	info, known := world.KnownPrivilege(p.ID)
	if !known {
		return p, rest.Refuse(rest.BadRequest("privileges", "There is no privilege '%s'", p.ID))
	}
	if p.Permission == "" {
		p.Permission = "r"
	}
	if p.Permission != "-" && !info.Permission.Covers(p.Permission) {
		return p, rest.Refuse(rest.BadRequest("privileges", "'%s' cannot be given with permission %s", p.ID, p.Permission))
	}
	p.Name = info.Name
	return p, nil
}

// checkParents refuses a child privilege above its parent: "a parent not less than what the child needs" (behaviour.md 11).
func checkParents(privileges []world.Privilege) *rest.Answer {
	for _, child := range privileges {
		info, _ := world.KnownPrivilege(child.ID)
		if info.ParentID == "" || child.Permission == "-" {
			continue
		}
		i := slices.IndexFunc(privileges, func(p world.Privilege) bool { return p.ID == info.ParentID })
		if i < 0 || !privileges[i].Permission.Covers(child.Permission) {
			return rest.Refuse(rest.BadRequest("privileges", "'%s' needs '%s' with permission %s", child.ID, info.ParentID, child.Permission))
		}
	}
	return nil
}
