// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// resources is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var resources = []rest.Resource{
	rest.At("/auth/providers/ads", []int{1, 3, 7, 14}, "ISI_PRIV_AUTH", rest.Methods{"GET": "scope", "POST": ""}),
	rest.At("/auth/providers/ads/{ProvidersAdsId}", []int{1, 3, 7, 14}, "ISI_PRIV_AUTH", rest.Methods{
		"GET":    "check_duplicates machine_account scope select",
		"PUT":    "machine_account",
		"DELETE": "",
	}),
	rest.At("/auth/providers/ads/{Id}/controllers", []int{1, 3, 7}, "ISI_PRIV_AUTH", rest.Methods{"GET": "dc_site groupnet"}),
	rest.At("/auth/providers/ads/{Id}/domains", []int{1, 3, 7}, "ISI_PRIV_AUTH", rest.Methods{"GET": "scope"}),
	rest.At("/auth/providers/summary", []int{1, 3, 9, 11}, "ISI_PRIV_AUTH", rest.Methods{"GET": "groupnet zone"}),
	rest.At("/auth/id", []int{1, 14}, "", rest.Methods{"GET": "listchildprivs"}),
	rest.At("/auth/privileges", []int{1, 7, 14}, "ISI_PRIV_ROLE", rest.Methods{"GET": "zone"}),
	rest.At("/auth/roles", []int{1, 7, 14}, "ISI_PRIV_ROLE", rest.Methods{
		"GET":  "dir limit resolve_names resume sort zone",
		"POST": "zone",
	}),
	rest.At("/auth/roles/{AuthRoleId}", []int{1, 7, 14}, "ISI_PRIV_ROLE", rest.Methods{
		"GET":    "resolve_names zone",
		"PUT":    "zone",
		"DELETE": "zone",
	}),
	rest.At("/auth/roles/{Role}/privileges", []int{1, 7, 14}, "ISI_PRIV_ROLE", rest.Methods{"GET": "zone", "POST": "zone"}),
	rest.At("/auth/roles/{Role}/privileges/{RolePrivilegeId}", []int{1, 7, 14}, "ISI_PRIV_ROLE", rest.Methods{"DELETE": "zone"}),
	rest.At("/auth/roles/{Role}/members", []int{1, 7, 8}, "ISI_PRIV_ROLE", rest.Methods{
		"GET":  "dir limit resolve_names resume sort zone",
		"POST": "zone",
	}),
}
