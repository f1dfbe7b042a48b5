// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "slices"

// nfsArea is what this package registers.
func nfsArea() Area {
	return Area{
		Routes:    slices.Concat(nfsExportRoutes, nfsAliasRoutes, nfsCheckRoutes, nfsLockRoutes, nfsSettingsRoutes),
		Resources: nfsSurface,
	}
}
