// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

// networkSurface is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var networkSurface = []resource{
	{"/network/groupnets", []int{3, 10}, "ISI_PRIV_NETWORK", methods{"GET": "dir limit resume sort", "POST": ""}},
	{"/network/groupnets/{NetworkGroupnetId}", []int{3, 10}, "ISI_PRIV_NETWORK", methods{"GET": "", "PUT": "", "DELETE": ""}},
	{"/network/groupnets/{Groupnet}/subnets", []int{3, 4, 7, 12, 16}, "ISI_PRIV_NETWORK", methods{
		"GET":  "dir limit resume sort",
		"POST": "",
	}},
	{"/network/groupnets/{Groupnet}/subnets/{GroupnetSubnetId}", []int{3, 4, 7, 12, 16}, "ISI_PRIV_NETWORK", methods{
		"GET":    "",
		"PUT":    "force",
		"DELETE": "force",
	}},
	{"/network/groupnets/{Groupnet}/subnets/{Subnet}/pools", []int{3, 12, 16}, "ISI_PRIV_NETWORK", methods{
		"GET":  "access_zone alloc_method dir limit resume sort",
		"POST": "force",
	}},
	{"/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/{SubnetsSubnetPoolId}", []int{3, 12, 16}, "ISI_PRIV_NETWORK", methods{
		"GET":    "",
		"PUT":    "force",
		"DELETE": "",
	}},
	{"/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/{Pool}/interfaces", []int{3, 4, 7}, "ISI_PRIV_NETWORK", methods{
		"GET": "dir limit lnns resume sort",
	}},
	{"/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/{Pool}/status", []int{15}, "ISI_PRIV_NETWORK", methods{
		"GET": "show_all",
	}},
	{"/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/{Pool}/rebalance-ips", []int{3}, "ISI_PRIV_NETWORK", methods{
		"POST": "",
	}},
	{"/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/{Pool}/sc-resume-nodes", []int{3}, "ISI_PRIV_NETWORK", methods{
		"POST": "",
	}},
	{"/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/{Pool}/sc-suspend-nodes", []int{3}, "ISI_PRIV_NETWORK", methods{
		"POST": "",
	}},
	{"/network/sc-rebalance-all", []int{3}, "ISI_PRIV_NETWORK", methods{"POST": ""}},
	{"/network/subnets", []int{3, 4, 7, 16}, "ISI_PRIV_NETWORK", methods{"GET": "dir groupnet limit resume sort"}},
	{"/network/pools", []int{3, 12, 16}, "ISI_PRIV_NETWORK", methods{
		"GET": "access_zone alloc_method dir groupnet limit resume sort subnet",
	}},
	{"/network/interfaces", []int{3, 4, 7, 12, 14, 16}, "ISI_PRIV_NETWORK", methods{
		"GET": "cache dir include_access_zones include_vlans limit lnn network owner resume sort type vlan_id",
	}},
	{"/network/external", []int{3, 12, 16}, "ISI_PRIV_NETWORK", methods{"GET": "", "PUT": ""}},
	{"/network/dnscache", []int{3}, "ISI_PRIV_NETWORK", methods{"GET": "", "PUT": ""}},
	{"/network/dnscache/flush", []int{3}, "ISI_PRIV_NETWORK", methods{"POST": ""}},
}
