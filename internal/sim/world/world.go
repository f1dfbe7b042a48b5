// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
)

// World is the whole simulated site. Every field and method needs the lock, see [World.Enter].
type World struct {
	mu sync.Mutex

	// Clock tells simulated time. Read it through Now.
	Clock Clock
	// Dials hold the answers to what nobody knows about OneFS.
	Dials Dials
	// Forest is the Active Directory that all clusters share; nil if the site has none.
	Forest *Forest
	// Face is the state of the HTTP face: page size and faults.
	Face Face
	// Log lists the requests answered so far.
	Log RequestLog
	// Violations lists what strictness and invariants found.
	Violations []Violation
	// Coverage counts the state machine's rows that a request or an event has used, by its name, see siq.Verdict.
	Coverage Table[int]

	residents map[string]Resident

	clusters []*Cluster
	agenda   []Event // latest first, so that the next one is taken from the end
	eventSeq int64
	moment   time.Time // the time up to which everything due has happened
	ids      uint64    // how many ids have been given out
}

// New makes an empty world that starts at the clock's present time.
func New(clock Clock) *World {
	return &World{Clock: clock, moment: clock.Now(), Dials: Dials{}}
}

// Enter takes the lock and lets everything happen that is due. Every entry point begins with it and ends with [World.Leave]:
// HTTP requests, DNS questions, client operations and the control face.
func (w *World) Enter() {
	w.mu.Lock()
	w.Sync()
}

// Leave gives the lock back.
func (w *World) Leave() { w.mu.Unlock() }

// Do runs f between Enter and Leave.
func (w *World) Do(f func()) {
	w.Enter()
	defer w.Leave()
	f()
}

// Now is the simulated time: the due time of the event being handled, otherwise the time at which the lock was taken.
// It does not move while the lock is held.
func (w *World) Now() time.Time { return w.moment }

// AddCluster adds a cluster. Names are unique; a second one of the same name is a fault of the scenario and panics.
func (w *World) AddCluster(c *Cluster) {
	if w.Cluster(c.Name) != nil {
		panic("world: two clusters named " + c.Name)
	}
	c.world = w
	if c.FS == nil {
		c.FS = fs.New()
	}
	w.clusters = append(w.clusters, c)
}

// Cluster returns the cluster of that name, or nil.
func (w *World) Cluster(name string) *Cluster {
	for _, c := range w.clusters {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Clusters lists the clusters in the order they were added.
func (w *World) Clusters() []*Cluster { return slices.Clone(w.clusters) }

// NewID gives out 32 hexadecimal digits, unlike any given out before and the same in every replay of the same calls.
func (w *World) NewID() string {
	w.ids++
	// An odd multiplier is a bijection on 64 bits, so ids never repeat and do not look like a counter.
	return fmt.Sprintf("%016x%016x", w.ids*0x9e3779b97f4a7c15, w.ids*0xd6e8feb86659fd93)
}

// NewNumber gives out a number that grows by one each time, for ids that are counters across the site.
func (w *World) NewNumber() int64 {
	w.ids++
	return int64(w.ids)
}
