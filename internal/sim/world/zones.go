// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"
	"strings"
)

// Zones holds the access zones by name. The System zone always exists; a scenario may replace it by one of its own.
type Zones struct {
	table   Table[Zone]
	lastID  int64
	Removed []string // names of zones deleted through the API
}

// Zone is one access zone. Its id in URLs is its name.
type Zone struct {
	Name                     string    `json:"name" required:"true"`
	ID                       int64     `json:"zone_id" api:"read"` // System is 1
	System                   bool      `json:"system" api:"read"`
	Path                     string    `json:"path"`
	Groupnet                 string    `json:"groupnet" api:"create"`
	AuthProviders            []string  `json:"auth_providers"` // such as "lsa-activedirectory-provider:DEMO.EXAMPLE.COM"
	AlternateSystemProvider  string    `json:"alternate_system_provider"`
	SystemProvider           string    `json:"system_provider"`
	CacheEntryExpiry         int       `json:"cache_entry_expiry"`
	NegativeCacheEntryExpiry int       `json:"negative_cache_entry_expiry"`
	HomeDirectoryUmask       int       `json:"home_directory_umask"`
	IfsRestricted            []Persona `json:"ifs_restricted"`
	MapUntrusted             string    `json:"map_untrusted"`
	NetbiosName              string    `json:"netbios_name"`
	SkeletonDirectory        string    `json:"skeleton_directory"`
	UserMappingRules         []string  `json:"user_mapping_rules"`
}

// NewZone is a zone with OneFS's defaults in groupnet0.
func NewZone(name, path string) Zone {
	return Zone{
		Name: name, Path: path, Groupnet: "groupnet0", AuthProviders: ownProviders(name), SystemProvider: "lsa-file-provider:System",
		CacheEntryExpiry: 14400, NegativeCacheEntryExpiry: 60, HomeDirectoryUmask: 63, IfsRestricted: []Persona{},
		SkeletonDirectory: "/usr/share/skel", UserMappingRules: []string{},
	}
}

// ownProviders are the local and the file provider that every zone is made with, as the recordings of the CSI driver show.
func ownProviders(zone string) []string {
	return []string{"lsa-local-provider:" + zone, "lsa-file-provider:" + zone}
}

func systemZone() Zone {
	z := NewZone(SystemZone, "/ifs")
	z.ID, z.System = 1, true
	return z
}

// Exists tells whether there is a zone of that name.
func (s *Zones) Exists(name string) bool {
	_, ok := s.Get(name)
	return ok
}

// Get returns the zone of that name. Letter case does not count; the zone has its name as it was made.
func (s *Zones) Get(name string) (Zone, bool) {
	if z, ok := s.table.Get(name); ok {
		return z, true
	}
	for known, z := range s.table.All() {
		if strings.EqualFold(known, name) {
			return z, true
		}
	}
	if strings.EqualFold(name, SystemZone) {
		return systemZone(), true
	}
	return Zone{}, false
}

// Put adds or replaces a zone and gives it a number if it has none.
func (s *Zones) Put(name string, z Zone) {
	z.Name, z.System = name, name == SystemZone
	switch {
	case z.System:
		z.ID = 1
	case z.ID == 0:
		s.lastID++
		z.ID = s.lastID + 1
	}
	s.lastID = max(s.lastID, z.ID-1)
	s.table.Put(name, z)
}

// Delete removes a zone and tells whether there was one.
func (s *Zones) Delete(name string) bool { return s.table.Delete(name) }

// Values lists the zones, System first.
func (s *Zones) Values() []Zone {
	system, _ := s.Get(SystemZone)
	others := slices.DeleteFunc(s.table.Values(), func(z Zone) bool { return z.Name == SystemZone })
	return append([]Zone{system}, others...)
}

// GroupnetOf is the groupnet of a zone, groupnet0 where the scenario says nothing.
func (s *Zones) GroupnetOf(name string) string {
	if z, ok := s.Get(name); ok && z.Groupnet != "" {
		return z.Groupnet
	}
	return "groupnet0"
}

func (s *Zones) clone() Zones {
	return Zones{table: s.table.Clone(), lastID: s.lastID, Removed: slices.Clone(s.Removed)}
}
