// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

// What the list excludes is answered 501, argument by argument.
func TestOutOfScope(t *testing.T) {
	t.Parallel()
	values := map[string]string{
		"vlan_id": "1", "event_count": "1", "last_event_begin": "1", "last_event_end": "1", "limit": "1", "max-depth": "1", "dir": "ASC",
	}
	for _, e := range papi.OutOfScopeList() {
		path := strings.NewReplacer("{NamespacePath}", "ifs", "{EventEventgroupDefinitionId}", "400040017").Replace(e.Path)
		if !strings.HasPrefix(path, "/namespace") {
			path = "/platform" + path
		}
		for name := range strings.FieldsSeq(e.Query) {
			t.Run(e.Method+" "+e.Path+" "+name, func(t *testing.T) {
				t.Parallel()
				s := papitest.New(t)
				s.Face.Checker = nil
				value := values[name]
				if zone := name == "zone"; zone {
					value = "System"
				}
				status, _, body := s.Do(papitest.Request{Method: e.Method, Path: path + "?" + name + "=" + value})
				if status != 501 {
					t.Errorf("got status %d: %s", status, body)
				}
				s.Expect("out_of_scope")
			})
		}
	}
}

// The routes and the list of what is out of scope together are the contract, without overlap.
func TestScopeIsComplete(t *testing.T) {
	t.Parallel()
	if papitest.TheContract == nil {
		t.Skip("the contract is not at hand")
	}
	state := map[string]string{}
	for _, r := range papi.Routes() {
		state[r.Method+" "+r.Path] = "answered"
	}
	for _, e := range papi.OutOfScopeList() {
		name := e.Method + " " + e.Path
		if e.Reason == "" {
			t.Errorf("%s is out of scope without a reason", name)
		}
		if e.Query != "" {
			continue // the operation is answered, these uses of it are not
		}
		if state[name] != "" {
			t.Errorf("%s is both answered and out of scope", name)
		}
		state[name] = "out of scope"
	}
	for _, name := range papitest.TheContract.Operations() {
		if state[name] == "" {
			t.Errorf("%s is neither answered nor out of scope", name)
		}
		delete(state, name)
	}
	for name := range state {
		t.Errorf("%s is not in the contract", name)
	}
}
