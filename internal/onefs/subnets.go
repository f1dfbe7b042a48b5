// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"net/netip"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// Range is a range of addresses, both ends included.
type Range struct {
	Low  string `json:"low"`
	High string `json:"high"`
}

// Subnet is a subnet with its SmartConnect service.
type Subnet struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Groupnet string `json:"groupnet"`
	// ServiceAddresses are the SmartConnect service addresses (SSIP), which answer DNS.
	ServiceAddresses []Range  `json:"sc_service_addrs"`
	ServiceName      string   `json:"sc_service_name"`
	AddrFamily       string   `json:"addr_family"`
	Pools            []string `json:"pools"`
}

// Subnets lists the subnets of all groupnets.
func (c *Client) Subnets(ctx context.Context) ([]Subnet, error) {
	return list[Subnet](ctx, c, "subnets", nil, uri.Subnets)
}

// InRanges tells whether an address lies in one of the ranges. It is false for what is no IP address.
func InRanges(ranges []Range, address string) bool {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, r := range ranges {
		low, errLow := netip.ParseAddr(r.Low)
		high, errHigh := netip.ParseAddr(r.High)
		if errLow == nil && errHigh == nil && low.Compare(a) <= 0 && a.Compare(high) <= 0 {
			return true
		}
	}
	return false
}
