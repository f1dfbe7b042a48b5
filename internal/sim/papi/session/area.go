// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// Area is what this package registers.
func Area() rest.Area {
	return rest.Area{
		Routes:    slices.Concat(routes, settingsRoutes),
		Resources: resources,
	}
}

// resources is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var resources = []rest.Resource{
	rest.At("/api/settings/sessions", []int{14, 16}, "", rest.Methods{"GET": "", "PUT": ""}),
}
