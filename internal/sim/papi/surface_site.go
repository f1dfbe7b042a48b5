// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

// siteSurface is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var siteSurface = []resource{
	{"/cluster/config", []int{1, 3}, "ISI_PRIV_CLUSTER", methods{"GET": ""}},
	{"/cluster/identity", []int{1, 3, 5}, "ISI_PRIV_CLUSTER", methods{"GET": "", "PUT": ""}},
	{"/cluster/version", []int{3}, "", methods{"GET": ""}},
	{"/cluster/nodes", []int{3, 5, 7, 10, 12, 15, 16}, "ISI_PRIV_DEVICES", methods{"GET": "timeout"}},
	{"/cluster/nodes/{ClusterNodeId}", []int{3, 5, 7, 10, 12, 15, 16}, "ISI_PRIV_DEVICES", methods{"GET": "timeout"}},
	{"/cluster/external-ips", []int{1, 2}, "ISI_PRIV_CLUSTER", methods{"GET": ""}},
	{"/license/licenses", []int{1, 5}, "ISI_PRIV_LICENSE", methods{"GET": "dir limit resume sort"}},
	{"/license/licenses/{LicenseLicenseId}", []int{1, 5}, "ISI_PRIV_LICENSE", methods{"GET": ""}},
	{"/snapshot/license", []int{1, 5}, "ISI_PRIV_SNAPSHOT", methods{"GET": ""}},
	{"/quota/license", []int{1, 5}, quotaRights, methods{"GET": ""}},
	{"/sync/license", []int{1, 5}, "ISI_PRIV_SYNCIQ", methods{"GET": ""}},
	{"/zones", []int{1, 3}, "ISI_PRIV_AUTH", methods{"GET": "", "POST": ""}},
	{"/zones/{ZoneId}", []int{1, 3}, "ISI_PRIV_AUTH", methods{"GET": "", "PUT": "", "DELETE": ""}},
	{"/zones-summary", []int{1}, "ISI_PRIV_AUTH", methods{"GET": "groupnet"}},
	{"/zones-summary/{ZonesSummaryZone}", []int{1}, "ISI_PRIV_AUTH", methods{"GET": ""}},
	{"/statistics/summary/client", []int{3}, "ISI_PRIV_STATISTICS", methods{
		"GET": "classes degraded local_addresses local_names nodes numeric protocols " +
			"remote_addresses remote_names sort timeout totalby user_ids user_names",
	}},
	{"/snapshot/snapshots", []int{1}, "ISI_PRIV_SNAPSHOT", methods{
		"GET":    "dir limit resume schedule sort state type",
		"POST":   "",
		"DELETE": "schedule type",
	}},
	{"/snapshot/snapshots/{SnapshotSnapshotId}", []int{1}, "ISI_PRIV_SNAPSHOT", methods{"GET": "", "PUT": "", "DELETE": ""}},
	{"/snapshot/snapshots-summary", []int{1}, "ISI_PRIV_SNAPSHOT", methods{"GET": ""}},
	{"/event/eventgroup-occurrences", []int{3, 12}, "ISI_PRIV_EVENT", methods{
		"GET": "begin cause devid dir end event_count ignore last_event_begin last_event_end " +
			"limit maintenance partial_cause_long partial_event_type partial_eventgroup_id resolved resolver resume severity sort",
		"PUT": "",
	}},
	{"/event/eventgroup-occurrences/{EventEventgroupOccurrenceId}", []int{3, 12}, "ISI_PRIV_EVENT", methods{
		"GET": "",
		"PUT": "",
	}},
	{"/event/eventgroup-definitions", []int{3, 4, 9, 12}, "ISI_PRIV_EVENT", methods{"GET": "alert_info category limit resume"}},
	{"/event/eventgroup-definitions/{EventEventgroupDefinitionId}", []int{3, 4, 9, 12}, "ISI_PRIV_EVENT", methods{
		"GET": "alert_info",
	}},
	{"/event/eventlists", []int{3, 7}, "ISI_PRIV_EVENT", methods{"GET": "event_instance eventgroup_id limit resume"}},
	{"/event/eventlists/{EventEventlistId}", []int{3, 7}, "ISI_PRIV_EVENT", methods{"GET": ""}},
}
