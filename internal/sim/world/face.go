// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"

// Face holds what belongs to the HTTP face of all clusters.
type Face struct {
	// PageSize is the server's page of a list when the client gives no limit; 0 means 1000.
	PageSize int
	// Faults are the rules that make requests go wrong.
	Faults fault.Rules
}

func (f *Face) clone() Face { return Face{PageSize: f.PageSize, Faults: f.Faults.Clone()} }
