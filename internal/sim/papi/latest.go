// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "strconv"

var latestRoutes = []Route{{"GET", "/platform/latest", latest}}

// latest tells the newest API version, as text.
func latest(*Request) Answer {
	return OK(map[string]string{"latest": strconv.Itoa(latestVersion)})
}
