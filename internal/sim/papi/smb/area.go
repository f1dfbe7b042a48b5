// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smb

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// Area is what this package registers.
func Area() rest.Area {
	return rest.Area{
		Routes:    slices.Concat(shareRoutes, sessionRoutes, settingsRoutes),
		Resources: resources,
	}
}
