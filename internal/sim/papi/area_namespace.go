// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

// namespaceArea is what this package registers.
func namespaceArea() Area {
	return Area{
		Routes:   namespaceRoutes,
		Excluded: namespaceExcluded,
	}
}

const onlyFiles = "a failover keeps plain files; permissions, attributes and retention are no part of it"

var namespaceExcluded = []Excluded{
	{"GET", namespaceRoot, "versions", "the namespace's protocol has one version here"},
	{"GET", namespacePath, "acl metadata nsaccess type worm zone", onlyFiles},
	{"PUT", namespacePath, "acl clone continue merge metadata nsaccess snapshot zone", onlyFiles},
	{"POST", namespacePath, "detail dir hidden limit max-depth query resume sort type", "a failover never searches the file system"},
}
