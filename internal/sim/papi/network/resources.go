// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package network

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// resources is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var resources = []rest.Resource{
	rest.At("/network/groupnets", []int{3, 10}, "ISI_PRIV_NETWORK", rest.Methods{"GET": "dir limit resume sort", "POST": ""}),
	rest.At("/network/groupnets/{NetworkGroupnetId}", []int{3, 10}, "ISI_PRIV_NETWORK", rest.Methods{"GET": "", "PUT": "", "DELETE": ""}),
	rest.At("/network/groupnets/{Groupnet}/subnets", []int{3, 4, 7, 12, 16}, "ISI_PRIV_NETWORK", rest.Methods{
		"GET":  "dir limit resume sort",
		"POST": "",
	}),
	rest.At("/network/groupnets/{Groupnet}/subnets/{GroupnetSubnetId}", []int{3, 4, 7, 12, 16}, "ISI_PRIV_NETWORK", rest.Methods{
		"GET":    "",
		"PUT":    "force",
		"DELETE": "force",
	}),
	rest.At("/network/groupnets/{Groupnet}/subnets/{Subnet}/pools", []int{3, 12, 16}, "ISI_PRIV_NETWORK", rest.Methods{
		"GET":  "access_zone alloc_method dir limit resume sort",
		"POST": "force",
	}),
	rest.At("/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/{SubnetsSubnetPoolId}", []int{3, 12, 16}, "ISI_PRIV_NETWORK", rest.Methods{
		"GET":    "select",
		"PUT":    "force",
		"DELETE": "",
	}),
	rest.At("/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/{Pool}/interfaces", []int{3, 4, 7}, "ISI_PRIV_NETWORK", rest.Methods{
		"GET": "dir limit lnns resume sort",
	}),
	rest.At("/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/{Pool}/status", []int{15}, "ISI_PRIV_NETWORK", rest.Methods{
		"GET": "show_all",
	}),
	rest.At("/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/{Pool}/rebalance-ips", []int{3}, "ISI_PRIV_NETWORK", rest.Methods{
		"POST": "",
	}),
	rest.At("/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/{Pool}/sc-resume-nodes", []int{3}, "ISI_PRIV_NETWORK", rest.Methods{
		"POST": "",
	}),
	rest.At("/network/groupnets/{Groupnet}/subnets/{Subnet}/pools/{Pool}/sc-suspend-nodes", []int{3}, "ISI_PRIV_NETWORK", rest.Methods{
		"POST": "",
	}),
	rest.At("/network/sc-rebalance-all", []int{3}, "ISI_PRIV_NETWORK", rest.Methods{"POST": ""}),
	rest.At("/network/subnets", []int{3, 4, 7, 16}, "ISI_PRIV_NETWORK", rest.Methods{"GET": "dir groupnet limit resume sort"}),
	rest.At("/network/pools", []int{3, 12, 16}, "ISI_PRIV_NETWORK", rest.Methods{
		"GET": "access_zone alloc_method dir groupnet limit resume sort subnet",
	}),
	rest.At("/network/interfaces", []int{3, 4, 7, 12, 14, 16}, "ISI_PRIV_NETWORK", rest.Methods{
		"GET": "cache dir include_access_zones include_vlans limit lnn network owner resume sort type vlan_id",
	}),
	rest.At("/network/external", []int{3, 12, 16}, "ISI_PRIV_NETWORK", rest.Methods{"GET": "", "PUT": ""}),
	rest.At("/network/dnscache", []int{3}, "ISI_PRIV_NETWORK", rest.Methods{"GET": "", "PUT": ""}),
	rest.At("/network/dnscache/flush", []int{3}, "ISI_PRIV_NETWORK", rest.Methods{"POST": ""}),
}
