// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/contract"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
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
	known := map[string]*rest.Resource{}
	for _, r := range papi.Resources() {
		known[r.Path] = &r
	}
	for versioned, item := range doc.Paths {
		tail, ok := strings.CutPrefix(versioned, "/platform/")
		number, below, found := strings.Cut(tail, "/")
		if !ok || !found {
			continue
		}
		r := known["/"+below]
		if r == nil {
			t.Errorf("%s is missing", versioned)
			continue
		}
		compareWithContract(t, r, number, item)
		delete(known, r.Path)
	}
	for p := range known {
		t.Errorf("%s is not in the contract", p)
	}
}

type parameter struct{ Name, In string }

func compareWithContract(t *testing.T, r *rest.Resource, number string, item json.RawMessage) {
	t.Helper()
	var facts struct {
		Since    int                        `json:"x-since"`
		Versions map[string]json.RawMessage `json:"x-versions"`
	}
	var methods map[string]json.RawMessage
	if json.Unmarshal(item, &facts) != nil || json.Unmarshal(item, &methods) != nil {
		t.Fatalf("%s: the contract cannot be read", r.Path)
	}
	if strconv.Itoa(r.Newest()) != number || r.Revisions[0] != facts.Since {
		t.Errorf("%s: revisions %v, the contract has %s since %d", r.Path, r.Revisions, number, facts.Since)
	}
	for v := range facts.Versions {
		if n, _ := strconv.Atoi(v); !slices.Contains(r.Revisions, n) {
			t.Errorf("%s: revision %s is missing", r.Path, v)
		}
	}
	for _, method := range []string{"GET", "POST", "PUT", "DELETE", "HEAD"} {
		var operation struct{ Parameters []parameter }
		raw, has := methods[strings.ToLower(method)]
		if _, ours := r.Methods[method]; ours != has {
			t.Errorf("%s %s: here %t, in the contract %t", method, r.Path, ours, has)
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
		ours := strings.Fields(r.Methods[method])
		slices.Sort(ours)
		slices.Sort(queries)
		if !slices.Equal(ours, queries) {
			t.Errorf("%s %s: queries %v, the contract has %v", method, r.Path, ours, queries)
		}
	}
}
