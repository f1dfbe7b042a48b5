// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "slices"

// networkArea is what this package registers.
func networkArea() Area {
	return Area{
		Routes:    slices.Concat(groupnetRoutes, subnetRoutes, poolRoutes, poolStateRoutes, interfaceRoutes, networkSettingsRoutes),
		Resources: networkSurface,
		Excluded:  networkExcluded,
	}
}

var networkExcluded = []Excluded{
	{"GET", "/network/interfaces", "cache include_access_zones include_vlans network owner type vlan_id", "a failover reads the whole list and chooses by itself"},
}
