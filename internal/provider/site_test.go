// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/provider/breaker"
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
	var b breaker.Breaker
	if got := b.Tripped("prod", "dr"); len(got) != 0 {
		t.Errorf("a new breaker has tripped: %v", got)
	}
	b.Trip("prod", "no answer")
	if got := b.Tripped("prod", "dr"); len(got) != 1 || got["prod"] != "no answer" {
		t.Errorf("tripped = %v", got)
	}
	b.Reset("prod")
	if got := b.Tripped("prod"); len(got) != 0 {
		t.Errorf("the reset breaker has tripped: %v", got)
	}
}

// Two resources of one configuration with the same pools are an error of the plan, whatever cluster each declares; a replacement, which
// plans one resource twice, is none.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_PoolDeclaredTwice(t *testing.T) {
	eachProgram(t, func(t *testing.T, start func(t *testing.T) *cli) {
		c := start(t)
		one := declaration("prod", true)
		c.apply(one)
		c.terraform(0, "apply", "-auto-approve", "-replace=onefs_pool_failover.nas1")
		for _, active := range []string{"prod", "dr"} {
			two := strings.Replace(declaration(active, false), `"nas1" {`, `"again" {`, 1)
			c.write("main.tf", c.provider()+one+two)
			out := strings.Join(strings.Fields(c.terraform(1, "plan")), " ")
			if strings.Count(out, "Pool nas1 is declared twice") != 1 || !strings.Contains(out, `id "dr=groupnet0.subnet0.nas1,prod=`) {
				t.Errorf("with another one that declares %s:\n%s", active, out)
			}
		}
		c.apply(one)
		c.terraform(0, "plan", "-detailed-exitcode")
	})
}
