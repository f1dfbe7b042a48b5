// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

// authSurface is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var authSurface = []resource{
	{"/auth/providers/ads", []int{1, 3, 7, 14}, "ISI_PRIV_AUTH", methods{"GET": "scope", "POST": ""}},
	{"/auth/providers/ads/{ProvidersAdsId}", []int{1, 3, 7, 14}, "ISI_PRIV_AUTH", methods{
		"GET":    "check_duplicates machine_account scope",
		"PUT":    "machine_account",
		"DELETE": "",
	}},
	{"/auth/providers/ads/{Id}/controllers", []int{1, 3, 7}, "ISI_PRIV_AUTH", methods{"GET": "dc_site groupnet"}},
	{"/auth/providers/ads/{Id}/domains", []int{1, 3, 7}, "ISI_PRIV_AUTH", methods{"GET": "scope"}},
	{"/auth/providers/summary", []int{1, 3, 9, 11}, "ISI_PRIV_AUTH", methods{"GET": "groupnet zone"}},
	{"/auth/id", []int{1, 14}, "", methods{"GET": "listchildprivs"}},
	{"/auth/privileges", []int{1, 7, 14}, "ISI_PRIV_ROLE", methods{"GET": "zone"}},
	{"/auth/roles", []int{1, 7, 14}, "ISI_PRIV_ROLE", methods{
		"GET":  "dir limit resolve_names resume sort zone",
		"POST": "zone",
	}},
	{"/auth/roles/{AuthRoleId}", []int{1, 7, 14}, "ISI_PRIV_ROLE", methods{
		"GET":    "resolve_names zone",
		"PUT":    "zone",
		"DELETE": "zone",
	}},
	{"/auth/roles/{Role}/privileges", []int{1, 7, 14}, "ISI_PRIV_ROLE", methods{"GET": "zone", "POST": "zone"}},
	{"/auth/roles/{Role}/privileges/{RolePrivilegeId}", []int{1, 7, 14}, "ISI_PRIV_ROLE", methods{"DELETE": "zone"}},
	{"/auth/roles/{Role}/members", []int{1, 7, 8}, "ISI_PRIV_ROLE", methods{
		"GET":  "dir limit resolve_names resume sort zone",
		"POST": "zone",
	}},
}
