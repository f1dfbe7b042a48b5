// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clients

import (
	"path"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Connect mounts a share (SMB), or an export path or alias (NFS), under a SmartConnect name. What was mounted before is let go.
// The error is an [*Error].
func Connect(w *world.World, client, name, target string) error {
	c, err := lookup(w, client, "mount")
	if err != nil {
		return err
	}
	c.letGo(w)
	if c.Protocol == SMB {
		err = c.connectSMB(w, name, target)
	} else {
		err = c.mountNFS(w, name, target)
	}
	c.save(w)
	return err
}

// Disconnect unmounts. Handles are closed.
func Disconnect(w *world.World, client string) error {
	c, err := lookup(w, client, "unmount")
	if err != nil {
		return err
	}
	c.letGo(w)
	c.save(w)
	return nil
}

func (c *Client) letGo(w *world.World) {
	if cluster := w.Cluster(c.Mount.Cluster); c.Mount.Active && cluster != nil {
		c.closeHandles(cluster)
		if c.Protocol == SMB {
			cluster.SMB.CloseSession(c.Mount.Session)
		}
	}
	c.Mount = Mount{}
}

// closeHandles closes what the client itself holds open; other clients of the same address keep theirs.
func (c *Client) closeHandles(cluster *world.Cluster) {
	for _, h := range c.Mount.Handles {
		if h.File != 0 {
			cluster.SMB.CloseFile(h.File)
		} else {
			cluster.NFS.DropLock(h.Lock)
		}
	}
	c.Mount.Handles = nil
}

// Open opens a file of the mount and holds the handle, which the cluster then shows as an open file or a lock. file is relative to the
// mount.
func Open(w *world.World, client, file string, write bool) error {
	c, p, err := mounted(w, client, "open", file)
	if err != nil {
		return err
	}
	if _, held := c.Mount.handle(p); held {
		c.save(w)
		return nil
	}
	var h Handle
	if c.Protocol == SMB {
		h, err = c.openSMB(w, p, write)
	} else {
		h, err = c.openNFS(w, p, write)
	}
	if err == nil {
		c.Mount.Handles = append(slices.Clip(c.Mount.Handles), h)
	}
	c.save(w)
	return err
}

// CloseAll closes what the client holds open and stays mounted.
func CloseAll(w *world.World, client string) error {
	c, err := lookup(w, client, "close")
	if err != nil {
		return err
	}
	if cluster := w.Cluster(c.Mount.Cluster); cluster != nil {
		c.closeHandles(cluster)
	}
	c.save(w)
	return nil
}

// mounted finds the client, makes sure that it is connected, and turns a file of the mount into a path below /ifs. A client whose SMB
// connection had to be made anew is saved, also when that failed.
func mounted(w *world.World, client, op, file string) (Client, string, error) {
	c, err := lookup(w, client, op)
	if err != nil {
		return c, "", err
	}
	if !c.Mount.Active {
		return c, "", c.fail(op, EBADF, "nothing is mounted")
	}
	if c.Protocol == SMB {
		err := c.keepSMB(w)
		if err == nil {
			c.forgetClosed(w)
		}
		c.save(w)
		if err != nil {
			return c, "", err
		}
	}
	return c, path.Join(c.Mount.Dir, path.Clean("/"+strings.TrimPrefix(file, "/"))), nil
}
