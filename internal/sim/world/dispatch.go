// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// dispatch hands an event to its handler. Owners of an area add their kinds here; an unknown kind is a fault of the simulator.
func (w *World) dispatch(e Event) {
	switch e.Kind {
	case EventQuotaScanned:
		w.Cluster(e.Cluster).quotaScanned(e.ID)
	case EventSyncStart, EventSyncStep:
		w.Cluster(e.Cluster).syncEvent(e)
	case EventSyncSchedule:
		w.Cluster(e.Cluster).scheduleEvent(e)
	case EventSyncRPO:
		w.Cluster(e.Cluster).rpoEvent(e)
	case EventSyncDetect:
		w.Cluster(e.Cluster).detectEvent()
	case EventSnapshotExpired:
		w.Cluster(e.Cluster).DropSnapshot(e.ID)
	default:
		if w.happens(e) {
			return
		}
		panic("world: no handler for event " + string(e.Kind))
	}
}
