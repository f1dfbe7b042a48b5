// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"
	"strings"
	"sync"
)

// PrivilegeLevel is what a privilege allows: "r" read, "x" execute, "w" write; "-" takes away. A higher one includes the lower ones.
type PrivilegeLevel string

var levels = []PrivilegeLevel{"-", "r", "x", "w"}

// Covers tells whether holding l is enough where need is asked for.
func (l PrivilegeLevel) Covers(need PrivilegeLevel) bool {
	return l != "-" && slices.Index(levels, l) >= slices.Index(levels, need)
}

// Privilege is one right held by a user or given by a role.
type Privilege struct {
	ID         string         `json:"id" required:"true"`
	Name       string         `json:"name,omitempty"`
	Permission PrivilegeLevel `json:"permission,omitempty" enum:"r,w,x,-"`
}

// Role gives privileges to its members within a zone.
type Role struct {
	ID          string      `json:"id" api:"read"`
	Name        string      `json:"name" required:"true" max:"255"`
	Description *string     `json:"description" max:"255"`
	Members     []Persona   `json:"members"`
	Privileges  []Privilege `json:"privileges"`
	Zone        string      `json:"-"`
	BuiltIn     bool        `json:"-"` // may not be deleted
}

func roleKey(zone, name string) string { return strings.ToLower(zone) + "/" + strings.ToLower(name) }

// builtInRoles are the roles that every cluster has in the System zone, without members.
var builtInRoles = sync.OnceValue(func() []Role {
	give := func(level PrivilegeLevel, ids ...string) []Privilege {
		var out []Privilege
		for _, info := range PrivilegeCatalogue() {
			if len(ids) == 0 || slices.Contains(ids, info.ID) {
				out = append(out, Privilege{ID: info.ID, Name: info.Name, Permission: min(level, info.Permission)})
			}
		}
		return out
	}
	var out []Role
	for _, r := range []struct {
		name, text string
		privileges []Privilege
	}{
		{"SystemAdmin", "Administer all aspects of the cluster", give("w")},
		{
			"SecurityAdmin", "Administer security configuration",
			give("w", "ISI_PRIV_LOGIN_PAPI", "ISI_PRIV_LOGIN_SSH", "ISI_PRIV_AUTH", "ISI_PRIV_ROLE"),
		},
		{"AuditAdmin", "View the configuration", give("r")},
		{
			"BackupAdmin", "Back up and restore files",
			give("r", "ISI_PRIV_LOGIN_PAPI", "ISI_PRIV_NS_IFS_ACCESS", "ISI_PRIV_NS_TRAVERSE"),
		},
		{
			"VMwareAdmin", "Administer storage for virtual machines",
			give("w", "ISI_PRIV_LOGIN_PAPI", "ISI_PRIV_NETWORK", "ISI_PRIV_NFS", "ISI_PRIV_SMB", "ISI_PRIV_SNAPSHOT"),
		},
	} {
		out = append(out, Role{
			ID: r.name, Name: r.name, Description: &r.text, Members: []Persona{}, Privileges: r.privileges, Zone: SystemZone, BuiltIn: true,
		})
	}
	return out
})

// Role returns the role of that name in a zone.
func (a *Auth) Role(zone, name string) (Role, bool) {
	if r, ok := a.roles.Get(roleKey(zone, name)); ok {
		return r, true
	}
	for _, r := range builtInRoles() {
		if roleKey(r.Zone, r.Name) == roleKey(zone, name) {
			return r, true
		}
	}
	return Role{}, false
}

// Roles lists the roles of a zone: the built-in ones, then the others in the order they were made.
func (a *Auth) Roles(zone string) []Role {
	var out []Role
	for _, r := range builtInRoles() {
		if strings.EqualFold(r.Zone, zone) && !a.roles.Has(roleKey(zone, r.Name)) {
			out = append(out, r)
		}
	}
	for _, r := range a.roles.All() {
		if strings.EqualFold(r.Zone, zone) {
			out = append(out, r)
		}
	}
	return out
}

// PutRole makes a role or replaces the one of the same zone and name.
func (a *Auth) PutRole(r Role) { a.roles.Put(roleKey(r.Zone, r.Name), r) }

// DeleteRole removes a role and tells whether there was one.
func (a *Auth) DeleteRole(zone, name string) bool { return a.roles.Delete(roleKey(zone, name)) }

// Held lists the privileges that the roles of the System zone give a user, each once with its highest level, in the order of
// [PrivilegeCatalogue]. A child privilege that no role names has the level of its parent; one that a role names has that one
// even if it is lower [B§11]. root holds everything.
func (a *Auth) Held(user string) []Privilege {
	named := map[string]PrivilegeLevel{}
	for _, r := range a.Roles(SystemZone) {
		if !slices.ContainsFunc(r.Members, func(m Persona) bool { return a.isUser(m, user) }) {
			continue
		}
		for _, p := range r.Privileges {
			level := p.Permission
			if level == "" {
				level = "r"
			}
			if now, ok := named[p.ID]; !ok || slices.Index(levels, level) > slices.Index(levels, now) {
				named[p.ID] = level
			}
		}
	}
	var out []Privilege
	for _, info := range PrivilegeCatalogue() {
		level, ok := named[info.ID]
		if !ok && info.ParentID != "" {
			level, ok = named[info.ParentID]
		}
		if strings.EqualFold(user, "root") {
			level, ok = info.Permission, true
		}
		if ok {
			out = append(out, Privilege{ID: info.ID, Name: info.Name, Permission: level})
		}
	}
	return out
}

// isUser tells whether a role's member means this user, by name or by the id under which the cluster knows the user.
func (a *Auth) isUser(member Persona, user string) bool {
	if strings.EqualFold(member.Name, user) {
		return true
	}
	p, ok := a.Principal(user)
	return ok && member.ID != "" && p.hasID(member.ID)
}
