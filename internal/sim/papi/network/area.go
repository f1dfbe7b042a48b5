// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package network

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// Area is what this package registers.
func Area() rest.Area {
	return rest.Area{
		Routes:    slices.Concat(groupnetRoutes, subnetRoutes, poolRoutes, poolStateRoutes, interfaceRoutes, settingsRoutes),
		Resources: resources,
		Excluded:  excluded,
	}
}

var excluded = []rest.Excluded{
	{
		Method: "GET", Path: "/network/interfaces", Query: "cache include_access_zones include_vlans network owner type vlan_id",
		Reason: "a failover reads the whole list and chooses by itself",
	},
}
