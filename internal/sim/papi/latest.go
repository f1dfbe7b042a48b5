// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "strconv"

var latestRoutes = []Route{{"GET", "/platform/latest", latest}}

// findLatest is the one path below /platform without a version.
func findLatest(r *Request, escaped string) (*Operation, *Answer) {
	r.Path = "/platform/latest"
	do := FindRoute(latestRoutes, r.Method, r.Path)
	if do == nil {
		return nil, UnknownPath(r.Method, escaped)
	}
	return &Operation{Do: do, Allows: func(string) bool { return false }}, nil
}

// latest tells the newest API version, as text.
func latest(*Request) Answer {
	return OK(map[string]string{"latest": strconv.Itoa(latestVersion)})
}
