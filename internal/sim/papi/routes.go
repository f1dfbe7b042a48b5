// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "slices"

// areas lists the parts of the API. A new one is added here.
func areas() []Area {
	return []Area{
		siteArea(), sessionArea(), namespaceArea(), networkArea(), syncArea(), smbArea(), nfsArea(), quotaArea(), authArea(),
	}
}

// Routes lists all routes, area by area.
func Routes() []Route {
	out := slices.Clone(latestRoutes)
	for _, a := range areas() {
		out = append(out, a.Routes...)
	}
	return out
}

// resources lists all paths of the contract below /platform.
func resources() []resource {
	var out []resource
	for _, a := range areas() {
		out = append(out, a.Resources...)
	}
	return out
}

// OutOfScopeList is everything in the contract that is answered 501. A test holds it against contract and routes, so that nothing
// is missing by accident. Further refusals are of values: the handlers give them where the value is read.
func OutOfScopeList() []Excluded {
	var out []Excluded
	for _, a := range areas() {
		out = append(out, a.Excluded...)
	}
	return out
}
