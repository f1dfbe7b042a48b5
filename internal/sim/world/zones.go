// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Zones holds the access zones by name. The System zone always exists.
type Zones struct {
	Table[Zone]
}

// Zone is one access zone.
type Zone struct {
	Name           string
	ID             int64 // System is 1
	Path           string
	Groupnet       string
	AuthProviders  []string
	ForceOverwrite bool
}

// Exists tells whether there is a zone of that name, case as given.
func (s *Zones) Exists(name string) bool { return name == SystemZone || s.Has(name) }

func (s *Zones) clone() Zones { return Zones{s.Table.Clone()} }
