// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"
	"strconv"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
)

// EventSnapshotExpired is due when a snapshot expires; its ID is the snapshot's number.
const EventSnapshotExpired EventKind = "snapshot_expired"

// Snapshots holds the snapshots that OneFS lists, SyncIQ's own included, and aliases.
type Snapshots struct {
	// Full tells that there is no room for another snapshot by request. SyncIQ's own are not counted.
	Full bool

	table Table[Snapshot] // by number
	last  int64
}

// Snapshot is one snapshot of a directory, or an alias of one.
type Snapshot struct {
	ID      int64
	Name    string
	Path    string // the directory; an alias has that of its target
	Created time.Time
	Expires time.Time   // zero: never
	Target  int64       // an alias: the number of the snapshot it stands for
	Tree    fs.Snapshot // what the file system was
}

// Get returns the snapshot with that number or, as the API allows, of that name.
func (s *Snapshots) Get(key string) (Snapshot, bool) {
	if snap, ok := s.table.Get(key); ok {
		return snap, true
	}
	for _, snap := range s.table.All() {
		if snap.Name == key {
			return snap, true
		}
	}
	return Snapshot{}, false
}

// Values lists the snapshots, oldest first.
func (s *Snapshots) Values() []Snapshot { return s.table.Values() }

// Put stores a changed snapshot.
func (s *Snapshots) Put(snap Snapshot) { s.table.Put(strconv.FormatInt(snap.ID, 10), snap) }

// Latest returns the newest snapshot of exactly that directory.
func (s *Snapshots) Latest(path string) (Snapshot, bool) {
	var found Snapshot
	for _, snap := range s.table.All() {
		if snap.Path == path && snap.Target == 0 {
			found = snap
		}
	}
	return found, found.ID != 0
}

// AddSnapshot lists a version of the tree as a snapshot of path, in place of one of the same name.
func (c *Cluster) AddSnapshot(name, path string, tree fs.Snapshot) Snapshot {
	c.DropSnapshot(name)
	c.Snapshots.last++
	snap := Snapshot{ID: c.Snapshots.last, Name: name, Path: path, Created: c.world.Now(), Tree: tree}
	c.Snapshots.Put(snap)
	return snap
}

// AddSnapshotAlias lists a second name for a snapshot.
func (c *Cluster) AddSnapshotAlias(name string, of Snapshot) Snapshot {
	alias := c.AddSnapshot(name, of.Path, of.Tree)
	alias.Target = of.ID
	c.Snapshots.Put(alias)
	return alias
}

// ExpireSnapshot sets when a snapshot goes by itself; the zero time means never.
func (c *Cluster) ExpireSnapshot(snap Snapshot, at time.Time) {
	id := strconv.FormatInt(snap.ID, 10)
	c.world.Unschedule(EventSnapshotExpired, c.Name, id)
	snap.Expires = at
	c.Snapshots.Put(snap)
	if !at.IsZero() {
		c.world.Schedule(Event{Due: at, Kind: EventSnapshotExpired, Cluster: c.Name, ID: id})
	}
}

// DropSnapshot removes the snapshot with that number or name, with its aliases, and tells whether there was one.
func (c *Cluster) DropSnapshot(key string) bool {
	snap, ok := c.Snapshots.Get(key)
	if !ok {
		return false
	}
	gone := []int64{snap.ID}
	for _, other := range c.Snapshots.table.All() {
		if other.Target == snap.ID {
			gone = append(gone, other.ID)
		}
	}
	slices.Sort(gone)
	for _, id := range gone {
		key := strconv.FormatInt(id, 10)
		c.Snapshots.table.Delete(key)
		c.world.Unschedule(EventSnapshotExpired, c.Name, key)
	}
	return true
}

func (s *Snapshots) clone() Snapshots {
	return Snapshots{Full: s.Full, table: s.table.Clone(), last: s.last}
}
