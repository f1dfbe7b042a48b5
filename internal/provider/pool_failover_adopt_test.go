// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
)

// A create adopts the pool as it is, and the next plan is empty.
func TestCreate_Adopts(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		p := l.plan(l.none(), l.declared("ps1", nil))
		ok(t, p.diags)
		if l.writes() != 0 {
			t.Errorf("a plan wrote %d times", l.writes())
		}
		for name, want := range map[string]string{"id": l.id(), "serving_cluster": "ps1", "protected": "(unknown)", "last_run": "(unknown)"} {
			if got := text(p.value, name); got != want {
				t.Errorf("planned %s = %q, want %q", name, got, want)
			}
		}
		s, d := l.apply(p)
		ok(t, d)
		for name, want := range map[string]string{
			"id": l.id(), "active_cluster": "ps1", "serving_cluster": "ps1", "unfinished": "", "protected": "true", "last_run": "",
			"fence": "shares_and_exports", "drain": "30s",
		} {
			if got := text(s.value, name); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		if p := l.plan(s, l.declared("ps1", nil)); !p.empty() || len(p.diags) > 0 {
			t.Errorf("the plan after an adoption is not empty: %s, %v", p.value, p.diags)
		}
	})
}

// A create never moves: it says how to adopt and move in one apply.
func TestCreate_OtherSideServes(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		p := l.plan(l.none(), l.declared("ps2", nil))
		expect(t, p.diags.errors(), `AttributeName("active_cluster")`, "id = \""+l.id()+"\"")
		if !strings.Contains(p.diags.errors()[0], "Pool nas1: served by ps1, not by ps2") || !strings.Contains(p.diags.errors()[0], "import {") {
			t.Errorf("the error is:\n%s", p.diags.errors()[0])
		}
		if l.writes() != 0 {
			t.Errorf("%d writes", l.writes())
		}
	})
}

// The import block adopts; the first apply is one update of state alone, the second plan is empty.
func TestImport_Adopts(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s, d := l.importID("ps2=" + l.sim.Pool + ",ps1=" + l.sim.Pool)
		ok(t, d)
		for name, want := range map[string]string{
			"id": l.id(), "active_cluster": "ps1", "serving_cluster": "ps1", "fence": "shares_and_exports", "on_drift": "warn",
		} {
			if got := text(s.value, name); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		// Pool nas1 is the only pool of its access zone, so its policies are known too.
		if got := strings.Join(list(attributes(s.value)["policies"]), " "); got != "fin nas1 proj" {
			t.Errorf("policies = %q", got)
		}
		before, all := l.touched(), l.writes()
		p := l.planAfterRefresh(s, l.declared("ps1", nil))
		if ok(t, p.diags); len(differences("", s.value, p.value)) != 1 || attributes(p.value)["manual_steps"].IsKnown() {
			t.Errorf("an import of what is declared changes more than the inventory: %v", differences("", s.value, p.value))
		}
		p = l.planAfterRefresh(s, l.declared("ps1", map[string]any{"policies": []string{"nas1", "fin"}}))
		ok(t, p.diags)
		if moves := attributes(p.value)["moves"]; p.empty() || !moves.IsNull() {
			t.Errorf("settings after an import: %s", p.value)
		}
		s, d = l.apply(p)
		ok(t, d)
		if got := l.touched(); got != before || l.writes() == all {
			t.Errorf("an import wrote %d times, and %d times to the journal", got-before, l.writes()-all)
		}
		if p := l.plan(s, l.declared("ps1", map[string]any{"policies": []string{"nas1", "fin"}})); !p.empty() {
			t.Errorf("the plan after an import is not empty: %s", p.value)
		}
	})
}

// Import with the other side declared adopts and moves in one apply.
func TestImport_Moves(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s, d := l.importID(l.id())
		ok(t, d)
		p := l.planAfterRefresh(s, l.declared("ps2", nil))
		ok(t, p.diags)
		if !strings.Contains(render(p.value), "names: nas1.demo.local: ps1 -> ps2, zone name") {
			t.Errorf("the plan does not show the move:\n%s", render(p.value))
		}
		s, d = l.apply(p)
		ok(t, d)
		if text(s.value, "serving_cluster") != "ps2" || l.serving("nas1.demo.local") != "ps2" {
			t.Errorf("serving_cluster = %s, served by %s", text(s.value, "serving_cluster"), l.serving("nas1.demo.local"))
		}
		if p := l.plan(s, l.declared("ps2", nil)); len(p.diags.errors()) > 0 || !attributes(p.value)["moves"].IsNull() {
			t.Errorf("the plan after it is not empty: %s %v", p.value, p.diags.errors())
		}
	})
}

func TestImport_Errors(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		_, d := l.importID("nas1")
		expect(t, d.errors(), "", "not an import id")
		_, d = l.importID("ps1=" + l.sim.Pool + ",ps3=" + l.sim.Pool)
		expect(t, d.errors(), "", `no cluster "ps3"; it has ps1, ps2`)

		// The id and the attribute must name the same pools: core would offer to replace what was never applied.
		s, d := l.importID("ps1=" + l.sim.Pool + ",ps2=groupnet0.subnet0.other")
		ok(t, d)
		p := l.planAfterRefresh(s, l.declared("ps1", nil))
		expect(t, p.diags.errors(), `AttributeName("pools")`, "the import id names other pools")
		// An applied resource may be paired anew: it is forgotten and adopted.
		p = l.plan(l.adopted(t), l.declared("ps1", map[string]any{"pools": map[string]any{"ps1": l.sim.Pool, "ps2": "groupnet0.subnet0.other"}}))
		if !p.replace {
			t.Error("other pools do not replace the resource")
		}
		expect(t, p.diags.errors(), `AttributeName("pools").ElementKeyString("ps2")`, "does not exist")
	})
}

// The identity of newer Terraform imports like the id.
func TestImport_ByIdentity(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		ok(t, l.phase())
		ty := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}
		r, err := l.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
			TypeName: typeName, Identity: &tfprotov6.ResourceIdentityData{IdentityData: l.wire(build(ty, map[string]any{"id": l.id()}))},
		})
		if err != nil {
			t.Fatal(err)
		}
		ok(t, r.Diagnostics)
		i := r.ImportedResources[0]
		s, d := l.refresh(state{value: l.unwire(i.State), private: i.Private, identity: i.Identity})
		ok(t, d)
		if s.identity == nil || text(s.value, "id") != l.id() || text(s.value, "active_cluster") != "ps1" {
			t.Errorf("imported by identity: %s", s.value)
		}
	})
}
