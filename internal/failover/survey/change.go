// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

// The setters of effects: maps of a decoded survey may be nil.

// SetPolicy changes what is seen of a policy; one that was not there begins empty.
func (c *ClusterView) SetPolicy(name string, change func(*PolicyView)) {
	if c.Policies == nil {
		c.Policies = map[string]PolicyView{}
	}
	v := c.Policies[name]
	change(&v)
	c.Policies[name] = v
}

// SetTarget changes path and state of the target record of a policy, or adds one.
func (c *ClusterView) SetTarget(name, path, state string) {
	if c.Targets == nil {
		c.Targets = map[string]TargetView{}
	}
	t := c.Targets[name]
	t.Path, t.State = path, state
	c.Targets[name] = t
}

// SetState changes the state of the target record of a policy, or adds a record with this state alone.
func (c *ClusterView) SetState(name, state string) {
	t := c.Targets[name]
	t.State = state
	if c.Targets == nil {
		c.Targets = map[string]TargetView{}
	}
	c.Targets[name] = t
}
