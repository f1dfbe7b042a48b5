// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package meaning

import (
	"slices"
)

// samePermissions compares lists of permissions by their effect. OneFS looks at one after the other, so what allows and what denies may not
// change places where one person can be meant by both. All else may: two entries of one kind, and entries of two users. An entry that
// stands there a second time says nothing new.
func samePermissions(a, b []any) bool {
	a, b = once(a), once(b)
	if len(a) != len(b) {
		return false
	}
	at := make([]int, len(a))
	for i, x := range a {
		at[i] = slices.IndexFunc(b, func(y any) bool { return same("", x, y) })
		if at[i] < 0 {
			return false
		}
	}
	for i := range a {
		for j := i + 1; j < len(a); j++ {
			if at[i] > at[j] && !commute(a[i], a[j]) {
				return false
			}
		}
	}
	return true
}

// once is a list without the entries that repeat an earlier one.
func once(list []any) []any {
	var out []any
	for _, x := range list {
		if !slices.ContainsFunc(out, func(y any) bool { return same("", x, y) }) {
			out = append(out, x)
		}
	}
	return out
}

// commute tells whether two entries mean the same in either order.
func commute(a, b any) bool {
	x, _ := a.(map[string]any)
	y, _ := b.(map[string]any)
	if x["permission_type"] == y["permission_type"] {
		return true
	}
	p, _ := x["trustee"].(map[string]any)
	q, _ := y["trustee"].(map[string]any)
	return p["type"] == "user" && q["type"] == "user" && persona(p) != "" && persona(q) != "" && !same("", p, q)
}
