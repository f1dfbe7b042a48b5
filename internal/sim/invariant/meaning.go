// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// sets are the lists of a share or an export that say the same in any order.
var sets = map[string]bool{
	"paths": true, "clients": true, "read_only_clients": true, "read_write_clients": true, "root_clients": true, "run_as_root": true,
	"file_filter_extensions": true, "security_flavors": true,
}

// Meaning is a definition as JSON text, two of which are equal when they say the same: sets are sorted, and of permissions those of one
// kind that stand side by side. It is the judge's own and knows nothing of how the product compares.
func Meaning(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("what the simulator holds must encode: %v", err))
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var plain any
	if err := d.Decode(&plain); err != nil {
		panic(fmt.Sprintf("what was encoded must decode: %v", err))
	}
	settle("", plain)
	b, err = json.Marshal(plain)
	if err != nil {
		panic(fmt.Sprintf("what was decoded must encode: %v", err))
	}
	return string(b)
}

func settle(key string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			settle(k, x)
		}
	case []any:
		for _, x := range v {
			settle("", x)
		}
		if sets[key] {
			sorted(v)
		}
		if key != "permissions" {
			return
		}
		kind := func(i int) any {
			p, _ := v[i].(map[string]any)
			return p["permission_type"]
		}
		for from, i := 0, 1; i <= len(v); i++ {
			if i == len(v) || kind(i) != kind(from) {
				sorted(v[from:i])
				from = i
			}
		}
	}
}

func sorted(list []any) {
	slices.SortFunc(list, func(a, b any) int {
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		return bytes.Compare(x, y)
	})
}
