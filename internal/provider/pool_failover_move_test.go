// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

// One word moves the pool, out and back, twice; the plan after each is empty.
func TestUpdate_OutAndBackTwice(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		for _, to := range []string{"ps2", "ps1", "ps2", "ps1"} {
			s = l.moved(t, s, to, nil)
		}
	})
}

// moved plans and applies a move, and checks that the plan told the truth.
func (l *lab) moved(t *testing.T, s state, to string, change map[string]any) state {
	t.Helper()
	p := l.plan(s, l.declared(to, change))
	ok(t, p.diags)
	t.Logf("moves to %s:\n%s", to, render(p.value))
	if kind := text(attributes(p.value)["moves"], "kind"); kind != "controlled" {
		t.Errorf("the move to %s is %q", to, kind)
	}
	l.sim.World.Do(func() { invariant.NewRun(l.sim.World) })
	out, d := l.apply(p)
	ok(t, d)
	for name, want := range map[string]string{"active_cluster": to, "serving_cluster": to, "unfinished": "", "protected": "true"} {
		if got := text(out.value, name); got != want {
			t.Errorf("after the move to %s, %s = %q, want %q", to, name, got, want)
		}
	}
	for _, name := range l.sim.Names {
		if got := l.serving(name); got != to {
			t.Errorf("%s is answered by %q, not by %s", name, got, to)
		}
	}
	next := l.plan(out, l.declared(to, change))
	ok(t, next.diags)
	if moves := attributes(next.value)["moves"]; !moves.IsNull() {
		t.Errorf("the plan after the move to %s moves:\n%s", to, render(next.value))
	}
	return out
}
