// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papitest

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

func everything(level world.PrivilegeLevel) []world.Privilege {
	var out []world.Privilege
	for _, p := range world.PrivilegeCatalogue() {
		out = append(out, world.Privilege{ID: p.ID, Permission: min(level, p.Permission)})
	}
	return out
}

// Without is every privilege at its highest level but one.
func Without(id string) []world.Privilege {
	var out []world.Privilege
	for _, p := range world.PrivilegeCatalogue() {
		if p.ID != id {
			out = append(out, world.Privilege{ID: p.ID, Permission: p.Permission})
		}
	}
	return out
}
