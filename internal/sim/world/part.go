// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Part is state of one cluster that a package above this one keeps there, such as SyncIQ. It is cloned with the cluster and can have
// events of its own on the agenda.
type Part interface {
	// ClonePart copies the state for a copy of the cluster, so that neither copy can notice the other.
	ClonePart(into *Cluster) Part
	// HappenPart handles an event of one of its own kinds, and tells whether the event was its own. The lock is held.
	HappenPart(e Event) bool
}

// AddPart puts a part into the cluster under a name of its own.
func (c *Cluster) AddPart(name string, p Part) {
	if c.parts == nil {
		c.parts = map[string]Part{}
	}
	c.parts[name] = p
}

// Part returns the part of that name, or nil.
func (c *Cluster) Part(name string) Part { return c.parts[name] }

// happens offers an event to the parts and tells whether one of them knew it.
func (c *Cluster) happens(e Event) bool {
	for _, p := range c.parts {
		if p.HappenPart(e) {
			return true
		}
	}
	return false
}
