// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clients

import (
	"fmt"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// EventWrite is the next write of a background writer; ID is the writer's client.
const EventWrite world.EventKind = "clients.write"

// Writer writes to one file of a client's mount again and again. A write that fails is not repeated: the next one has a new id.
type Writer struct {
	Client  string        `json:"client"`
	File    string        `json:"file"`
	Every   time.Duration `json:"every"`
	Bytes   int64         `json:"bytes"`
	Number  int           `json:"number"` // of the last write
	Acked   int           `json:"acked"`
	Failed  int           `json:"failed"`
	LastErr string        `json:"last_error,omitempty"`
	// Remount makes an NFS client that fails mount again by name, as an administrator or an automounter would.
	Remount bool `json:"remount"`
}

// StartWriter makes a client write on its own from now on, once every so often. A client has one writer at a time.
func StartWriter(w *world.World, v Writer) {
	StopWriter(w, v.Client)
	In(w).writers.Put(v.Client, v)
	w.After(v.Every, EventWrite, "", v.Client, "")
}

// StopWriter ends a client's background writer.
func StopWriter(w *world.World, client string) {
	w.Unschedule(EventWrite, "", client)
	In(w).writers.Delete(client)
}

// Writers lists the background writers.
func Writers(w *world.World) []Writer { return In(w).writers.Values() }

// Happen carries out the next write of a background writer.
func (s *State) Happen(w *world.World, e world.Event) bool {
	if e.Kind != EventWrite {
		return false
	}
	v, ok := s.writers.Get(e.ID)
	if !ok {
		return true
	}
	v.Number++
	id := fmt.Sprintf("%s-%d", v.Client, v.Number)
	err := Write(w, v.Client, v.File, id, v.Bytes)
	if c, known := Get(w, v.Client); err != nil && v.Remount && known && c.Protocol != SMB {
		if Connect(w, v.Client, c.Mount.Name, c.Mount.Share) == nil {
			err = Write(w, v.Client, v.File, id, v.Bytes)
		} else {
			kept, _ := Get(w, v.Client)
			kept.Mount = c.Mount // what is to be mounted is not forgotten
			kept.save(w)
		}
	}
	if err != nil {
		v.Failed++
		v.LastErr = err.Error()
	} else {
		v.Acked++
		v.LastErr = ""
	}
	s.writers.Put(v.Client, v)
	w.After(v.Every, EventWrite, "", v.Client, "")
	return true
}
