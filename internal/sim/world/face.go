// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"

// Face holds what belongs to the HTTP face of all clusters.
type Face struct {
	// Faults are the rules that make requests go wrong.
	Faults fault.Rules
}

func (f *Face) clone() Face { return Face{Faults: f.Faults.Clone()} }
