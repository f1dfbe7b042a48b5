// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clients

import (
	"net/netip"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

func parse(address string) netip.Addr {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Addr{}
	}
	return a
}

// mountNFS resolves the name once; from then on the mount knows only the address.
func (c *Client) mountNFS(w *world.World, name, target string) error {
	address, err := c.resolve(w, name)
	if err != nil {
		return err
	}
	at, ok := smartconnect.Locate(w, address)
	if !ok || !at.Up {
		return c.fail("mount", ETIMEDOUT, "nobody answers at %s", address)
	}
	cluster := w.Cluster(at.Cluster)
	if !cluster.NFS.Global().Service {
		return c.fail("mount", ETIMEDOUT, "the NFS service of %s is off", cluster.Name)
	}
	e, dir, ok := cluster.NFS.ExportFor(at.Zone, target, c.Address)
	if !ok {
		return c.fail("mount", EACCES, "%s exports %s in zone %s to nobody at %s", cluster.Name, target, at.Zone, c.Address)
	}
	if !cluster.FS.Exists(dir) {
		return c.fail("mount", ENOENT, "%s has no %s", cluster.Name, dir)
	}
	c.Mount = Mount{
		Active: true, Name: name, Share: target, Dir: dir, Cluster: at.Cluster, Zone: at.Zone, Address: address.String(), LNN: at.LNN,
		Export: e.ID,
	}
	return nil
}

// askNFS speaks to whoever has the mount's address now and tells what the export gives: "file handles from A are not valid on B".
func (c *Client) askNFS(w *world.World, op string) (world.NFSRights, error) {
	m := c.Mount
	at, ok := smartconnect.Locate(w, parse(m.Address))
	if !ok || !at.Up {
		return world.NFSRights{}, c.fail(op, ETIMEDOUT, "nobody answers at %s", m.Address)
	}
	cluster := w.Cluster(at.Cluster)
	if !cluster.NFS.Global().Service {
		return world.NFSRights{}, c.fail(op, ETIMEDOUT, "the NFS service of %s is off", cluster.Name)
	}
	if at.Cluster != m.Cluster {
		return world.NFSRights{}, c.fail(op, ESTALE, "the handles are of %s, %s answers now", m.Cluster, at.Cluster)
	}
	e, ok := cluster.NFS.Export(m.Zone, m.Export)
	if !ok || !e.HasPath(m.Dir) {
		return world.NFSRights{}, c.fail(op, ESTALE, "%s is no longer exported", m.Dir)
	}
	rights := cluster.NFS.Rights(e, c.Address)
	if !rights.Mount {
		return world.NFSRights{}, c.fail(op, EACCES, "export %d gives nothing to %s", e.ID, c.Address)
	}
	return rights, nil
}

// openNFS takes a lock on a file, which is what the cluster shows of an open file of NFS.
func (c *Client) openNFS(w *world.World, path string, write bool) (Handle, error) {
	rights, err := c.askNFS(w, "open")
	if err != nil {
		return Handle{}, err
	}
	kind, version := "shared", "v4.1"
	if write {
		if !rights.Write {
			return Handle{}, c.fail("open", EROFS, "export %d is read-only for %s", c.Mount.Export, c.Address)
		}
		kind = "exclusive"
	}
	if c.Protocol == NFS3 {
		version = "v3"
	}
	lock := world.NFSLock{
		ID: w.NewID(), Client: c.Address, ClientID: w.NewNumber(), Version: version, Created: w.Now(), LIN: w.NewNumber(),
		Kind: kind, Path: path, Range: []int64{0, 0},
	}
	w.Cluster(c.Mount.Cluster).NFS.AddLock(lock, c.Mount.Zone, c.Mount.Address)
	return Handle{Path: path, Lock: lock.ID}, nil
}
