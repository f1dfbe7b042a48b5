// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// Interface is one network interface of one node, with the addresses that pools have put on it.
type Interface struct {
	LNN    int              `json:"lnn"`
	Name   string           `json:"name"`
	Status string           `json:"status"`
	Owners []InterfaceOwner `json:"owners"`
}

// InterfaceOwner is a pool that has put addresses on an interface.
type InterfaceOwner struct {
	Groupnet  string   `json:"groupnet"`
	Subnet    string   `json:"subnet"`
	Pool      string   `json:"pool"`
	Addresses []string `json:"ip_addrs"`
}

// NetworkInterfaces lists the interfaces of all nodes.
func (c *Client) NetworkInterfaces(ctx context.Context) ([]Interface, error) {
	return list[Interface](ctx, c, "interfaces", nil, uri.Interfaces)
}
