// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "slices"

// quotaArea is what this package registers.
func quotaArea() Area {
	return Area{
		Routes:    slices.Concat(quotaRoutes, quotaNotificationRoutes, quotaSettingsRoutes),
		Resources: quotaSurface,
	}
}
