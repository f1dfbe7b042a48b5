// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Person is a simulated client of the site and what it has mounted.
type Person struct {
	Name     string
	Protocol clients.Protocol
	// Through is the SmartConnect name, Target the share, export path or alias.
	Through, Target string
	// File is the file that it writes, below the mount.
	File string
}

// People are those who use the pool: one SMB client of the share nas1 where there are shares, and NFS clients by path and by alias.
func (b *Bed) People() []Person {
	out := []Person{
		{"lin1", clients.NFS3, "nas1.demo.local", "nas1", "a/lin1"},
		{"lin2", clients.NFS4, "fin.demo.local", "/fin", "b/lin2"},
	}
	shares := 0
	b.World.Do(func() { shares = len(b.World.Cluster(b.Site.From).SMB.Shares("nas1")) })
	if shares > 0 {
		out = append(out, Person{"win1", clients.SMB, "nas1.demo.local", "nas1", "a/win1"})
	}
	return out
}

// target is what a person mounts while a cluster serves: exports have the path of the side.
func (b *Bed) target(p Person, key string) string {
	if p.Protocol == clients.NFS3 {
		return b.Root(key, p.Target)
	}
	return p.Target
}

// Root is the directory of a policy on a cluster, as the policy on its home cluster says.
func (b *Bed) Root(key, policy string) (dir string) {
	b.World.Do(func() {
		p, ok := synciq.Of(b.World.Cluster(b.Site.From)).Policy(policy)
		switch {
		case !ok:
		case key == Prod:
			dir = p.SourceRootPath
		default:
			dir = p.TargetPath
		}
	})
	return dir
}

// addresses are those that the site's exports name.
var addresses = map[string]string{"lin1": "10.1.0.21", "lin2": "10.1.0.22", "win1": "10.1.0.31"}

// Arrive lets all people mount what they use, from the cluster that serves, hold a file open and write on their own from now on.
// NFS clients that fail mount again by name, as an automounter would, if remount says so.
func (b *Bed) Arrive(t testing.TB, serving string, every time.Duration, remount bool) {
	t.Helper()
	for _, p := range b.People() {
		b.World.Do(func() {
			clients.Add(b.World, clients.Client{Name: p.Name, Address: addresses[p.Name], Protocol: p.Protocol, User: `DEMO\alice`})
		})
		if err := b.Mount(p, serving); err != nil {
			t.Fatal(err)
		}
		b.World.Do(func() {
			if err := clients.Open(b.World, p.Name, p.File, true); err != nil {
				t.Error(err)
			}
			if every > 0 {
				clients.StartWriter(b.World, clients.Writer{Client: p.Name, File: p.File, Every: every, Bytes: 64, Remount: remount})
			}
		})
	}
}

// Leave stops all background writers.
func (b *Bed) Leave() {
	for _, p := range b.People() {
		b.World.Do(func() { clients.StopWriter(b.World, p.Name) })
	}
}

// Mount mounts by name what a person uses on the cluster that serves.
func (b *Bed) Mount(p Person, serving string) (err error) {
	target := b.target(p, serving)
	b.World.Do(func() { err = clients.Connect(b.World, p.Name, p.Through, target) })
	return err
}

// Write writes once for a person; no error means that it is acknowledged.
func (b *Bed) Write(p Person, id string) (err error) {
	b.World.Do(func() { err = clients.Write(b.World, p.Name, p.File, id, 64) })
	return err
}

// Acked are the ids of all writes that a person was told are safe.
func (b *Bed) Acked(p Person) (ids []string) {
	b.World.Do(func() {
		for _, a := range clients.Acks(b.World) {
			if a.Client == p.Name {
				ids = append(ids, a.ID)
			}
		}
	})
	return ids
}

// Use lets a person work on the serving side: an SMB client goes on as it is, an NFS client mounts again. What it wrote ever since is read
// back and must hold every acknowledged write, and a new write must be acknowledged by that side.
func (b *Bed) Use(p Person, serving, id string) []string {
	var out []string
	if p.Protocol != clients.SMB {
		if err := b.Mount(p, serving); err != nil {
			return []string{err.Error()}
		}
	}
	if err := b.Write(p, id); err != nil {
		return []string{err.Error()}
	}
	var c clients.Client
	var held []string
	var err error
	b.World.Do(func() {
		c, _ = clients.Get(b.World, p.Name)
		f, readErr := clients.Read(b.World, p.Name, p.File)
		held, err = f.Writes, readErr
	})
	if err != nil {
		return []string{err.Error()}
	}
	if c.Mount.Cluster != b.Cluster(serving).Name {
		out = append(out, fmt.Sprintf("%s is connected to %s", p.Name, c.Mount.Cluster))
	}
	for _, id := range b.Acked(p) {
		if !slices.Contains(held, id) {
			out = append(out, fmt.Sprintf("write %s of %s was acknowledged and is gone", id, p.Name))
		}
	}
	return out
}

// HoldFile lets one more person mount the share nas1 by SMB, on the node that SmartConnect picks, and hold a file of its own open for
// writing. It answers the person's name and the number of the node. The world's lock is held.
func HoldFile(w *world.World, n int) (name string, node int, err error) {
	name = fmt.Sprintf("holder%d", n)
	clients.Add(w, clients.Client{Name: name, Address: fmt.Sprintf("10.1.0.%d", 100+n), Protocol: clients.SMB, User: `DEMO\alice`})
	if err := errors.Join(clients.Connect(w, name, "nas1.demo.local", "nas1"), clients.Open(w, name, "a/"+name, true)); err != nil {
		return name, 0, err
	}
	c, _ := clients.Get(w, name)
	return name, c.Mount.LNN, nil
}

// Errno is what a client's system call returned.
func Errno(err error) clients.Errno {
	if e, ok := errors.AsType[*clients.Error](err); ok {
		return e.Errno
	}
	return ""
}
