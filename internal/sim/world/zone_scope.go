// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// ZoneNumber is the zone's number; System is 1 [B§5].
func (c *Cluster) ZoneNumber(name string) int64 {
	if z, ok := c.Zones.Get(name); ok {
		return z.ID
	}
	return 1
}

// ZonePath is the zone's base path: nothing outside it can be shared or exported through the zone.
func (c *Cluster) ZonePath(name string) string {
	if z, ok := c.Zones.Get(name); ok && z.Path != "" {
		return z.Path
	}
	return "/ifs"
}
