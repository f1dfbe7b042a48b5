// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// interrupted is the state after a move to ps2 that stopped with the names moved and the path read-only, and what the provider said.
func (l *lab) interrupted(t *testing.T) (state, diagnostics) {
	t.Helper()
	s := l.adopted(t)
	p := l.plan(s, l.declared("ps2", nil))
	ok(t, p.diags)
	l.cluster("ps2", func(c *world.Cluster) {
		synciq.Of(c).FailNextJob("nas1", siq.AllowWrite, synciq.JobFault{State: "failed", Text: "quota database is locked"})
	})
	out, d := l.apply(p)
	if len(d.errors()) != 1 {
		t.Fatalf("errors: %v", d.errors())
	}
	return out, d
}

// A run that fails half-way says the four things, keeps the old active_cluster beside what is true, and is resumed by the next apply.
func TestUpdate_Resume(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s, d := l.interrupted(t)
		says := d.errors()[0]
		for _, part := range []string{
			"Pool nas1: CLIENTS ARE DOWN (stage 5 writes)", "quota database is locked", "Now ", "Next ", "terraform apply",
		} {
			if !strings.Contains(says, part) {
				t.Errorf("%q is not in:\n%s", part, says)
			}
		}
		for name, want := range map[string]string{"active_cluster": "ps1", "serving_cluster": "ps2", "unfinished": "ps2", "protected": "false"} {
			if got := text(s.value, name); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		if !attributes(s.value)["moves"].IsNull() {
			t.Error("moves outlived the failure")
		}
		// Forgetting now is said louder.
		expect(t, l.planDestroy(s).diags.warnings(), "", "FORGOTTEN IN THE MIDDLE OF A RUN TO ps2")

		// A plan that does not refresh knows the half-done run as well.
		ok(t, l.phase())
		for _, p := range []planned{l.planAfterRefresh(s, l.declared("ps2", nil)), l.plan(s, l.declared("ps2", nil))} {
			ok(t, p.diags)
			moves := attributes(p.value)["moves"]
			if kind, says := text(moves, "kind"), text(moves, "at_a_glance"); kind != "resume" ||
				!strings.HasPrefix(says, "A RUN TO ps2 IS HALF DONE: CLIENTS ARE DOWN, the run began at 20") ||
				!strings.Contains(says, "Z; this plan goes on with it. ps1 -> ps2: ") {
				t.Errorf("the plan of a half-done run begins with %s: %s", kind, says)
			}
			if lines := render(p.value); strings.Contains(lines, "names: ") || !strings.Contains(lines, "policies: nas1") {
				t.Errorf("a resume lists what is left, not:\n%s", lines)
			}
		}
		out, d := l.apply(l.plan(s, l.declared("ps2", nil)))
		ok(t, d)
		for name, want := range map[string]string{"active_cluster": "ps2", "serving_cluster": "ps2", "unfinished": "", "protected": "true"} {
			if got := text(out.value, name); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		if p := l.plan(out, l.declared("ps2", nil)); !attributes(p.value)["moves"].IsNull() {
			t.Errorf("the plan after it moves:\n%s", render(p.value))
		}
	})
}

// Setting the goal back is the way back, although the configuration then equals the state.
func TestUpdate_Abort(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s, _ := l.interrupted(t)
		l.sim.World.Do(func() { invariant.NewRun(l.sim.World) })
		p := l.plan(s, l.declared("ps1", nil))
		ok(t, p.diags)
		kind := text(attributes(p.value)["moves"], "kind")
		if says := text(attributes(p.value)["moves"], "at_a_glance"); !strings.HasPrefix(says, "A RUN TO ps2 IS HALF DONE: ") ||
			!strings.Contains(says, "this plan takes it back. ps2 -> ps1: ") {
			t.Errorf("the plan of the way back begins with %s", says)
		}
		if kind != "controlled" || // the copies are open: it is a full failback
			!strings.Contains(render(p.value), "after the half-done run of nas1: ps1 -> ps2 is completed") ||
			!strings.Contains(render(p.value), "names: nas1.demo.local: ps2 -> ps1") {
			t.Errorf("%s:\n%s", kind, render(p.value))
		}
		out, d := l.apply(p)
		ok(t, d)
		for name, want := range map[string]string{"active_cluster": "ps1", "serving_cluster": "ps1", "unfinished": "", "protected": "true"} {
			if got := text(out.value, name); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		if got := l.serving("nas1.demo.local"); got != "ps1" {
			t.Errorf("served by %q", got)
		}
	})
}

// Lost state is no loss: an import finds the half-done run, and the declared side decides what becomes of it.
func TestImport_Unfinished(t *testing.T) {
	t.Parallel()
	for _, goal := range []string{"ps1", "ps2"} {
		t.Run(goal, func(t *testing.T) {
			t.Parallel()
			inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
				l.interrupted(t)
				l.sim.World.Do(func() { invariant.NewRun(l.sim.World) })
				// A create does not resume: it would leave a tainted resource if it failed.
				p := l.plan(l.none(), l.declared(goal, nil))
				expect(t, p.diags.errors(), `AttributeName("active_cluster")`, "a run to ps2 is not finished")
				s, d := l.importID(l.id())
				ok(t, d)
				if got := text(s.value, "unfinished"); got != "ps2" {
					t.Errorf("unfinished = %q", got)
				}
				p = l.planAfterRefresh(s, l.declared(goal, nil))
				ok(t, p.diags)
				out, d := l.apply(p)
				ok(t, d)
				if text(out.value, "serving_cluster") != goal || text(out.value, "unfinished") != "" || l.serving("nas1.demo.local") != goal {
					t.Errorf("served by %q", l.serving("nas1.demo.local"))
				}
			})
		})
	}
}

// Right after a move, a plan that does not refresh is empty: the survey of the apply is in private state.
func TestPlan_WithoutRefreshAfterMove(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.moved(t, l.adopted(t), "ps2", nil)
		ok(t, l.phase())
		if p := l.planAfterRefresh(s, l.declared("ps2", nil)); len(p.diags) > 0 || !p.empty() {
			t.Errorf("%v, %v", differences("", s.value, p.value), p.diags.errors())
		}
		if attributes(s.value)["moves"].IsNull() {
			t.Error("the applied moves are not in state")
		}
		refreshed, _ := l.refresh(s)
		if !attributes(refreshed.value)["moves"].IsNull() {
			t.Error("a refresh keeps the moves")
		}
		p := l.planAfterRefresh(s, l.declared("ps1", nil))
		ok(t, p.diags)
		if !strings.Contains(render(p.value), "names: nas1.demo.local: ps2 -> ps1") {
			t.Errorf("the way back:\n%s", render(p.value))
		}
	})
}

// Settings are taken over without a write, policies with no write but of the inventory; a policy and the side in one edit are refused.
func TestUpdate_SettingsOnly(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		some := map[string]any{"policies": []string{"nas1", "fin"}}
		p := l.plan(l.none(), l.declared("ps1", some))
		ok(t, p.diags)
		s, d := l.apply(p)
		ok(t, d)

		p = l.plan(s, l.declared("ps2", nil))
		expect(t, p.diags.errors(), `AttributeName("policies").ElementKeyValue(tftypes.String<"proj">)`, "apply the policies first")

		p = l.plan(s, l.declared("ps1", map[string]any{
			"drain": "2m", "names": []string{"nas1.demo.local"}, "policies": []string{"nas1", "fin", "proj"},
		}))
		ok(t, p.diags)
		for _, name := range []string{"id", "serving_cluster", "unfinished", "protected", "moves", "manual_steps", "last_run"} {
			if !attributes(p.value)[name].Equal(attributes(s.value)[name]) {
				t.Errorf("settings plan %s = %s", name, attributes(p.value)[name])
			}
		}
		touched := l.touched()
		s, d = l.apply(p)
		ok(t, d)
		if n := l.touched() - touched; n != 0 {
			t.Errorf("policies and settings wrote %d times", n)
		}
		before := l.writes()
		p = l.plan(s, l.declared("ps1", map[string]any{"drain": "3m", "names": []string{"nas1.demo.local"}}))
		ok(t, p.diags)
		s, d = l.apply(p)
		ok(t, d)
		if n := l.writes() - before; n != 0 {
			t.Errorf("settings wrote %d times", n)
		}
		p = l.plan(s, l.declared("ps2", map[string]any{"drain": "2m", "names": []string{"nas1.demo.local"}}))
		ok(t, p.diags)
		if lines := render(p.value); strings.Contains(lines, "fin.demo.local") || !strings.Contains(lines, "policies: proj") {
			t.Errorf("the move after it:\n%s", lines)
		}

		for name, near := range map[string]string{"none": "isi sync policies list", "nas11": `"nas1"`} {
			p = l.plan(s, l.declared("ps1", map[string]any{"policies": []string{"fin", name}}))
			expect(t, p.diags.errors(), `AttributeName("policies").ElementKeyValue(tftypes.String<"`+name+`">)`, near)
		}

		// One that disappears between plan and apply.
		p = l.plan(s, l.declared("ps1", map[string]any{"policies": []string{"eng", "nas1"}}))
		ok(t, p.diags)
		if status := l.request(t, "ps1", "PUT", "/platform/14/sync/policies/eng", `{"name":"engineering"}`); status/100 != 2 {
			t.Fatalf("the policy still has its name: %d", status)
		}
		l.settle()
		out, d := l.apply(p)
		expect(t, d.errors(), `AttributeName("policies").ElementKeyValue(tftypes.String<"eng">)`, "exists neither")
		if !out.value.Equal(p.prior.value) {
			t.Errorf("a refused edit changed state: %v", differences("", p.prior.value, out.value))
		}
	})
}

// Destroying makes no call and says what it does.
func TestDelete_Forgets(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		l.sim.World.Do(func() {
			l.sim.World.Face.Faults = fault.Rules{{Name: "any", Kind: fault.ErrorBefore}}
		})
		p := l.planDestroy(s)
		expect(t, p.diags.warnings(), "", "Pool nas1: only forgotten")
		out, d := l.destroy(p)
		expect(t, d.warnings(), "", "Pool nas1: only forgotten")
		if ok(t, d); !out.value.IsNull() {
			t.Error("the resource is still in state")
		}
		l.sim.World.Do(func() {
			if n := l.sim.World.Face.Faults.Hits("any"); n != 0 {
				t.Errorf("a destroy made %d calls", n)
			}
		})
	})
}
