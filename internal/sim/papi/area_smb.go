// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "slices"

// smbArea is what this package registers.
func smbArea() Area {
	return Area{
		Routes:    slices.Concat(smbShareRoutes, smbSessionRoutes, smbSettingsRoutes),
		Resources: smbSurface,
	}
}
