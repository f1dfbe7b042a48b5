// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

// The setters of effects: maps of a decoded survey may be nil.

func (c *ClusterView) SetPolicy(name string, change func(*PolicyView)) {
	if c.Policies == nil {
		c.Policies = map[string]PolicyView{}
	}
	v := c.Policies[name]
	change(&v)
	c.Policies[name] = v
}

func (c *ClusterView) SetTarget(name, path, state string) {
	if c.Targets == nil {
		c.Targets = map[string]TargetView{}
	}
	t := c.Targets[name]
	t.Path, t.State = path, state
	c.Targets[name] = t
}

func (c *ClusterView) SetState(name, state string) {
	t := c.Targets[name]
	t.State = state
	if c.Targets == nil {
		c.Targets = map[string]TargetView{}
	}
	c.Targets[name] = t
}

func (s *Survey) SetProof(witness string, p Proof) {
	if s.Proven == nil {
		s.Proven = map[string]Proof{}
	}
	s.Proven[witness] = p
}

// SetBaseline notes a witness, or drops it with a negative value; its proof falls either way.
func (s *Survey) SetBaseline(witness string, base int64) {
	delete(s.Proven, witness)
	if s.Run == nil {
		return
	}
	if base < 0 {
		delete(s.Run.Baselines, witness)
		return
	}
	if s.Run.Baselines == nil {
		s.Run.Baselines = map[string]int64{}
	}
	s.Run.Baselines[witness] = base
}
