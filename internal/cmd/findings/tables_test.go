// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGuide_IsMadeFromTheRegistry: the tables of the guide are those that the registry makes.
func TestGuide_IsMadeFromTheRegistry(t *testing.T) {
	guide, err := os.ReadFile("../../../templates/guides/reading-the-errors.md")
	if err != nil {
		t.Fatal(err)
	}
	want, err := fill(string(guide))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(guide)); diff != "" {
		t.Errorf("run `make generate` (-registry +guide):\n%s", diff)
	}
}

// TestFill_WantsAPlaceForEachTable: a table that the guide has no place for is an error, not a table less.
func TestFill_WantsAPlaceForEachTable(t *testing.T) {
	if out, err := fill("# Reading the errors\n"); err == nil {
		t.Errorf("no error, but %q", out)
	}
}
