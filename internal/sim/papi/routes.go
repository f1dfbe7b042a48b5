// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "slices"

// Routes lists all routes, area by area. A new area adds its table here.
func Routes() []Route {
	return slices.Concat(
		latestRoutes,
		sessionRoutes,
		smbShareRoutes, smbSessionRoutes, smbSettingsRoutes,
	)
}
