// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// unordered are the lists of shares and exports that say the same in any order.
var unordered = []string{
	"paths", "clients", "read_only_clients", "read_write_clients", "root_clients", "run_as_root", "file_filter_extensions", "security_flavors",
}

// turn shows a list the other way round, as far as that changes nothing of what it says. Permissions are looked at one after the other, so
// only those of one kind that stand side by side may change places.
func turn(key string, list []any) {
	if slices.Contains(unordered, key) {
		slices.Reverse(list)
	}
	if key != "permissions" {
		return
	}
	kind := func(i int) any {
		p, _ := list[i].(map[string]any)
		return p["permission_type"]
	}
	for from := 0; from < len(list); {
		to := from + 1
		for to < len(list) && kind(to) == kind(from) {
			to++
		}
		slices.Reverse(list[from:to])
		from = to
	}
}

// number is a number of a share, an export or a quota in the form of the dials.
func (s shaper) number(key string, n json.Number) any {
	if !s.second || !s.dials.Is(dial.NumberForm, dial.Longer) || key == "id" || key == "zid" {
		return n
	}
	text := n.String()
	switch {
	case !strings.HasPrefix(s.path, "/protocols") && !strings.HasPrefix(s.path, "/quota"):
		return n
	case strings.Contains(text, "e-") && !strings.Contains(text, "e-0"):
		return json.Number(strings.Replace(text, "e-", "e-0", 1))
	case key == "time_delta" && !strings.ContainsAny(text, ".e"):
		return json.Number(text + ".0")
	case strings.HasPrefix(key, "percent_") && !strings.ContainsAny(text, ".e"):
		return json.Number(text + ".0")
	}
	return n
}
