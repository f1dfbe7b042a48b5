// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

import (
	"slices"
	"strings"
)

// ID is the stable name of a finding, such as policy_missing. There are none but those that this package registers.
type ID struct{ name string }

func (id ID) String() string { return id.name }

// MarshalText writes the id as the text that people know.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.name), nil }

// Words are the id as words, for a headline.
func (id ID) Words() string { return strings.ReplaceAll(id.name, "_", " ") }

// Spec is the entry of the id.
func (id ID) Spec() Spec {
	i := slices.IndexFunc(registry, func(s Spec) bool { return s.Name == id.name })
	if i < 0 {
		panic("a finding without an id: make it with New")
	}
	return registry[i]
}

// Parse is the id that a text names.
func Parse(name string) (ID, bool) {
	known := slices.ContainsFunc(registry, func(s Spec) bool { return s.Name == name })
	if !known {
		return ID{}, false
	}
	return ID{name}, true
}

// Nearest is the registered id that takes the fewest edits to come to from a text, "" if none is near enough to be meant.
func Nearest(name string) string {
	ids := make([]string, 0, len(registry))
	for _, s := range registry {
		ids = append(ids, s.Name)
	}
	return NearestOf(name, ids)
}

// NearestOf is the text of a list that takes the fewest edits to come to from another one, "" if none is near enough to be meant.
func NearestOf(name string, list []string) string {
	best, least := "", len(name)/3+1
	for _, s := range list {
		if d := distance(name, s); d <= least && (best == "" || d < least) {
			best, least = s, d
		}
	}
	return best
}

// distance counts the letters to add, drop or change between two texts.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
