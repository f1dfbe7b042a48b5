// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

// nfsSurface is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var nfsSurface = []resource{
	{"/protocols/nfs/exports", []int{1, 2, 4}, "ISI_PRIV_NFS", methods{
		"GET":  "check dir limit offset path resume scope sort zone",
		"POST": "force ignore_bad_auth ignore_bad_paths ignore_conflicts ignore_unresolvable_hosts zone",
	}},
	{"/protocols/nfs/exports/{NfsExportId}", []int{1, 2, 4}, "ISI_PRIV_NFS", methods{
		"GET":    "scope zone",
		"PUT":    "force ignore_bad_auth ignore_bad_paths ignore_conflicts ignore_unresolvable_hosts zone",
		"DELETE": "zone",
	}},
	{"/protocols/nfs/exports-summary", []int{1, 2}, "ISI_PRIV_NFS", methods{"GET": "zone"}},
	{"/protocols/nfs/aliases", []int{2, 15}, "ISI_PRIV_NFS", methods{
		"GET":  "check dir limit resume sort zone",
		"POST": "zone",
	}},
	{"/protocols/nfs/aliases/{NfsAliasId}", []int{2, 15}, "ISI_PRIV_NFS", methods{
		"GET":    "check scope zone",
		"PUT":    "zone",
		"DELETE": "zone",
	}},
	{"/protocols/nfs/check", []int{1, 2}, "ISI_PRIV_NFS", methods{
		"GET": "ignore_bad_auth ignore_bad_paths ignore_unresolvable_hosts zone",
	}},
	{"/protocols/nfs/reload", []int{1, 2, 3}, "ISI_PRIV_NFS", methods{"POST": "zone"}},
	{"/protocols/nfs/nlm/locks", []int{1, 2}, "ISI_PRIV_NFS", methods{
		"GET": "client client_id created dir limit lin path resume sort",
	}},
	{"/protocols/nfs/nlm/waiters", []int{1, 2}, "ISI_PRIV_NFS", methods{"GET": "dir limit resume sort"}},
	{"/protocols/nfs/nlm/sessions", []int{1, 2, 3}, "ISI_PRIV_NFS", methods{"GET": "dir ip limit sort zone"}},
	{"/protocols/nfs/nlm/sessions/{NfsNlmSessionId}", []int{1, 2, 3}, "ISI_PRIV_NFS", methods{
		"GET":    "cluster_ip zone",
		"DELETE": "cluster_ip refresh zone",
	}},
	{"/protocols/nfs/nlm/sessions-check", []int{3}, "ISI_PRIV_NFS", methods{"POST": "cluster_ip zone"}},
	{"/protocols/nfs/locks", []int{16}, "ISI_PRIV_NFS", methods{
		"GET": "client client_id created dir limit lin path sort version",
	}},
	{"/protocols/nfs/waiters", []int{16}, "ISI_PRIV_NFS", methods{"GET": "client client_id created dir limit lin path sort"}},
	{"/protocols/nfs/settings/global", []int{1, 2, 3, 7, 12, 14}, "ISI_PRIV_NFS", methods{"GET": "", "PUT": ""}},
	{"/protocols/nfs/settings/zone", []int{2}, "ISI_PRIV_NFS", methods{"GET": "zone", "PUT": "zone"}},
}
