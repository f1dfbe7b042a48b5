// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world_test

import (
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// office is a cluster that knows alice, a member of staff, and bob.
func office(t *testing.T) *world.Cluster {
	t.Helper()
	w := world.New(world.FrozenClock(time.Date(2026, 5, 2, 9, 0, 0, 0, time.UTC)))
	c := &world.Cluster{Name: "ps1", Reachable: true}
	w.AddCluster(c)
	c.Auth.AddPrincipal(world.Principal{Name: "staff", Type: "group", SID: "S-1-5-21-1-2001", UnixID: 2001})
	c.Auth.AddPrincipal(world.Principal{Name: "alice", Type: "user", SID: "S-1-5-21-1-1001", UnixID: 1001, Groups: []string{"staff"}})
	c.Auth.AddPrincipal(world.Principal{Name: "bob", Type: "user", SID: "S-1-5-21-1-1002", UnixID: 1002})
	return c
}

func TestWhatAShareGives(t *testing.T) {
	t.Parallel()
	c := office(t)
	entry := func(kind, level string, who world.Persona) world.SMBPermission {
		return world.SMBPermission{Type: kind, Permission: level, Trustee: who}
	}
	everyone := world.Everyone()
	staff, alice := world.Persona{ID: "GID:2001"}, world.Persona{ID: "SID:S-1-5-21-1-1001"}
	tests := map[string]struct {
		permissions []world.SMBPermission
		roots       []world.Persona
		user        string
		read, write bool
	}{
		"nobody is named":  {nil, nil, "alice", false, false},
		"everyone reads":   {[]world.SMBPermission{entry("allow", "read", everyone)}, nil, "alice", true, false},
		"everyone changes": {[]world.SMBPermission{entry("allow", "change", everyone)}, nil, "stranger", true, true},
		"by group":         {[]world.SMBPermission{entry("allow", "full", staff)}, nil, "alice", true, true},
		"not in the group": {[]world.SMBPermission{entry("allow", "full", staff)}, nil, "bob", false, false},
		"by SID":           {[]world.SMBPermission{entry("allow", "full", alice)}, nil, "alice", true, true},
		"change is denied": {
			[]world.SMBPermission{entry("deny", "change", staff), entry("allow", "full", everyone)},
			nil,
			"alice", true, false,
		},
		"all is denied": {
			[]world.SMBPermission{entry("deny", "full", alice), entry("allow", "full", everyone)},
			nil, "alice",
			false, false,
		},
		"denied to another":      {[]world.SMBPermission{entry("deny", "full", alice), entry("allow", "full", everyone)}, nil, "bob", true, true},
		"root, whatever is said": {[]world.SMBPermission{entry("deny", "full", everyone)}, []world.Persona{staff}, "alice", true, true},
	}
	for name, test := range tests {
		share := world.NewSMBShare(world.SystemZone, "nas1", "/ifs/data/nas1")
		share.Permissions, share.RunAsRoot = test.permissions, test.roots
		if got := c.SMBRights(share, test.user); got.Read != test.read || got.Write != test.write {
			t.Errorf("%s: read %v, write %v", name, got.Read, got.Write)
		}
	}
}

func TestWhatAnExportGives(t *testing.T) {
	t.Parallel()
	c := office(t)
	c.NFS.AddHost("build7", "10.0.0.7")
	type lists struct{ clients, ro, rw, root []string }
	me := []string{"10.0.0.7"}
	tests := map[string]struct {
		readOnly           bool
		lists              lists
		mount, write, root bool
	}{
		"open to all":             {false, lists{}, true, true, false},
		"open, read-only":         {true, lists{}, true, false, false},
		"named by subnet":         {false, lists{clients: []string{"10.0.0.0/29"}}, true, true, false},
		"named by host name":      {false, lists{clients: []string{"BUILD7"}}, true, true, false},
		"another is named":        {false, lists{clients: []string{"10.0.0.8"}}, false, false, false},
		"named, read-only":        {true, lists{clients: me}, true, false, false},
		"read-write overrides":    {true, lists{rw: me}, true, true, false},
		"read-only overrides":     {false, lists{clients: me, ro: me}, true, false, false},
		"root":                    {false, lists{root: me}, true, true, true},
		"fenced":                  {true, lists{ro: me}, true, false, false},
		"fenced, another is root": {true, lists{ro: me, root: []string{"10.0.0.8"}}, true, false, false},
	}
	for name, test := range tests {
		e := world.NewNFSExport(world.SystemZone, "/ifs/data/nas1")
		e.ReadOnly, e.Clients, e.ReadOnlyClients = test.readOnly, test.lists.clients, test.lists.ro
		e.ReadWriteClients, e.RootClients = test.lists.rw, test.lists.root
		got := c.NFS.Rights(e, "10.0.0.7")
		if got.Mount != test.mount || got.Write != test.write || got.Root != test.root {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestWhichExportLeadsWhere(t *testing.T) {
	t.Parallel()
	c := office(t)
	c.NFS.AddExport(world.NewNFSExport(world.SystemZone, "/ifs/data"))
	deep := world.NewNFSExport(world.SystemZone, "/ifs/data/nas1")
	deep.AllDirs = true
	c.NFS.AddExport(deep)
	east := world.NewNFSExport("east", "/ifs/east")
	east.Clients = []string{"10.0.0.1"}
	c.NFS.AddExport(east)
	c.NFS.PutAlias(world.NFSAlias{ID: "/fin", Name: "/fin", Path: "/ifs/data/nas1/fin", Zone: world.SystemZone})
	for _, test := range []struct {
		zone, mount, address string
		id                   int64 // 0: none
		dir                  string
	}{
		{world.SystemZone, "/ifs/data", "10.0.0.7", 1, "/ifs/data"},
		{world.SystemZone, "/ifs/data/other", "10.0.0.7", 0, ""},
		{world.SystemZone, "/ifs/data/nas1/a", "10.0.0.7", 2, "/ifs/data/nas1/a"},
		{world.SystemZone, "/fin", "10.0.0.7", 2, "/ifs/data/nas1/fin"},
		{world.SystemZone, "/fin/x", "10.0.0.7", 2, "/ifs/data/nas1/fin/x"},
		{world.SystemZone, "/finance", "10.0.0.7", 0, ""},
		{"east", "/ifs/east", "10.0.0.1", 1, "/ifs/east"},
		{"east", "/ifs/east", "10.0.0.7", 0, ""},
		{"east", "/fin", "10.0.0.1", 0, ""},
	} {
		e, dir, ok := c.NFS.ExportFor(test.zone, test.mount, test.address)
		if ok != (test.id != 0) || ok && (e.ID != test.id || dir != test.dir) {
			t.Errorf("%s %s from %s: export %d, %s, %v", test.zone, test.mount, test.address, e.ID, dir, ok)
		}
	}
}
