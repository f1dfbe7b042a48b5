// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"

// addSnapshot lists a snapshot that SyncIQ has taken.
func (c *Cluster) addSnapshot(name, path string, s fs.Snapshot) { c.AddSnapshot(name, path, s) }

// dropSnapshot removes it from the list; "" removes nothing.
func (c *Cluster) dropSnapshot(name string) {
	if name != "" {
		c.DropSnapshot(name)
	}
}
