// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"slices"
	"strings"
)

// Resource is one path of the contract.
type Resource struct {
	Path      string
	Revisions []int  // versions at which the resource changed, oldest first; the last one is what the simulator speaks
	Rights    string // privileges that guard it, separated by spaces
	Methods   Methods
}

// At describes one path of the contract; revisions come oldest first.
func At(path string, revisions []int, rights string, methods Methods) Resource {
	return Resource{Path: path, Revisions: revisions, Rights: rights, Methods: methods}
}

// Methods maps each method to the query names it takes, separated by spaces.
type Methods map[string]string

// LatestVersion is the API version of the simulated release, OneFS 9.5.
const LatestVersion = 16

// Revision is the newest revision of r at or below version; false if there is none.
func (r *Resource) Revision(version int) (int, bool) {
	if version > LatestVersion || version < r.Revisions[0] {
		return 0, false
	}
	best := r.Revisions[0]
	for _, v := range r.Revisions {
		if v <= version {
			best = v
		}
	}
	return best, true
}

// Newest is the revision that the simulator speaks.
func (r *Resource) Newest() int { return r.Revisions[len(r.Revisions)-1] }

// Allows tells whether method takes a query parameter of that name.
func (r *Resource) Allows(method, query string) bool {
	return slices.Contains(strings.Fields(r.Methods[method]), query)
}
