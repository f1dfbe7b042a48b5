// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"regexp"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
)

// TestGuide_RoleIsWhatTheSimulatedAccountHas: the demonstration and the tests run with an account that has the privileges of the guide
// "Your first failover", no more and no fewer.
func TestGuide_RoleIsWhatTheSimulatedAccountHas(t *testing.T) {
	guide, err := os.ReadFile("templates/guides/first-failover.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?s)```json\n(.*?)```").FindSubmatch(guide)
	if m == nil {
		t.Fatal("the guide has no role in JSON")
	}
	var documented role
	if err := json.Unmarshal(m[1], &documented); err != nil {
		t.Fatalf("the guide's role: %v", err)
	}
	s, err := sim.New("lab", sim.Options{Frozen: true})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://ps1:8080/platform/14/auth/roles/Failover", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(s.Username, s.Password)
	resp, err := s.Transport().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var answer struct {
		Roles []role `json:"roles"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || len(answer.Roles) != 1 {
		t.Fatalf("status %d, %d roles, %v", resp.StatusCode, len(answer.Roles), err)
	}
	if got, want := answer.Roles[0].permissions(), documented.permissions(); !maps.Equal(got, want) {
		t.Errorf("the simulated account has %v, the guide gives %v", got, want)
	}
}

type role struct {
	Privileges []struct {
		ID         string `json:"id"`
		Permission string `json:"permission"`
	} `json:"privileges"`
}

func (r role) permissions() map[string]string {
	out := map[string]string{}
	for _, p := range r.Privileges {
		out[p.ID] = p.Permission
	}
	return out
}
