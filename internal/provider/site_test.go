// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"
)

// Two resources that use the same pool or policy are told apart by their ids; the same resource may plan twice.
func TestClaims(t *testing.T) {
	t.Parallel()
	var c claims
	take := func(id string, pools map[string]string, policies ...string) string {
		var out []string
		for x, owner := range c.take(id, claimsOf(pools, policies)) {
			out = append(out, x.attribute+"["+x.element+"] "+owner)
		}
		return strings.Join(out, ", ")
	}
	a := map[string]string{"prod": "g.s.a", "dr": "g.s.a"}
	b := map[string]string{"prod": "g.s.b", "dr": "g.s.b"}
	other := map[string]string{"prod": "g.s.c", "lab": "g.s.a"}
	for range 2 {
		if got := take("A", a, "p1", "p2"); got != "" {
			t.Errorf("the first claim is taken: %s", got)
		}
	}
	if got := take("B", b, "p2"); got != "policies[p2] A" {
		t.Errorf("a policy under two ids: %q", got)
	}
	if got := take("C", map[string]string{"prod": "g.s.a", "dr": "g.s.c"}, "p3"); got != "pools[prod] A" {
		t.Errorf("a pool under two ids: %q", got)
	}
	if got := take("D", other, "p1"); got != "" {
		t.Errorf("a policy of the same name between other clusters is another policy: %q", got)
	}
}

func TestBreaker(t *testing.T) {
	t.Parallel()
	var b breaker
	if got := b.tripped("prod", "dr"); len(got) != 0 {
		t.Errorf("a new breaker has tripped: %v", got)
	}
	b.trip("prod", "no answer")
	if got := b.tripped("prod", "dr"); len(got) != 1 || got["prod"] != "no answer" {
		t.Errorf("tripped = %v", got)
	}
	b.reset("prod")
	if got := b.tripped("prod"); len(got) != 0 {
		t.Errorf("the reset breaker has tripped: %v", got)
	}
}
