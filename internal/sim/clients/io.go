// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clients

import (
	"errors"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Write writes bytes to a file of the mount, under an id of the writer's choice. No error means that the write is acknowledged: it
// is in the file, on the cluster that answered, and in the history.
func Write(w *world.World, client, file, id string, bytes int64) error {
	err := write(w, client, file, id, bytes)
	if err != nil {
		In(w).history.refused++
	}
	return err
}

func write(w *world.World, client, file, id string, bytes int64) error {
	c, p, err := mounted(w, client, "write", file)
	if err != nil {
		return err
	}
	if err := c.mayWrite(w, p); err != nil {
		return err
	}
	cluster := w.Cluster(c.Mount.Cluster)
	if q, denied := cluster.QuotaDenies(p, c.User, "", bytes); denied {
		return c.fail("write", EDQUOT, "the quota of %s is used up", q.Path)
	}
	change := fs.Write{ID: id, Bytes: bytes, At: w.Now(), Attr: fs.Attr{Mode: "0644", Owner: c.User, Group: "Domain Users"}}
	if err := cluster.FS.Write(p, change); err != nil {
		return c.explain(w, "write", err)
	}
	c.active(cluster, bytes, 0)
	s, a := In(w), Ack{ID: id, Client: client, Cluster: cluster.Name, Name: c.Mount.Name, Path: p, At: w.Now()}
	s.history.acks = append(s.history.acks, a)
	s.noteSide(w, a)
	return nil
}

// mayWrite asks what the share gave when the client connected, or what the export gives now.
func (c *Client) mayWrite(w *world.World, path string) error {
	if c.Protocol == SMB {
		if !c.Mount.Write && !c.writesBy(w, path) {
			return c.fail("write", EACCES, "share %s is read-only for %s", c.Mount.Share, c.User)
		}
		return nil
	}
	rights, err := c.askNFS(w, "write")
	if err != nil {
		return err
	}
	if !rights.Write {
		return c.fail("write", EROFS, "export %d is read-only for %s", c.Mount.Export, c.Address)
	}
	return nil
}

// explain turns a refusal of the file tree into what a client sees.
func (c *Client) explain(w *world.World, op string, err error) error {
	var protected *fs.ProtectedError
	switch {
	case errors.As(err, &protected):
		return c.fail(op, Errno(w.Dials.Text(dial.ProtectedErrno)), "%v", protected)
	case errors.Is(err, fs.ErrIsDirectory):
		return c.fail(op, EISDIR, "%v", err)
	default:
		return c.fail(op, ENOENT, "%v", err)
	}
}

// Read reads a file of the mount: its content and the ids of the writes that are in it.
func Read(w *world.World, client, file string) (fs.File, error) {
	c, p, err := mounted(w, client, "read", file)
	if err != nil {
		return fs.File{}, err
	}
	if c.Protocol != SMB {
		if _, err := c.askNFS(w, "read"); err != nil {
			return fs.File{}, err
		}
	}
	cluster := w.Cluster(c.Mount.Cluster)
	f, err := cluster.FS.Read(p)
	if err != nil {
		return fs.File{}, c.explain(w, "read", err)
	}
	c.active(cluster, 0, f.Size)
	return f, nil
}

// Holds tells whether the file at a path of a cluster holds a write.
func Holds(c *world.Cluster, p, id string) bool {
	f, err := c.FS.Read(p)
	return err == nil && slices.Contains(f.Writes, id)
}
