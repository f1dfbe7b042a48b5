// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package scenario

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// rights is what the service account's role gives: the privileges of behaviour.md §11, no more than a failover needs.
var rights = []world.Privilege{
	{ID: "ISI_PRIV_LOGIN_PAPI", Permission: "r"},
	{ID: "ISI_PRIV_AUTH", Permission: "w"},
	{ID: "ISI_PRIV_ROLE", Permission: "r"},
	{ID: "ISI_PRIV_CLUSTER", Permission: "r"},
	{ID: "ISI_PRIV_DEVICES", Permission: "r"},
	{ID: "ISI_PRIV_EVENT", Permission: "r"},
	{ID: "ISI_PRIV_LICENSE", Permission: "r"},
	{ID: "ISI_PRIV_NETWORK", Permission: "w"},
	{ID: "ISI_PRIV_NFS", Permission: "w"},
	{ID: "ISI_PRIV_SMB", Permission: "w"},
	{ID: "ISI_PRIV_QUOTA", Permission: "w"},
	{ID: "ISI_PRIV_QUOTA_QUOTAMANAGEMENT", Permission: "w"},
	{ID: "ISI_PRIV_SNAPSHOT", Permission: "w"},
	{ID: "ISI_PRIV_STATISTICS", Permission: "r"},
	{ID: "ISI_PRIV_SYNCIQ", Permission: "w"},
	{ID: "ISI_PRIV_NS_IFS_ACCESS", Permission: "r"},
	{ID: "ISI_PRIV_NS_TRAVERSE", Permission: "r"},
}

// accounts makes the service account with its role, and the people of the domain.
func (b *builder) accounts() error {
	return b.both(func(c *world.Cluster, _ bool) error {
		c.Auth.AddLogin(username, password)
		c.Auth.AddPrincipal(world.Principal{Name: username, Type: "user", SID: "S-1-5-21-2000-1001", UnixID: 2001})
		text := "what a failover needs"
		c.Auth.PutRole(world.Role{
			ID: "Failover", Name: "Failover", Description: &text, Zone: world.SystemZone, Privileges: rights,
			Members: []world.Persona{{ID: "UID:2001", Name: username, Type: "user"}},
		})
		domain, prefix := "", ""
		if b.domain {
			domain, prefix = "DEMO", `DEMO\`
		}
		for _, p := range []world.Principal{
			{Name: prefix + "alice", Type: "user", SID: "S-1-5-21-1000-1101", UnixID: 10001, Groups: []string{prefix + "finance"}},
			{Name: prefix + "bob", Type: "user", SID: "S-1-5-21-1000-1102", UnixID: 10002},
			{Name: prefix + "finance", Type: "group", SID: "S-1-5-21-1000-1201", UnixID: 10101},
		} {
			p.Domain = domain
			c.Auth.AddPrincipal(p)
		}
		for name, address := range map[string]string{"lin1": "10.1.0.21", "lin2.demo.local": "10.1.0.22"} {
			c.NFS.AddHost(name, address)
		}
		return nil
	})
}

// people adds clients that have mounted nothing yet.
func (b *builder) people() error {
	if b.smb {
		clients.Add(b.w, clients.Client{Name: "win1", Address: "10.1.0.11", Protocol: clients.SMB, User: b.person("alice")})
	}
	clients.Add(b.w, clients.Client{Name: "lin1", Address: "10.1.0.21", Protocol: clients.NFS3, User: "root"})
	clients.Add(b.w, clients.Client{Name: "lin2", Address: "10.1.0.22", Protocol: clients.NFS4, User: "root"})
	return nil
}

// person is how a user of the site is named: by domain where there is one.
func (b *builder) person(name string) string {
	if b.domain {
		return `DEMO\` + name
	}
	return name
}
