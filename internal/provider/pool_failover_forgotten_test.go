// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// undeclared is the mark of the finding about a policy of the pool's access zone that is not declared.
const undeclared = "[policy_not_declared]"

// Policies of the zone that are not declared stop every plan that moves names through which clients reach their data: with an import, in
// the edit that takes them out, and later. At rest they are a warning.
func TestPlan_ForgottenPolicies(t *testing.T) {
	t.Parallel()
	one := func(active string, ignore ...string) func(l *lab) map[string]any {
		return func(l *lab) map[string]any {
			change := map[string]any{"policies": []string{"nas1"}}
			if ignore != nil {
				change["ignore_findings"] = ignore
			}
			return l.declared(active, change)
		}
	}
	imported := func(t *testing.T, l *lab) state {
		s, d := l.importID(l.id())
		ok(t, d)
		return s
	}
	adopted := func(t *testing.T, l *lab) state { return l.adopted(t) }
	alone := func(t *testing.T, l *lab) state {
		p := l.plan(l.none(), one("ps1")(l))
		ok(t, p.diags)
		if !strings.Contains(strings.Join(p.diags.warnings(), "\n"), "policy_not_declared: ") {
			t.Errorf("the adoption does not warn: %v", p.diags)
		}
		s, d := l.apply(p)
		ok(t, d)
		return s
	}
	for name, begin := range map[string]func(*testing.T, *lab) state{"import": imported, "edit": adopted, "later": alone} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
				s := begin(t, l)
				p := l.planAfterRefresh(s, one("ps1")(l))
				ok(t, p.diags)
				if w := strings.Join(p.diags.warnings(), "\n"); !strings.Contains(w, "policy_not_declared") || !strings.Contains(w, "policy fin") {
					t.Errorf("nothing is said at rest: %v", p.diags)
				}
				p = l.planAfterRefresh(s, one("ps1", "policy_not_declared")(l))
				ok(t, p.diags)
				if w := strings.Join(p.diags.warnings(), "\n"); strings.Contains(w, "policy_not_declared") {
					t.Errorf("what is accepted by name is repeated at rest: %v", p.diags)
				}
				p = l.planAfterRefresh(s, one("ps2")(l))
				errs := p.diags.errors()
				if len(errs) != 2 || !strings.Contains(errs[0], undeclared) || !strings.Contains(errs[1], undeclared) {
					t.Errorf("the move is not stopped for fin and proj: %v", errs)
				}
				p = l.planAfterRefresh(s, one("ps2", "policy_not_declared")(l))
				ok(t, p.diags)
				if !strings.Contains(render(p.value), "policy_not_declared: SyncIQ policy fin") {
					t.Errorf("accepted by name it is no risk of the plan:\n%s", render(p.value))
				}
			})
		})
	}
}

// A policy whose data no share and no export serves stays a risk: no client reaches it through the names that move.
func TestPlan_ForgottenPolicyThatNobodyReaches(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		l.cluster("ps1", func(c *world.Cluster) {
			for _, e := range c.NFS.Exports("nas1") {
				if slices.Contains(e.Paths, "/ifs/data/proj") {
					c.NFS.DeleteExport("nas1", e.ID)
				}
			}
		})
		l.settle()
		p := l.plan(s, l.declared("ps2", map[string]any{"policies": []string{"nas1", "fin"}}))
		ok(t, p.diags)
		if !strings.Contains(render(p.value), "policy_not_declared: SyncIQ policy proj") {
			t.Errorf("no risk of the plan:\n%s", render(p.value))
		}
	})
}
