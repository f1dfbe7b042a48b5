// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Zones holds the access zones.
type Zones struct{}

func (s *Zones) clone() Zones { return *s }
