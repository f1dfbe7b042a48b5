// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package scenario

import (
	"path"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// protocols makes shares and exports. On the standby cluster some are there already, as a configuration replication would have made
// them, and some are missing.
func (b *builder) protocols() error {
	return b.both(func(c *world.Cluster, serving bool) error {
		root := b.rootOn(serving)
		if b.smb {
			b.shares(c, root, serving)
		}
		b.exports(c, root, serving)
		return nil
	})
}

func (b *builder) shares(c *world.Cluster, root string, serving bool) {
	nas := world.NewSMBShare("nas1", "nas1", path.Join(root, "nas1"))
	nas.Description = "production"
	nas.Permissions = []world.SMBPermission{
		allow("full", b.persona(c, "finance")),
		allow("change", world.Everyone()),
		{Permission: "full", Type: "deny", Trustee: b.persona(c, "bob")},
	}
	nas.RunAsRoot = []world.Persona{b.persona(c, "alice")}
	c.SMB.PutShare(c.Ordered(nas))

	home := world.NewSMBShare("nas1", "home", path.Join(root, "nas1", "home"))
	home.AllowVariableExpansion, home.AutoCreateDirectory = true, true
	home.Path = path.Join(root, "nas1", "home", "%U")
	home.Permissions = []world.SMBPermission{allow("change", world.Everyone())}

	fin := world.NewSMBShare("nas1", "fin$", path.Join(root, "fin"))
	fin.Browsable, fin.CATimeout = false, 240
	fin.Permissions = []world.SMBPermission{allow("full", b.persona(c, "finance")), allow("read", world.Everyone())}
	if serving {
		c.SMB.PutShare(c.Ordered(home))
		if b.has("fin") {
			c.SMB.PutShare(c.Ordered(fin))
		}
	}
	for _, name := range []string{"builds", "artifacts"} {
		eng := world.NewSMBShare("eng", name, "/ifs/eng/builds")
		eng.Permissions = []world.SMBPermission{allow("change", world.Everyone())}
		c.SMB.PutShare(c.Ordered(eng))
	}
}

func (b *builder) exports(c *world.Cluster, root string, serving bool) {
	nas := world.NewNFSExport("nas1", path.Join(root, "nas1"))
	nas.AllDirs, nas.Description = true, "production"
	nas.Clients, nas.RootClients = []string{"10.1.0.0/24"}, []string{"10.1.0.21"}
	nas.ReadOnlyClients = []string{"10.1.0.99"}
	c.NFS.AddExport(nas)
	c.NFS.PutAlias(world.NFSAlias{ID: "/nas1", Name: "/nas1", Path: path.Join(root, "nas1"), Zone: "nas1"})
	if serving && b.has("fin") {
		fin := world.NewNFSExport("nas1", path.Join(root, "fin"))
		fin.ReadWriteClients = []string{"10.1.0.22", "10.1.0.23"}
		c.NFS.AddExport(fin)
		c.NFS.PutAlias(world.NFSAlias{ID: "/fin", Name: "/fin", Path: path.Join(root, "fin"), Zone: "nas1"})
	}
	if serving && b.has("proj") {
		proj := world.NewNFSExport("nas1", path.Join(root, "proj"))
		proj.ReadOnly, proj.Clients = true, []string{"10.1.0.0/24"}
		c.NFS.AddExport(proj)
	}
	c.NFS.AddExport(world.NewNFSExport("eng", "/ifs/eng/builds"))
	c.NFS.PutAlias(world.NFSAlias{ID: "/builds", Name: "/builds", Path: "/ifs/eng/builds", Zone: "eng"})
}

func (b *builder) has(policy string) bool {
	for _, p := range b.policies {
		if p.name == policy {
			return true
		}
	}
	return false
}

func allow(level string, who world.Persona) world.SMBPermission {
	return world.SMBPermission{Permission: level, Type: "allow", Trustee: who}
}

// persona is a person or group of the site as answers show it.
func (b *builder) persona(c *world.Cluster, name string) world.Persona {
	p, _ := c.Auth.Principal(b.person(name))
	return p.Persona()
}
