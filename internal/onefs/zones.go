// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// Zone is an access zone.
type Zone struct {
	ID            string   `json:"id"`
	Name          string   `json:"name"`
	Path          string   `json:"path"`
	Groupnet      string   `json:"groupnet"`
	AuthProviders []string `json:"auth_providers"`
	NetBIOSName   string   `json:"netbios_name"`
	System        bool     `json:"system"`
	ZoneID        int      `json:"zone_id"`
}

// Zones lists the access zones.
func (c *Client) Zones(ctx context.Context) ([]Zone, error) {
	return whole[Zone](ctx, c, "zones", nil, uri.Zones)
}
