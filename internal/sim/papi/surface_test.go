// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/contract"
)

// The small facts about paths that the simulator carries are those of the contract: revisions, methods, query names.
func TestSurfaceIsTheContracts(t *testing.T) {
	t.Parallel()
	path, err := contract.Locate()
	if err != nil {
		t.Skip(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]json.RawMessage
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	known := map[string]*resource{}
	for _, r := range resources() {
		known[r.path] = &r
	}
	for versioned, item := range doc.Paths {
		rest, ok := strings.CutPrefix(versioned, "/platform/")
		number, below, found := strings.Cut(rest, "/")
		if !ok || !found {
			continue
		}
		r := known["/"+below]
		if r == nil {
			t.Errorf("%s is missing", versioned)
			continue
		}
		compareWithContract(t, r, number, item)
		delete(known, r.path)
	}
	for p := range known {
		t.Errorf("%s is not in the contract", p)
	}
}

type parameter struct{ Name, In string }

func compareWithContract(t *testing.T, r *resource, number string, item json.RawMessage) {
	t.Helper()
	var facts struct {
		Since    int                        `json:"x-since"`
		Versions map[string]json.RawMessage `json:"x-versions"`
	}
	var methods map[string]json.RawMessage
	if json.Unmarshal(item, &facts) != nil || json.Unmarshal(item, &methods) != nil {
		t.Fatalf("%s: the contract cannot be read", r.path)
	}
	if strconv.Itoa(r.newest()) != number || r.revisions[0] != facts.Since {
		t.Errorf("%s: revisions %v, the contract has %s since %d", r.path, r.revisions, number, facts.Since)
	}
	for v := range facts.Versions {
		if n, _ := strconv.Atoi(v); !slices.Contains(r.revisions, n) {
			t.Errorf("%s: revision %s is missing", r.path, v)
		}
	}
	for _, method := range []string{"GET", "POST", "PUT", "DELETE", "HEAD"} {
		var operation struct{ Parameters []parameter }
		raw, has := methods[strings.ToLower(method)]
		if _, ours := r.methods[method]; ours != has {
			t.Errorf("%s %s: here %t, in the contract %t", method, r.path, ours, has)
		}
		if !has {
			continue
		}
		if err := json.Unmarshal(raw, &operation); err != nil {
			t.Fatal(err)
		}
		var queries []string
		for _, p := range operation.Parameters {
			if p.In == "query" {
				queries = append(queries, p.Name)
			}
		}
		ours := strings.Fields(r.methods[method])
		slices.Sort(ours)
		slices.Sort(queries)
		if !slices.Equal(ours, queries) {
			t.Errorf("%s %s: queries %v, the contract has %v", method, r.path, ours, queries)
		}
	}
}
