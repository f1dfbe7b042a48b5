// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package nfs

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// resources is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var resources = []rest.Resource{
	rest.At("/protocols/nfs/exports", []int{1, 2, 4}, "ISI_PRIV_NFS", rest.Methods{
		"GET":  "check dir limit offset path resume scope sort zone",
		"POST": "force ignore_bad_auth ignore_bad_paths ignore_conflicts ignore_unresolvable_hosts zone",
	}),
	rest.At("/protocols/nfs/exports/{NfsExportId}", []int{1, 2, 4}, "ISI_PRIV_NFS", rest.Methods{
		"GET":    "scope zone",
		"PUT":    "force ignore_bad_auth ignore_bad_paths ignore_conflicts ignore_unresolvable_hosts zone",
		"DELETE": "zone",
	}),
	rest.At("/protocols/nfs/exports-summary", []int{1, 2}, "ISI_PRIV_NFS", rest.Methods{"GET": "zone"}),
	rest.At("/protocols/nfs/aliases", []int{2, 15}, "ISI_PRIV_NFS", rest.Methods{
		"GET":  "check dir limit resume sort zone",
		"POST": "zone",
	}),
	rest.At("/protocols/nfs/aliases/{NfsAliasId}", []int{2, 15}, "ISI_PRIV_NFS", rest.Methods{
		"GET":    "check scope zone",
		"PUT":    "zone",
		"DELETE": "zone",
	}),
	rest.At("/protocols/nfs/check", []int{1, 2}, "ISI_PRIV_NFS", rest.Methods{
		"GET": "ignore_bad_auth ignore_bad_paths ignore_unresolvable_hosts zone",
	}),
	rest.At("/protocols/nfs/reload", []int{1, 2, 3}, "ISI_PRIV_NFS", rest.Methods{"POST": "zone"}),
	rest.At("/protocols/nfs/nlm/locks", []int{1, 2}, "ISI_PRIV_NFS", rest.Methods{
		"GET": "client client_id created dir limit lin path resume sort",
	}),
	rest.At("/protocols/nfs/nlm/waiters", []int{1, 2}, "ISI_PRIV_NFS", rest.Methods{"GET": "dir limit resume sort"}),
	rest.At("/protocols/nfs/nlm/sessions", []int{1, 2, 3}, "ISI_PRIV_NFS", rest.Methods{"GET": "dir ip limit sort zone"}),
	rest.At("/protocols/nfs/nlm/sessions/{NfsNlmSessionId}", []int{1, 2, 3}, "ISI_PRIV_NFS", rest.Methods{
		"GET":    "cluster_ip zone",
		"DELETE": "cluster_ip refresh zone",
	}),
	rest.At("/protocols/nfs/nlm/sessions-check", []int{3}, "ISI_PRIV_NFS", rest.Methods{"POST": "cluster_ip zone"}),
	rest.At("/protocols/nfs/locks", []int{16}, "ISI_PRIV_NFS", rest.Methods{
		"GET": "client client_id created dir limit lin path sort version",
	}),
	rest.At("/protocols/nfs/waiters", []int{16}, "ISI_PRIV_NFS", rest.Methods{"GET": "client client_id created dir limit lin path sort"}),
	rest.At("/protocols/nfs/settings/global", []int{1, 2, 3, 7, 12, 14}, "ISI_PRIV_NFS", rest.Methods{"GET": "", "PUT": ""}),
	rest.At("/protocols/nfs/settings/zone", []int{2}, "ISI_PRIV_NFS", rest.Methods{"GET": "zone", "PUT": "zone"}),
}
