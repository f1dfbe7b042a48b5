// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

// sessionSurface is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var sessionSurface = []resource{
	{"/api/settings/sessions", []int{14, 16}, "", methods{"GET": "", "PUT": ""}},
}
