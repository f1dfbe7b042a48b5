// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package rest

// Area is one part of the API: it registers what it answers.
type Area struct {
	// Resources are the contract's paths of the area.
	Resources []Resource
	// Routes answer them. Two routes for one operation, or one outside the contract, are faults of the program.
	Routes []Route
	// Excluded is what the contract has and the area does not answer.
	Excluded []Excluded
}

// Operations lists what the area is asked, as "METHOD path".
func (a Area) Operations() []string {
	known := map[string]bool{}
	for _, r := range a.Routes {
		known[r.Method+" "+r.Path] = true
	}
	for _, r := range a.Resources {
		for method := range r.Methods {
			known[method+" "+r.Path] = true
		}
	}
	return SortedKeys(known)
}

// Excluded is a part of the contract that the simulator answers with 501, and why: an operation, or only its use with certain
// query names.
type Excluded struct {
	Method string
	Path   string
	// Query names the query arguments that are excluded, separated by spaces; "" excludes the whole operation.
	Query  string
	Reason string
}
