// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// good is a folder of counts without any flaw, changed by one section.
func good(t *testing.T, section, counts string) string {
	t.Helper()
	dir := t.TempDir()
	parts := map[string]string{
		"cells": `{"total":2,"covered":2}`, "contract": `{"operations":3,"exercised":3,"out_of_scope":0,"violations":0}`,
		"invariants": `{"total":1,"fired":1}`, "crash": `{"out":{"points":1,"resumes":16,"failed":0}}`, "seeds": `{"runs":1,"failed":0}`,
		"dials":   `{"total":1,"alive":1,"pairs":4,"pairs_covered":4,"failed":0}`,
		"faults":  `{"kinds":1,"hits":1,"failed":0}`,
		"writers": `{"interfaces":{"lost":0},"none":{"lost":3}}`, "mutants": `{"total":25,"killed":25}`,
		"findings": `{"total":1,"fired":1,"cleared":1}`, "calls": `{"1":{"reads":1}}`, "switch": `{"policies":100}`,
	}
	if section != "" {
		parts[section] = counts
	}
	for name, text := range maps.All(parts) {
		if text == "" {
			continue
		}
		files := map[string]string{name: text}
		if name == "contract" && section != "contract" { // counted by several packages
			files = map[string]string{
				"contract.a": `{"operations":1,"exercised":1,"out_of_scope":0,"violations":0}`,
				"contract.b": `{"operations":2,"exercised":2,"out_of_scope":0,"violations":0}`,
			}
		}
		for file, counts := range files {
			if err := os.WriteFile(filepath.Join(dir, file+".json"), []byte(`{"`+name+`":`+counts+`}`), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

func TestGather(t *testing.T) {
	t.Parallel()
	to := filepath.Join(t.TempDir(), "evidence.json")
	if err := gather([]string{good(t, "", "")}, to, "abc1234"); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	if !strings.Contains(string(b), `"operations": 3`) {
		t.Errorf("parts are not added up: %s", b)
	}
	if err := json.Unmarshal(b, &all); err != nil || len(all) != len(sections)+1 || all["commit"] != "abc1234" {
		t.Errorf("%d sections of commit %v, %v", len(all)-1, all["commit"], err)
	}
}

// TestCommitted: the file that is committed is whole, and tells of no failure.
func TestCommitted(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "evidence.json"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	if wrong := missing(all); len(wrong) > 0 {
		t.Errorf("evidence.json:\n%s", strings.Join(wrong, "\n"))
	}
	if commit, _ := all["commit"].(string); commit == "" || strings.HasSuffix(commit, "-dirty") {
		t.Errorf("evidence.json is of commit %q", commit)
	}
}

func TestGather_Refuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ section, counts, says string }{
		{"mutants", "", "nothing tells of mutants"},
		{"mutants", `{"total":25,"killed":24}`, "mutants: killed is 24, want 25"},
		{"crash", `{"out":{"failed":1}}`, "crash, out: failed is 1"},
		{"crash", `{"out":{"resumes":0,"failed":0}}`, "crash, out: resumes is 0"},
		{"writers", `{"interfaces":{"lost":2}}`, "writers, interfaces: lost is 2"},
		{"writers", `{"none":{"lost":0}}`, "writers, none: lost is 0"},
		{"seeds", `{"runs":9}`, "seeds: failed is <nil>, want 0"},
	} {
		to := filepath.Join(t.TempDir(), "evidence.json")
		err := gather([]string{good(t, c.section, c.counts)}, to, "")
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s %s: %v, want %q", c.section, c.counts, err, c.says)
		}
		if _, err := os.Stat(to); err == nil {
			t.Errorf("%s %s: the file is written", c.section, c.counts)
		}
	}
}
