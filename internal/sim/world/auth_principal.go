// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"slices"
	"strings"
)

// Principal is a user or group that some authentication provider of the cluster knows.
type Principal struct {
	Name   string // "root", "alice", "DEMO\alice"
	Type   string // user, group or wellknown
	SID    string // "S-1-5-21-…"
	UnixID int64  // uid of a user, gid of a group; 0 with Name "root" or "wheel" only
	Groups []string
	Domain string // NetBIOS domain for principals of Active Directory, "" for local ones
}

// Persona is the principal as answers show it. Local users are shown by their Unix id, others by SID.
func (p Principal) Persona() Persona {
	id := "SID:" + p.SID
	if p.Domain == "" && p.Type != "wellknown" {
		id = p.unixID()
	}
	return Persona{ID: id, Name: p.Name, Type: p.Type}
}

func (p Principal) unixID() string {
	if p.Type == "group" {
		return fmt.Sprintf("GID:%d", p.UnixID)
	}
	return fmt.Sprintf("UID:%d", p.UnixID)
}

func (p Principal) hasID(id string) bool {
	return strings.EqualFold(id, "SID:"+p.SID) || p.Domain == "" && strings.EqualFold(id, p.unixID())
}

// wellKnown are the principals that every cluster has.
func wellKnown() []Principal {
	return []Principal{
		{Name: "Everyone", Type: "wellknown", SID: "S-1-1-0"},
		{Name: "root", Type: "user", SID: "S-1-22-1-0", Groups: []string{"wheel"}},
		{Name: "wheel", Type: "group", SID: "S-1-22-2-0"},
		{Name: "nobody", Type: "user", SID: "S-1-22-1-65534", UnixID: 65534},
	}
}

// AddPrincipal makes a user or group known to the cluster.
func (a *Auth) AddPrincipal(p Principal) { a.principals.Put(strings.ToLower(p.Name), p) }

// Principal returns the user or group of that name.
func (a *Auth) Principal(name string) (Principal, bool) {
	if p, ok := a.principals.Get(strings.ToLower(name)); ok {
		return p, true
	}
	for _, p := range wellKnown() {
		if strings.EqualFold(p.Name, name) {
			return p, true
		}
	}
	return Principal{}, false
}

// byID returns the user or group that has this "SID:", "UID:" or "GID:" id.
func (a *Auth) byID(id string) (Principal, bool) {
	all := append(a.principals.Values(), wellKnown()...)
	if i := slices.IndexFunc(all, func(p Principal) bool { return p.hasID(id) }); i >= 0 {
		return all[i], true
	}
	return Principal{}, false
}

// ResolvePersona completes what a request said about a user or group. An id alone is taken as it is, because OneFS stores the id
// and looks the name up when asked. A name must be known; one of an Active Directory domain is known only while a controller of
// that domain answers. The error text names the persona.
func (c *Cluster) ResolvePersona(p Persona) (Persona, error) {
	if p.ID != "" {
		kind, rest, _ := strings.Cut(p.ID, ":")
		p.ID = strings.ToUpper(kind) + ":" + rest // gopowerscale writes the kind in small letters
		if err := validID(p.ID); err != nil {
			return Persona{}, err
		}
		if known, ok := c.Auth.byID(p.ID); ok && (known.Domain == "" || c.domainAnswers(known.Domain)) {
			return Persona{ID: p.ID, Name: known.Name, Type: known.Type}, nil
		}
		return Persona{ID: p.ID, Name: p.Name, Type: p.Type}, nil
	}
	if p.Name == "" {
		return Persona{}, fmt.Errorf("a persona needs an id, or a name and a type")
	}
	known, ok := c.Auth.Principal(p.Name)
	switch {
	case !ok || known.Domain != "" && !c.domainAnswers(known.Domain):
		return Persona{}, fmt.Errorf("could not resolve %s '%s'", orUser(p.Type), p.Name)
	case p.Type != "" && p.Type != known.Type:
		return Persona{}, fmt.Errorf("could not resolve %s '%s'", p.Type, p.Name)
	}
	return known.Persona(), nil
}

func orUser(kind string) string {
	if kind == "" {
		return "user"
	}
	return kind
}

func validID(id string) error {
	kind, rest, ok := strings.Cut(id, ":")
	if !ok || rest == "" || !slices.Contains([]string{"SID", "UID", "GID", "USER", "GROUP"}, kind) {
		return fmt.Errorf("'%s' is not a persona id", id)
	}
	return nil
}
