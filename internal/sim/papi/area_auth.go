// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "slices"

// authArea is what this package registers.
func authArea() Area {
	return Area{
		Routes:    slices.Concat(adsRoutes, authSummaryRoutes, roleRoutes, rolePartRoutes),
		Resources: authSurface,
	}
}
