// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"slices"
	"strings"
)

// InCaseOf spells new names like the old ones that they are, for a cluster that does not show the case in which names were given.
func InCaseOf(old []string, names ...string) []string {
	out := make([]string, 0, len(names))
	for _, n := range names {
		if i := slices.IndexFunc(old, func(o string) bool { return strings.EqualFold(o, n) }); i >= 0 {
			n = old[i]
		}
		out = append(out, n)
	}
	return out
}

// OwnID makes an id of a target record out of that of its policy, and the other way round.
func OwnID(id string) string {
	b := []byte(id)
	slices.Reverse(b)
	return string(b)
}
