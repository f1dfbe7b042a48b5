// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
)

// unguarded are the operations that need no privilege beyond the log-in to the platform API, by the contract.
var unguarded = regexp.MustCompile(`^[A-Z]+ (/platform/latest|/session/.*|/auth/id|/cluster/version|/api/settings/sessions|/namespace)$`)

// Every operation of the contract, in scope or not, answers 401 without a log-in and 403 to a user without any role.
func TestEveryOperationIsGuarded(t *testing.T) {
	t.Parallel()
	if theContract == nil {
		t.Skip("the contract is not at hand")
	}
	s := newSite(t)
	s.cluster().Auth.AddLogin("stranger", password)
	parameter := regexp.MustCompile(`\{[^}]*\}`)
	for _, name := range theContract.Operations() {
		method, path, _ := strings.Cut(name, " ")
		if !strings.HasPrefix(path, "/platform/") && !strings.HasPrefix(path, "/session/") && !strings.HasPrefix(path, "/namespace") {
			path = "/platform" + path
		}
		path = parameter.ReplaceAllString(path, "ifs")
		if name != "POST /session/1/session" {
			if status, _, body := s.do(request{method: method, path: path, user: "nobody", bad: true}); status != 401 {
				t.Errorf("%s without a log-in: status %d: %s", name, status, body)
			}
		}
		if unguarded.MatchString(name) {
			continue
		}
		if status, _, body := s.do(request{method: method, path: path, user: "stranger", bad: true}); status != 403 {
			t.Errorf("%s without a role: status %d: %s", name, status, body)
		}
	}
}

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
				s := newSite(t)
				s.face.Checker = nil
				value := values[name]
				if zone := name == "zone"; zone {
					value = "System"
				}
				status, _, body := s.do(request{method: e.Method, path: path + "?" + name + "=" + value})
				if status != 501 {
					t.Errorf("got status %d: %s", status, body)
				}
				s.expect("out_of_scope")
			})
		}
	}
}

// The routes and the list of what is out of scope together are the contract, without overlap.
func TestScopeIsComplete(t *testing.T) {
	t.Parallel()
	if theContract == nil {
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
	for _, name := range theContract.Operations() {
		if state[name] == "" {
			t.Errorf("%s is neither answered nor out of scope", name)
		}
		delete(state, name)
	}
	for name := range state {
		t.Errorf("%s is not in the contract", name)
	}
}
