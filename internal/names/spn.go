// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package names

import "strings"

// ServicePrincipals are the service principal names of a host name: for each service class the full form and the short one,
// "HOST/nas1.example.com" and "HOST/nas1". A name of one label has one form. Classes keep their order and spelling; a class that
// repeats another one without case counts once.
func ServicePrincipals(name string, classes []string) []string {
	name = Canonical(name)
	if name == "" {
		return nil
	}
	var out []string
	add := func(spn string) {
		for _, have := range out {
			if EqualSPN(have, spn) {
				return
			}
		}
		out = append(out, spn)
	}
	for _, class := range classes {
		if class == "" {
			continue
		}
		add(class + "/" + name)
		if short := Short(name); short != "" {
			add(class + "/" + short)
		}
	}
	return out
}

// EqualSPN compares two service principal names as Active Directory does: without case.
func EqualSPN(a, b string) bool {
	return strings.EqualFold(a, b)
}
