// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// Area is what this package registers.
func Area() rest.Area {
	return rest.Area{
		Routes:    slices.Concat(clusterRoutes, licenseRoutes, zoneRoutes, snapshotRoutes, eventRoutes, statisticsRoutes),
		Resources: resources,
		Excluded:  excluded,
	}
}

const (
	onlyPaging  = "a failover reads the whole list and chooses by itself"
	noSchedules = "snapshot schedules are no part of a failover"
	noAlerts    = "alert channels are no part of a failover"
)

var excluded = []rest.Excluded{
	{Method: "GET", Path: "/snapshot/snapshots", Query: "schedule", Reason: noSchedules},
	{Method: "DELETE", Path: "/snapshot/snapshots", Query: "schedule", Reason: noSchedules},
	{
		Method: "GET", Path: "/event/eventgroup-occurrences",
		Query: "devid event_count last_event_begin last_event_end maintenance partial_cause_long " +
			"partial_event_type partial_eventgroup_id resolver", Reason: onlyPaging,
	},
	{Method: "GET", Path: "/event/eventgroup-definitions", Query: "alert_info", Reason: noAlerts},
	{Method: "GET", Path: "/event/eventgroup-definitions/{EventEventgroupDefinitionId}", Query: "alert_info", Reason: noAlerts},
	{Method: "GET", Path: "/event/eventlists", Query: "event_instance eventgroup_id", Reason: onlyPaging},
	{
		Method: "GET", Path: "/statistics/summary/client",
		Query:  "classes local_addresses local_names remote_addresses remote_names sort user_ids user_names",
		Reason: onlyPaging,
	},
}
