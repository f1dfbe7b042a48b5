// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package meaning

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// Same tells whether two decoded values say the same. Null, an empty text, an empty list, an empty object and a missing property are all
// one.
func Same(a, b any) bool { return same("", a, b) }

// inOrder are the lists that OneFS goes through from the first entry on.
var inOrder = []string{"host_acl", "mangle_map"}

// same compares values of the property of that name.
func same(name string, a, b any) bool {
	if Empty(a) || Empty(b) {
		return Empty(a) && Empty(b)
	}
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok {
			return false
		}
		if p, q := persona(x), persona(y); p != "" && q != "" {
			return strings.EqualFold(p, q)
		}
		return covered(x, y) && covered(y, x)
	case []any:
		y, ok := b.([]any)
		switch {
		case !ok:
			return false
		case name == "permissions":
			return samePermissions(x, y)
		case slices.Contains(inOrder, name):
			return slices.EqualFunc(x, y, func(a, b any) bool { return same("", a, b) })
		default:
			return within(x, y) && within(y, x)
		}
	case string:
		y, ok := b.(string)
		return ok && x == y
	case bool:
		y, ok := b.(bool)
		return ok && x == y
	}
	return sameNumber(a, b)
}

// covered: every property of a says the same in b.
func covered(a, b map[string]any) bool {
	for k, x := range a {
		if !same(k, x, b[k]) {
			return false
		}
	}
	return true
}

// within: every element of a is in b. Lists of plain texts may be long.
func within(a, b []any) bool {
	texts := map[string]bool{}
	for _, y := range b {
		if s, ok := y.(string); ok {
			texts[s] = true
		}
	}
	return !slices.ContainsFunc(a, func(x any) bool {
		if s, ok := x.(string); ok {
			return !texts[s]
		}
		return !slices.ContainsFunc(b, func(y any) bool { return same("", x, y) })
	})
}

// sameNumber compares numbers, decoded or written down, by their value.
func sameNumber(a, b any) bool {
	x, ok := number(a)
	y, also := number(b)
	return ok && also && x.Cmp(y) == 0
}

func number(v any) (*big.Float, bool) {
	var text string
	switch v := v.(type) {
	case string, bool, nil, []any, map[string]any:
		return nil, false
	case json.Number:
		text = v.String()
	default:
		text = fmt.Sprint(v)
	}
	const bits = 256
	f, _, err := big.ParseFloat(text, 10, bits, big.ToNearestEven)
	return f, err == nil
}

// Empty tells whether a value is nothing, in any of the ways in which OneFS shows that.
func Empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, x := range v {
			if !Empty(x) {
				return false
			}
		}
		return true
	}
	return false
}

// persona is the id of a user or group, "" for anything else and without an id: two clusters may show one account by two names.
func persona(m map[string]any) string {
	for k := range m {
		if k != "id" && k != "name" && k != "type" {
			return ""
		}
	}
	id, _ := m["id"].(string)
	if kind, _, ok := strings.Cut(id, ":"); ok && slices.Contains([]string{"SID", "UID", "GID", "USER", "GROUP"}, strings.ToUpper(kind)) {
		return id
	}
	return ""
}
