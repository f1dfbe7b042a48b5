// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"container/heap"
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

// agenda is a heap of events by due time, then by order of scheduling.
type agenda []Event

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	if a[i].Due.Equal(a[j].Due) {
		return a[i].seq < a[j].seq
	}
	return a[i].Due.Before(a[j].Due)
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(Event)) }
func (a *agenda) Pop() any {
	last := len(*a) - 1
	e := (*a)[last]
	*a = (*a)[:last]
	return e
}

// Schedule puts e on the agenda. Events due at the same instant happen in the order they were scheduled.
func (w *World) Schedule(e Event) {
	w.eventSeq++
	e.seq = w.eventSeq
	heap.Push(&w.agenda, e)
}

// After schedules an event d from now.
func (w *World) After(d time.Duration, kind EventKind, cluster, id, arg string) {
	w.Schedule(Event{Due: w.Now().Add(d), Kind: kind, Cluster: cluster, ID: id, Arg: arg})
}

// Unschedule takes all events of this kind, cluster and object off the agenda and returns how many there were.
func (w *World) Unschedule(kind EventKind, cluster, id string) int {
	before := len(w.agenda)
	w.agenda = slices.DeleteFunc(w.agenda, func(e Event) bool { return e.Kind == kind && e.Cluster == cluster && e.ID == id })
	heap.Init(&w.agenda)
	return before - len(w.agenda)
}

// Pending lists what is on the agenda, soonest first.
func (w *World) Pending() []Event {
	out := slices.Clone(w.agenda)
	slices.SortFunc(out, func(a, b Event) int {
		if c := a.Due.Compare(b.Due); c != 0 {
			return c
		}
		return int(a.seq - b.seq)
	})
	return out
}

// Sync lets everything happen that is due by the clock, in due order. While an event is handled, Now is the event's own time,
// so a chain of events that fell due long ago unrolls exactly as if someone had watched.
func (w *World) Sync() {
	limit := w.Clock.Now()
	for len(w.agenda) > 0 && !w.agenda[0].Due.After(limit) {
		e := heap.Pop(&w.agenda).(Event)
		if e.Due.After(w.moment) {
			w.moment = e.Due
		}
		w.dispatch(e)
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
	return w.agenda[0].Due, true
}
