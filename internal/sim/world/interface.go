// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "slices"

// InterfacesOf names the external interfaces of a node. All nodes of the simulated clusters are alike.
func (c *Cluster) InterfacesOf(Node) []string { return []string{"ext-1", "ext-2"} }

// HasInterface tells whether the node with that LNN exists and has such an interface.
func (c *Cluster) HasInterface(lnn int, name string) bool {
	n := c.Node(lnn)
	return n != nil && slices.Contains(c.InterfacesOf(*n), name)
}
