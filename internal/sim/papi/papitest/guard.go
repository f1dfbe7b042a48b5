// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papitest

import (
	"regexp"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// unguarded are the operations that need no privilege beyond the log-in to the platform API, by the contract.
var unguarded = regexp.MustCompile(`^[A-Z]+ (/platform/latest|/session/.*|/auth/id|/cluster/version|/api/settings/sessions|/namespace)$`)

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// Guarded tests that every operation of an area, in scope or not, answers 401 without a log-in and 403 to a user without any role.
func Guarded(t *testing.T, of rest.Area) {
	t.Helper()
	s := New(t)
	s.Cluster().Auth.AddLogin("stranger", Password)
	for _, name := range of.Operations() {
		method, path, _ := strings.Cut(name, " ")
		if !strings.HasPrefix(path, "/platform/") && !strings.HasPrefix(path, "/session/") && !strings.HasPrefix(path, "/namespace") {
			path = "/platform" + path
		}
		path = parameter.ReplaceAllString(path, "ifs")
		if name != "POST /session/1/session" {
			if status, _, body := s.Do(Request{Method: method, Path: path, User: "nobody", Bad: true}); status != 401 {
				t.Errorf("%s without a log-in: status %d: %s", name, status, body)
			}
		}
		if unguarded.MatchString(name) {
			continue
		}
		if status, _, body := s.Do(Request{Method: method, Path: path, User: "stranger", Bad: true}); status != 403 {
			t.Errorf("%s without a role: status %d: %s", name, status, body)
		}
	}
}
