// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// dispatch hands an event to its handler. Owners of an area add their kinds here; an unknown kind is a fault of the simulator.
func (w *World) dispatch(e Event) {
	switch e.Kind {
	case EventQuotaScanned:
		w.Cluster(e.Cluster).quotaScanned(e.ID)
	case EventSnapshotExpired:
		w.Cluster(e.Cluster).DropSnapshot(e.ID)
	default:
		if c := w.Cluster(e.Cluster); c != nil && c.happens(e) || w.happens(e) {
			return
		}
		panic("world: no handler for event " + string(e.Kind))
	}
}
