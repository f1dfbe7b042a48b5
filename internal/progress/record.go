// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package progress

import (
	"slices"
	"sync"
	"time"
)

// Record keeps the events of a run. The zero value is ready.
type Record struct {
	mu     sync.Mutex
	events []Event
}

// Put keeps an event.
func (r *Record) Put(e Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
}

// Events are those that were kept.
func (r *Record) Events() []Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.events)
}

// Band is a time in which clients fared the same.
type Band struct {
	State   State     `json:"state"`
	Cluster string    `json:"cluster,omitempty"`
	Began   time.Time `json:"began"`
	Ended   time.Time `json:"ended"`
}

// Bands are what clients saw from the first of the events to the last one, without gaps. A band without length is left out.
func Bands(events []Event) []Band {
	if len(events) == 0 {
		return nil
	}
	var out []Band
	for i, e := range events {
		until := e.Time
		if i+1 < len(events) {
			until = events[i+1].Time
		}
		if last := len(out) - 1; last >= 0 && out[last].State == e.Clients.State && out[last].Cluster == e.Clients.Cluster {
			out[last].Ended = until
			continue
		}
		out = append(out, Band{e.Clients.State, e.Clients.Cluster, e.Time, until})
	}
	return slices.DeleteFunc(out, func(b Band) bool { return !b.Ended.After(b.Began) })
}
