// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "maps"

// Resident is state that a package above this one keeps in the world: the simulated clients, the memory of the invariants. It is
// cloned with the world and can have events of its own on the agenda, so it is data like everything else here.
type Resident interface {
	// CloneResident copies the state so that neither copy can notice the other.
	CloneResident() Resident
	// Happen handles an event of one of its own kinds, and tells whether the event was its own. The lock is held.
	Happen(w *World, e Event) bool
}

// Watcher is a resident that looks at the world after every event, so that nothing passes unseen between two requests.
type Watcher interface {
	Watch(w *World)
}

func (w *World) watched() {
	for _, r := range w.residents {
		if watcher, ok := r.(Watcher); ok {
			watcher.Watch(w)
		}
	}
}

// Settle puts a resident into the world under a name of its own, in place of one of the same name.
func (w *World) Settle(name string, r Resident) {
	if w.residents == nil {
		w.residents = map[string]Resident{}
	}
	w.residents[name] = r
}

// Resident returns the resident of that name, or nil.
func (w *World) Resident(name string) Resident { return w.residents[name] }

// happens offers an event to the residents and tells whether one of them knew it.
func (w *World) happens(e Event) bool {
	for _, r := range w.residents {
		if r.Happen(w, e) {
			return true
		}
	}
	return false
}

func (w *World) cloneResidents() map[string]Resident {
	out := maps.Clone(w.residents)
	for name, r := range out {
		out[name] = r.CloneResident()
	}
	return out
}
