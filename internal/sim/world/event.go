// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"slices"
	"time"
)

// EventKind names what happens when an event is due. Kinds are listed beside their handlers in dispatch.go.
type EventKind string

// Event is something that will happen, as data: no closure, so that a world with pending events can be cloned.
type Event struct {
	Due     time.Time
	Kind    EventKind
	Cluster string // name of the cluster it happens on; "" for the site
	ID      string // the object it happens to
	Arg     string // one more word for the handler, such as a job's number
	seq     int64
}

// later orders events: what is due later comes first, and of what is due at the same instant what was scheduled last.
func later(a, b Event) int {
	if c := b.Due.Compare(a.Due); c != 0 {
		return c
	}
	return cmp.Compare(b.seq, a.seq)
}

// Schedule puts e on the agenda. Events due at the same instant happen in the order they were scheduled.
func (w *World) Schedule(e Event) {
	w.eventSeq++
	e.seq = w.eventSeq
	i, _ := slices.BinarySearchFunc(w.agenda, e, later)
	w.agenda = slices.Insert(w.agenda, i, e)
}

// After schedules an event d from now.
func (w *World) After(d time.Duration, kind EventKind, cluster, id, arg string) {
	w.Schedule(Event{Due: w.Now().Add(d), Kind: kind, Cluster: cluster, ID: id, Arg: arg})
}

// Unschedule takes all events of this kind, cluster and object off the agenda and returns how many there were.
func (w *World) Unschedule(kind EventKind, cluster, id string) int {
	before := len(w.agenda)
	w.agenda = slices.DeleteFunc(w.agenda, func(e Event) bool { return e.Kind == kind && e.Cluster == cluster && e.ID == id })
	return before - len(w.agenda)
}

// Pending lists what is on the agenda, soonest first.
func (w *World) Pending() []Event {
	out := slices.Clone(w.agenda)
	slices.Reverse(out)
	return out
}

// Sync lets everything happen that is due by the clock, in due order. While an event is handled, Now is the event's own time,
// so a chain of events that fell due long ago unrolls exactly as if someone had watched.
func (w *World) Sync() {
	limit := w.Clock.Now()
	for {
		last := len(w.agenda) - 1
		if last < 0 || w.agenda[last].Due.After(limit) {
			break
		}
		e := w.agenda[last]
		w.agenda = w.agenda[:last]
		if e.Due.After(w.moment) {
			w.moment = e.Due
		}
		w.dispatch(e)
		w.watched()
	}
	if limit.After(w.moment) {
		w.moment = limit
	}
}

// NextDue is when the next event is due, and whether there is one.
func (w *World) NextDue() (time.Time, bool) {
	if len(w.agenda) == 0 {
		return time.Time{}, false
	}
	return w.agenda[len(w.agenda)-1].Due, true
}
