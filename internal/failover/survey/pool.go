// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// Presence of a production name on a pool.
type presence int

const (
	Nowhere presence = iota
	Parked
	Live
)

// On tells how a production name stands on a pool.
func (p *PoolView) On(name string) presence {
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
