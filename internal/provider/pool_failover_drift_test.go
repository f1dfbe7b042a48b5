// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

// elsewhere moves the pool with another state, as a colleague would.
func (l *lab) elsewhere(t *testing.T, to string) {
	t.Helper()
	s, d := l.importID(l.id())
	ok(t, d)
	p := l.planAfterRefresh(s, l.declared(to, nil))
	ok(t, p.diags)
	_, d = l.apply(p)
	ok(t, d)
	l.sim.World.Do(func() { invariant.NewRun(l.sim.World) })
}

// What somebody else moved is a warning, an error or a plan, as on_drift says. Accepting it is the same edit as a move, and writes
// nothing.
func TestPlan_Drift(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		l.elsewhere(t, "ps2")

		p := l.plan(s, l.declared("ps1", nil))
		ok(t, p.diags)
		expect(t, p.diags.warnings(), `AttributeName("active_cluster")`, `write active_cluster = "ps2"`)
		if !p.empty() {
			t.Errorf("drift plans: %v", differences("", p.prior.value, p.value))
		}
		if got := text(p.prior.value, "active_cluster"); got != "ps1" {
			t.Errorf("Read changed active_cluster to %q", got)
		}

		p = l.plan(s, l.declared("ps1", map[string]any{"on_drift": "error"}))
		expect(t, p.diags.errors(), `AttributeName("active_cluster")`, "served by ps2, not by ps1")

		before := l.touched()
		p = l.plan(s, l.declared("ps2", nil))
		ok(t, p.diags)
		if !attributes(p.value)["moves"].IsNull() {
			t.Errorf("accepting plans moves:\n%s", render(p.value))
		}
		accepted, d := l.apply(p)
		ok(t, d)
		if n := l.touched() - before; n != 0 {
			t.Errorf("accepting wrote %d times", n)
		}
		if p := l.plan(accepted, l.declared("ps2", nil)); !p.empty() || len(p.diags) > 0 {
			t.Errorf("the plan after it is not empty: %v", p.diags.warnings())
		}

		config := l.declared("ps1", map[string]any{"on_drift": "move_back"})
		p = l.plan(s, config)
		ok(t, p.diags)
		if text(attributes(p.value)["moves"], "kind") != "controlled" {
			t.Errorf("move_back plans:\n%s", render(p.value))
		}
		back, d := l.apply(p)
		ok(t, d)
		if text(back.value, "serving_cluster") != "ps1" || l.serving("nas1.demo.local") != "ps1" {
			t.Errorf("served by %s", l.serving("nas1.demo.local"))
		}
	})
}
