// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"maps"
	"slices"
)

// Clone copies the world so that neither copy can notice the other: both go on alike when given the same calls. Data is shared
// until one side writes, so cloning costs milliseconds even with thousands of policies and quotas. The caller must not hold
// the lock.
func (w *World) Clone() *World {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.CloneLocked()
}

// CloneLocked is Clone for a caller that holds the lock, such as a recorder inside a request.
func (w *World) CloneLocked() *World {
	out := &World{
		Clock: w.Clock, Dials: maps.Clone(w.Dials), Log: w.Log.clone(), Coverage: w.Coverage.Clone(),
		Face:   w.Face.clone(),
		agenda: slices.Clone(w.agenda), eventSeq: w.eventSeq, moment: w.moment, ids: w.ids,
	}
	w.Violations = slices.Clip(w.Violations)
	out.Violations = w.Violations
	out.residents = w.cloneResidents()
	if w.Forest != nil {
		out.Forest = w.Forest.Clone()
	}
	for _, c := range w.clusters {
		out.clusters = append(out.clusters, c.clone(out))
	}
	return out
}
