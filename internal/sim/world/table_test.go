// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestTableAgainstMap compares a table and its clones with plain maps under random changes, also during walks.
func TestTableAgainstMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tables := []*Table[int]{{}}
		models := []map[string]int{{}}
		key := rapid.SampledFrom([]string{"a", "b", "c", "d"})
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			i := rapid.IntRange(0, len(tables)-1).Draw(t, "which")
			k := key.Draw(t, "key")
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				v := rapid.Int().Draw(t, "value")
				tables[i].Put(k, v)
				models[i][k] = v
			case 1:
				_, had := models[i][k]
				if tables[i].Delete(k) != had {
					t.Fatalf("delete %s: want %v", k, had)
				}
				delete(models[i], k)
			case 2:
				clone := tables[i].Clone()
				tables, models = append(tables, &clone), append(models, maps.Clone(models[i]))
			case 3:
				seen := map[string]int{}
				before := maps.Clone(models[i])
				for k, v := range tables[i].All() {
					seen[k] = v
					tables[i].Put(k, v+1)
					tables[i].Delete("a")
					tables[i].Put("e", 1)
					models[i][k] = v + 1
					delete(models[i], "a")
					models[i]["e"] = 1
				}
				if !maps.Equal(seen, before) {
					t.Fatalf("the walk saw %v, want %v", seen, before)
				}
			}
		}
		for i, table := range tables {
			got := slices.Sorted(slices.Values(table.Keys()))
			if !slices.Equal(got, slices.Sorted(maps.Keys(models[i]))) || table.Len() != len(models[i]) {
				t.Fatalf("table %d has %v, want %v", i, got, models[i])
			}
			for k, want := range models[i] {
				if got, ok := table.Get(k); !ok || got != want {
					t.Fatalf("table %d: %s is %d, want %d", i, k, got, want)
				}
			}
		}
	})
}
