// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

// Area is one part of the API: it registers what it answers.
type Area struct {
	// Resources are the contract's paths of the area.
	Resources []resource
	// Routes answer them. Two routes for one operation, or one outside the contract, are faults of the program.
	Routes []Route
	// Excluded is what the contract has and the area does not answer.
	Excluded []Excluded
}
