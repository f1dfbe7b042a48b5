// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"net/http"
)

// Operation is what a request turned out to ask for.
type Operation struct {
	// Do answers; nil means that the contract has the operation and the simulator does not.
	Do func(*Request) Answer
	// Rights are the privileges that guard it.
	Rights []string
	// Open operations need no log-in.
	Open bool
	// Allows tells whether it takes a query parameter of that name.
	Allows func(query string) bool
}

// UnknownPath is 404 for what is no resource of the API.
func UnknownPath(method, path string) *Answer {
	return Refuse(NotFound("", "%s %s is not a resource of this API", method, path).Because(RuleUnknownPath))
}

// NoMethod is 405 for a path outside /platform.
func NoMethod(method string) *Answer {
	return Refuse(Fail(http.StatusMethodNotAllowed, "AEC_METHOD_NOT_ALLOWED", "", "%s is not supported here", method).
		Because(RuleUnknownPath))
}

// FindRoute is the function behind one of the routes, nil if there is none.
func FindRoute(routes []Route, method, path string) func(*Request) Answer {
	for _, route := range routes {
		if route.Method == method && route.Path == path {
			return route.Do
		}
	}
	return nil
}
