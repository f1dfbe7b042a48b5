// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "slices"

// syncArea is what this package registers.
func syncArea() Area {
	return Area{
		Routes:    slices.Concat(syncPolicyRoutes, syncJobRoutes, syncTargetRoutes, syncReportRoutes, syncSettingsRoutes, syncRuleRoutes, syncCertificateRoutes),
		Resources: syncSurface,
	}
}
