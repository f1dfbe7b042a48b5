// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// resources is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var resources = []rest.Resource{
	rest.At("/cluster/config", []int{1, 3}, "ISI_PRIV_CLUSTER", rest.Methods{"GET": ""}),
	rest.At("/cluster/identity", []int{1, 3, 5}, "ISI_PRIV_CLUSTER", rest.Methods{"GET": "", "PUT": ""}),
	rest.At("/cluster/version", []int{3}, "", rest.Methods{"GET": ""}),
	rest.At("/cluster/nodes", []int{3, 5, 7, 10, 12, 15, 16}, "ISI_PRIV_DEVICES", rest.Methods{"GET": "timeout"}),
	rest.At("/cluster/nodes/{ClusterNodeId}", []int{3, 5, 7, 10, 12, 15, 16}, "ISI_PRIV_DEVICES", rest.Methods{"GET": "timeout"}),
	rest.At("/cluster/external-ips", []int{1, 2}, "ISI_PRIV_CLUSTER", rest.Methods{"GET": ""}),
	rest.At("/license/licenses", []int{1, 5}, "ISI_PRIV_LICENSE", rest.Methods{"GET": "dir limit resume sort"}),
	rest.At("/license/licenses/{LicenseLicenseId}", []int{1, 5}, "ISI_PRIV_LICENSE", rest.Methods{"GET": ""}),
	rest.At("/snapshot/license", []int{1, 5}, "ISI_PRIV_SNAPSHOT", rest.Methods{"GET": ""}),
	rest.At("/quota/license", []int{1, 5}, "ISI_PRIV_QUOTA ISI_PRIV_QUOTA_QUOTAMANAGEMENT", rest.Methods{"GET": ""}),
	rest.At("/sync/license", []int{1, 5}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": ""}),
	rest.At("/zones", []int{1, 3}, "ISI_PRIV_AUTH", rest.Methods{"GET": "", "POST": ""}),
	rest.At("/zones/{ZoneId}", []int{1, 3}, "ISI_PRIV_AUTH", rest.Methods{"GET": "", "PUT": "", "DELETE": ""}),
	rest.At("/zones-summary", []int{1}, "ISI_PRIV_AUTH", rest.Methods{"GET": "groupnet"}),
	rest.At("/zones-summary/{ZonesSummaryZone}", []int{1}, "ISI_PRIV_AUTH", rest.Methods{"GET": ""}),
	rest.At("/statistics/summary/client", []int{3}, "ISI_PRIV_STATISTICS", rest.Methods{
		"GET": "classes degraded local_addresses local_names nodes numeric protocols " +
			"remote_addresses remote_names sort timeout totalby user_ids user_names",
	}),
	rest.At("/snapshot/snapshots", []int{1}, "ISI_PRIV_SNAPSHOT", rest.Methods{
		"GET":    "dir limit resume schedule sort state type",
		"POST":   "",
		"DELETE": "schedule type",
	}),
	rest.At("/snapshot/snapshots/{SnapshotSnapshotId}", []int{1}, "ISI_PRIV_SNAPSHOT", rest.Methods{"GET": "", "PUT": "", "DELETE": ""}),
	rest.At("/snapshot/snapshots-summary", []int{1}, "ISI_PRIV_SNAPSHOT", rest.Methods{"GET": ""}),
	rest.At("/event/eventgroup-occurrences", []int{3, 12}, "ISI_PRIV_EVENT", rest.Methods{
		"GET": "begin cause devid dir end event_count ignore last_event_begin last_event_end " +
			"limit maintenance partial_cause_long partial_event_type partial_eventgroup_id resolved resolver resume severity sort",
		"PUT": "",
	}),
	rest.At("/event/eventgroup-occurrences/{EventEventgroupOccurrenceId}", []int{3, 12}, "ISI_PRIV_EVENT", rest.Methods{
		"GET": "",
		"PUT": "",
	}),
	rest.At("/event/eventgroup-definitions", []int{3, 4, 9, 12}, "ISI_PRIV_EVENT", rest.Methods{"GET": "alert_info category limit resume"}),
	rest.At("/event/eventgroup-definitions/{EventEventgroupDefinitionId}", []int{3, 4, 9, 12}, "ISI_PRIV_EVENT", rest.Methods{
		"GET": "alert_info",
	}),
	rest.At("/event/eventlists", []int{3, 7}, "ISI_PRIV_EVENT", rest.Methods{"GET": "event_instance eventgroup_id limit resume"}),
	rest.At("/event/eventlists/{EventEventlistId}", []int{3, 7}, "ISI_PRIV_EVENT", rest.Methods{"GET": ""}),
}
