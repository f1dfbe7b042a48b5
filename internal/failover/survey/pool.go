// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// PoolView is an IP pool: its SmartConnect names in their order.
type PoolView struct {
	ID       string   `json:"id"`
	Zone     string   `json:"zone"`
	ZoneName string   `json:"zone_name"`
	Aliases  []string `json:"aliases,omitempty"`
	Ignored  bool     `json:"ignored,omitempty"`
	// Service are the SmartConnect service addresses (SSIP) of the pool's subnet.
	Service    []string `json:"service,omitempty"`
	Interfaces int      `json:"interfaces"`
	TTL        int      `json:"ttl"`
	// Ifaces are the interfaces of the pool, those before the fence while Fenced. Live is how many it has now.
	Ifaces []Iface `json:"ifaces,omitempty"`
	Live   int     `json:"live,omitempty"`
	Fenced bool    `json:"fenced,omitempty"`
	// Edited is true while somebody has put interfaces into the fenced pool, and not those that it had.
	Edited bool `json:"edited,omitempty"`
	// Suspended are the nodes (LNN) that SmartConnect is told not to hand out.
	Suspended []int `json:"suspended,omitempty"`
}

// Iface is one interface of a pool: its name, such as "ext-1", on the node with this logical node number (LNN).
type Iface struct {
	Iface string `json:"iface"`
	LNN   int    `json:"lnn"`
}

// Presence tells how a production name stands on a pool: Nowhere, Parked or Live.
type Presence int

const (
	// Nowhere is a name that the pool does not have.
	Nowhere Presence = iota
	// Parked is a name that the pool has as a place-holder: it does not answer for it.
	Parked
	// Live is a name that the pool answers for.
	Live
)

// On tells how a production name stands on a pool.
func (p *PoolView) On(name string) Presence {
	found := Nowhere
	for _, n := range p.All() {
		if names.Equal(n, name) {
			return Live
		}
		if names.Equal(n, names.Parked(name)) {
			found = Parked
		}
	}
	return found
}

// All are the zone name and the aliases, in order, empty ones left out.
func (p *PoolView) All() []string {
	if p == nil {
		return nil
	}
	if p.ZoneName == "" {
		return p.Aliases
	}
	return append([]string{p.ZoneName}, p.Aliases...)
}

// Production are the live names: neither parked nor hints nor tags.
func (p *PoolView) Production() []string {
	var out []string
	for _, n := range p.All() {
		if names.KindOf(n) == names.Production {
			out = append(out, names.Canonical(n))
		}
	}
	return out
}

// Replace changes one name in place, in the zone name or in the aliases, keeping everything else and its order.
func (p *PoolView) Replace(old, name string) bool {
	if names.Equal(p.ZoneName, old) {
		p.ZoneName = name
		return true
	}
	for i, a := range p.Aliases {
		if names.Equal(a, old) {
			p.Aliases[i] = name
			return true
		}
	}
	return false
}

// Publish makes a name live: in the place of its parked form, else as the zone name of a pool without one, else as the last alias. It
// answers where.
func (p *PoolView) Publish(name string) string {
	switch {
	case p.On(name) == Live:
	case names.Equal(p.ZoneName, names.Parked(name)):
		p.ZoneName = name
	case p.Replace(names.Parked(name), name):
	case p.ZoneName == "":
		p.ZoneName = name
	default:
		p.Aliases = append(p.Aliases, name)
	}
	if names.Equal(p.ZoneName, name) {
		return "zone name"
	}
	return "alias"
}

// Clone keeps a preview from changing the survey it looks at.
func (p *PoolView) Clone() *PoolView {
	c := *p
	c.Aliases = slices.Clone(p.Aliases)
	return &c
}

// IgnoreTags are the aliases that take the pool out of every failover.
func (p *PoolView) IgnoreTags() []string {
	var out []string
	for _, n := range p.All() {
		if names.KindOf(n) == names.Ignore {
			out = append(out, n)
		}
	}
	return out
}

// LongTTL is how long clients may remember an answer of SmartConnect before a failover is noticed late, in seconds.
const LongTTL = 60

// BothPools tells whether both pools exist: everything else is about them.
func BothPools(s *Survey, in Intent) bool {
	for _, k := range in.Keys() {
		if c := s.Clusters[k]; c == nil || c.Pool == nil {
			return false
		}
	}
	return true
}

// OnlyPool tells whether the access zone of the pools has no other pool on either side, so that all of its policies are theirs.
func (s *Survey) OnlyPool() bool {
	for _, k := range s.Keys() {
		if len(s.ZonePools(k)) != 1 {
			return false
		}
	}
	return true
}

// ZonePools are the pools in the access zone of this resource's pool that are not tagged ignore.
func (s *Survey) ZonePools(cluster string) []string {
	if c := s.Clusters[cluster]; c != nil {
		return c.ZonePools
	}
	return nil
}

// ContainsFold tells whether a list has a text in any case.
func ContainsFold(list []string, v string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, v) })
}
