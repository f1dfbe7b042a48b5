// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clients

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Follower is somebody who asks for a name again each time, comes in by it and writes below a directory. Nothing is left of what he does:
// no session, no byte, no entry in the statistics.
type Follower struct {
	Protocol Protocol
	Address  string
	User     string
}

// Followers are the people of the scenarios whom their shares and exports let write.
func Followers() []Follower {
	return []Follower{
		{SMB, "10.1.0.31", `DEMO\alice`}, {NFS3, "10.1.0.21", "root"}, {NFS4, "10.1.0.22", "root"},
	}
}

// Follow tells whether a write would be acknowledged now, by whichever cluster answers for the name, below the directory that dir gives
// for that cluster; nil means yes. Only shares and exports at or below the directory count.
func (f Follower) Follow(w *world.World, name string, dir func(cluster string) string) error {
	c := Client{Name: "follower", Address: f.Address, Protocol: f.Protocol, User: f.User}
	owners, _ := Peek(w, name)
	if len(owners) != 1 {
		return c.fail("resolve", ENOHOST, "%s is answered by %d clusters", name, len(owners))
	}
	cluster := w.Cluster(owners[0])
	pool, _ := cluster.PoolAnswering(name)
	at := dir(cluster.Name)
	if at == "" {
		return c.fail("mount", ENOENT, "%s has no copy", cluster.Name)
	}
	if err := c.wayIn(w, cluster, pool.AccessZone, name, at); err != nil {
		return err
	}
	if by, closed := cluster.FS.ProtectedBy(at); closed {
		return c.fail("write", EROFS, "%s on %s belongs to a restricted-writer domain of %s", at, cluster.Name, by.Owner)
	}
	return nil
}

// wayIn looks for a share or an export below a directory that lets the client write.
func (c *Client) wayIn(w *world.World, cluster *world.Cluster, zone, name, dir string) error {
	if c.Protocol != SMB {
		if !cluster.NFS.Global().Service {
			return c.fail("mount", ETIMEDOUT, "the NFS service of %s is off", cluster.Name)
		}
		for _, e := range cluster.NFS.Exports(zone) {
			for _, p := range e.Paths {
				if fs.Within(p, dir) && cluster.NFS.Rights(e, c.Address).Write {
					return nil
				}
			}
		}
		return c.fail("mount", EACCES, "no export below %s on %s lets %s write", dir, cluster.Name, c.Address)
	}
	if !cluster.SMB.Settings().Service {
		return c.fail("mount", ETIMEDOUT, "the SMB service of %s is off", cluster.Name)
	}
	if _, err := c.authenticate(w, cluster, zone, name); err != nil {
		return err
	}
	for _, s := range cluster.SMB.Shares(zone) {
		static, _, _ := strings.Cut(s.Path, "%")
		if fs.Within(strings.TrimSuffix(static, "/"), dir) && cluster.SMBRights(s, c.User).Write {
			return nil
		}
	}
	return c.fail("mount", EACCES, "no share below %s on %s lets %s write", dir, cluster.Name, c.User)
}
