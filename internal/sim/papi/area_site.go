// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "slices"

// siteArea is what this package registers.
func siteArea() Area {
	return Area{
		Routes:    slices.Concat(clusterRoutes, licenseRoutes, zoneRoutes, snapshotRoutes, eventRoutes, statisticsRoutes),
		Resources: siteSurface,
		Excluded:  siteExcluded,
	}
}

const (
	onlyPaging  = "a failover reads the whole list and chooses by itself"
	noSchedules = "snapshot schedules are no part of a failover"
	noAlerts    = "alert channels are no part of a failover"
)

var siteExcluded = []Excluded{
	{"GET", "/snapshot/snapshots", "schedule", noSchedules},
	{"DELETE", "/snapshot/snapshots", "schedule", noSchedules},
	{
		"GET", "/event/eventgroup-occurrences", "devid event_count last_event_begin last_event_end maintenance partial_cause_long " +
			"partial_event_type partial_eventgroup_id resolver", onlyPaging,
	},
	{"GET", "/event/eventgroup-definitions", "alert_info", noAlerts},
	{"GET", "/event/eventgroup-definitions/{EventEventgroupDefinitionId}", "alert_info", noAlerts},
	{"GET", "/event/eventlists", "event_instance eventgroup_id", onlyPaging},
	{
		"GET", "/statistics/summary/client", "classes local_addresses local_names remote_addresses remote_names sort user_ids user_names",
		onlyPaging,
	},
}
