// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shared finds the folder of reference material: ONEFS_SHARED, or ../shared beside the repository's root.
func shared(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("ONEFS_SHARED"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != "/"; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	found := filepath.Join(filepath.Dir(dir), "shared")
	if _, err := os.Stat(found); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the reference material is missing: %v", err)
		}
		t.Skipf("the reference material is not at hand: %v", err)
	}
	return found
}

// TestEveryRuleIsKnown demands for every row, guard and dial a line that stands word for word in the reference material, or a dial.
func TestEveryRuleIsKnown(t *testing.T) {
	dir := shared(t)
	lines := map[string][]string{}
	cited, dialled := 0, 0
	check := func(id string, e Evidence, dial string) {
		t.Helper()
		if dial != "" {
			dialled++
			return
		}
		if e.File == "" || e.Line == "" {
			t.Errorf("%s: neither evidence nor dial", id)
			return
		}
		if lines[e.File] == nil {
			text, err := os.ReadFile(filepath.Join(dir, e.File))
			if err != nil {
				t.Fatal(err)
			}
			lines[e.File] = strings.Split(string(text), "\n")
		}
		if !slices.ContainsFunc(lines[e.File], func(l string) bool { return strings.Contains(l, e.Line) }) {
			t.Errorf("%s: not in %s: %q", id, e.File, e.Line)
			return
		}
		cited++
	}
	for _, r := range Rows() {
		check(r.ID, r.Evidence, r.Dial)
	}
	for _, g := range Guards() {
		check(g.ID, g.Evidence, g.Dial)
	}
	rules := len(Rows()) + len(Guards())
	t.Logf("rules: %d, of which %d cite a line and %d are a dial", rules, cited, dialled)
	for _, d := range Dials {
		check("dial "+d.Name, d.Evidence, "")
		if !slices.Contains(d.Values, d.Default) || len(d.Values) < 2 {
			t.Errorf("dial %s: default %q of values %v", d.Name, d.Default, d.Values)
		}
	}
	t.Logf("dials: %d, each with the line that calls it unknown or inferred", len(Dials))
}
