// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package names

import "strings"

// Canonical is the form in which names are compared and kept: lower case, without a trailing dot.
func Canonical(name string) string {
	return strings.ToLower(strings.TrimSuffix(name, "."))
}

// Equal compares two names as DNS does: without case, and a trailing dot does not matter.
func Equal(a, b string) bool {
	return Canonical(a) == Canonical(b)
}

// Short is the first label of a name, the form that people type inside the domain: "nas1" of "nas1.example.com".
func Short(name string) string {
	label, _, _ := strings.Cut(name, ".")
	return label
}
