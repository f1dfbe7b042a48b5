// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clients

import (
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// connectSMB resolves the name, logs in at the node behind the address and connects to the share.
func (c *Client) connectSMB(w *world.World, name, share string) error {
	address, err := c.resolve(w, name)
	if err != nil {
		return err
	}
	at, ok := smartconnect.Locate(w, address)
	if !ok || !at.Up {
		c.Cache = nil // Windows asks again after a failed connection
		return c.fail("mount", ETIMEDOUT, "nobody answers at %s", address)
	}
	cluster := w.Cluster(at.Cluster)
	if !cluster.SMB.Settings().Service {
		return c.fail("mount", ETIMEDOUT, "the SMB service of %s is off", cluster.Name)
	}
	ticket, err := c.authenticate(w, cluster, at.Zone, name)
	if err != nil {
		return err
	}
	found, ok := cluster.SMB.Share(at.Zone, share)
	if !ok {
		return c.fail("mount", ENOENT, "%s has no share %s in zone %s", cluster.Name, share, at.Zone)
	}
	rights := cluster.SMBRights(found, c.User)
	if !rights.Read {
		return c.fail("mount", EACCES, "share %s gives %s nothing", share, c.User)
	}
	session := cluster.SMB.OpenSession(world.SMBSession{
		LNN: at.LNN, Computer: c.Address, User: c.User, ClientType: "Windows", Zone: at.Zone, Since: w.Now(), LastUse: w.Now(),
	})
	c.Mount = Mount{
		Active: true, Name: name, Share: share, Dir: found.Path, Cluster: at.Cluster, Zone: at.Zone, Address: address.String(),
		LNN: at.LNN, Session: session.ID, Write: rights.Write, Root: rights.Root, Ticket: ticket,
	}
	return nil
}

// authenticate gets a Kerberos ticket for the name, which must be for the account of the very cluster that is spoken to. A zone without
// an AD provider has no Kerberos.
func (c *Client) authenticate(w *world.World, cluster *world.Cluster, zone, name string) (string, error) {
	provider, ok := zoneProvider(cluster, zone)
	if !ok {
		return "", nil
	}
	if w.Forest != nil {
		if holder, ok := w.Forest.Ticket(c.Controller, "cifs", name, w.Now()); ok && strings.EqualFold(holder, provider.MachineAccount) {
			return holder, nil
		}
	}
	if w.Dials.Is(dial.NTLMFallback, "ntlm") {
		return "", nil
	}
	return "", c.fail("mount", ENOTICKET, "no ticket for cifs/%s that %s accepts", name, provider.MachineAccount)
}

func zoneProvider(cluster *world.Cluster, zone string) (world.ADSProvider, bool) {
	z, ok := cluster.Zones.Get(zone)
	if !ok {
		return world.ADSProvider{}, false
	}
	for _, p := range cluster.Auth.ADSProviders() {
		if p.Serves(z.AuthProviders) {
			return p, true
		}
	}
	return world.ADSProvider{}, false
}

// keepSMB makes sure that the client has a session, connecting anew if the old one is gone. Handles do not survive that.
func (c *Client) keepSMB(w *world.World) error {
	m := c.Mount
	if c.connectedSMB(w) {
		w.Cluster(m.Cluster).SMB.TouchSession(m.Session, w.Now())
		return nil
	}
	if cluster := w.Cluster(m.Cluster); cluster != nil {
		cluster.SMB.CloseSession(m.Session)
	}
	if c.reclaim(w) {
		return nil
	}
	c.Mount.Handles = nil
	if err := c.connectSMB(w, m.Name, m.Share); err != nil {
		return err
	}
	return nil
}

// reclaim comes back with persistent handles: to the address that the client was connected to, without asking for the name again, as long
// as the cluster still keeps one of the handles. Handles do not go to another cluster: "witness/continuous availability does not cross
// clusters" (synciq.md §4).
func (c *Client) reclaim(w *world.World) bool {
	m := c.Mount
	at, ok := smartconnect.Locate(w, parse(m.Address))
	if !ok || !at.Up || at.Cluster != m.Cluster || !w.Cluster(m.Cluster).SMB.Settings().Service {
		return false
	}
	cluster := w.Cluster(m.Cluster)
	share, ok := cluster.SMB.Share(m.Zone, m.Share)
	kept := slices.DeleteFunc(slices.Clone(m.Handles), func(h Handle) bool {
		_, open := cluster.SMB.OpenFile(h.File)
		return !h.Persistent || !open
	})
	rights := cluster.SMBRights(share, c.User)
	if !ok || len(kept) == 0 || !rights.Read {
		return false
	}
	session := cluster.SMB.OpenSession(world.SMBSession{
		LNN: at.LNN, Computer: c.Address, User: c.User, ClientType: "Windows", Zone: at.Zone, Since: w.Now(), LastUse: w.Now(),
	})
	for _, h := range kept {
		cluster.SMB.Reclaim(h.File, session.ID)
	}
	c.Mount.Session, c.Mount.LNN, c.Mount.Handles = session.ID, at.LNN, kept
	c.Mount.Write, c.Mount.Root = rights.Write, rights.Root
	return true
}

// writesBy tells whether the client has a reclaimed handle on a file that still lets it write, whatever its share gives now.
func (c *Client) writesBy(w *world.World, path string) bool {
	h, held := c.Mount.handle(path)
	return held && h.Persistent && h.Write && w.Dials.Is(dial.PersistentHandles, "kept")
}

// connectedSMB tells whether the address still leads to the node of the session, the session lives and the share is there.
func (c *Client) connectedSMB(w *world.World) bool {
	m := c.Mount
	at, ok := smartconnect.Locate(w, parse(m.Address))
	if !ok || !at.Up || at.Cluster != m.Cluster || at.LNN != m.LNN {
		return false
	}
	cluster := w.Cluster(m.Cluster)
	if _, lives := cluster.SMB.Session(m.Session); !lives {
		return false
	}
	_, shared := cluster.SMB.Share(m.Zone, m.Share)
	return shared
}

// openSMB gets a handle in the client's session. It survives until it is closed from either side.
func (c *Client) openSMB(w *world.World, path string, write bool) (Handle, error) {
	rights := []string{"read"}
	if write {
		if !c.Mount.Write {
			return Handle{}, c.fail("open", EACCES, "share %s is read-only for %s", c.Mount.Share, c.User)
		}
		rights = append(rights, "write")
	}
	cluster := w.Cluster(c.Mount.Cluster)
	share, _ := cluster.SMB.Share(c.Mount.Zone, c.Mount.Share)
	f, ok := cluster.SMB.Open(world.SMBOpenFile{
		SessionID: c.Mount.Session, Share: c.Mount.Share, Path: path, Permissions: rights,
		Persistent: c.Persistent && share.ContinuouslyAvailable,
	})
	if !ok {
		return Handle{}, c.fail("open", EBADF, "the session has ended")
	}
	return Handle{Path: path, File: f.ID, Write: write, Persistent: f.Persistent}, nil
}

// forgetClosed drops handles that the cluster has closed.
func (c *Client) forgetClosed(w *world.World) {
	cluster := w.Cluster(c.Mount.Cluster)
	c.Mount.Handles = slices.DeleteFunc(slices.Clone(c.Mount.Handles), func(h Handle) bool {
		if h.File == 0 {
			return false
		}
		_, open := cluster.SMB.OpenFile(h.File)
		return !open
	})
}
