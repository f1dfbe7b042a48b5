// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "slices"

// sessionArea is what this package registers.
func sessionArea() Area {
	return Area{
		Routes:    slices.Concat(sessionRoutes, sessionSettingsRoutes),
		Resources: sessionSurface,
	}
}
