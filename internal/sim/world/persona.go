// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Persona names a user or group as requests and answers do: by id ("SID:…", "UID:…", "GID:…"), or by name and type.
type Persona struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
	Type string `json:"type,omitempty" enum:"user,group,wellknown"`
}

// IsZero tells whether the persona says nothing at all.
func (p Persona) IsZero() bool { return p == Persona{} }

// SystemZone is the access zone that every cluster has, and the default of every zone parameter.
const SystemZone = "System"
