// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

// Excluded is a part of the contract that the simulator does not answer, and why.
type Excluded struct {
	Method string
	Path   string
	Reason string
}

// OutOfScopeList names every operation of the contract without a route. A test holds it against contract and routes, so that
// nothing is missing by accident.
func OutOfScopeList() []Excluded {
	return excluded
}

var excluded []Excluded

// reason tells why an operation is not simulated.
func reason(method, path string) string {
	for _, e := range excluded {
		if e.Method == method && e.Path == path {
			return e.Reason
		}
	}
	return "it is not listed"
}
