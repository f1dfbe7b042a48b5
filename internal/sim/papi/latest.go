// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

var latestRoutes = []rest.Route{rest.Get("/platform/latest", latest)}

// findLatest is the one path below /platform without a version.
func findLatest(r *rest.Request, escaped string) (*rest.Operation, *rest.Answer) {
	r.Path = "/platform/latest"
	do := rest.FindRoute(latestRoutes, r.Method, r.Path)
	if do == nil {
		return nil, rest.UnknownPath(r.Method, escaped)
	}
	return &rest.Operation{Do: do, Allows: func(string) bool { return false }}, nil
}

// latest tells the newest API version, as text.
func latest(*rest.Request) rest.Answer {
	return rest.OK(map[string]string{"latest": strconv.Itoa(rest.LatestVersion)})
}
