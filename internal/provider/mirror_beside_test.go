// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"sync"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

// ways are the orders in which core may apply a pool and a mirror of one of its policies: the recommended wiring puts the mirror first,
// without wiring and with -parallelism=1 either may come first, and otherwise they run side by side.
var ways = map[string]func(pool, mirror func()){
	"mirror first": func(pool, mirror func()) { mirror(); pool() },
	"pool first":   func(pool, mirror func()) { pool(); mirror() },
	"side by side, pool a moment ahead": func(pool, mirror func()) {
		aside(pool, func() { time.Sleep(time.Second); mirror() }) // bubble
	},
	"side by side, mirror a moment ahead": func(pool, mirror func()) {
		aside(func() { time.Sleep(time.Second); pool() }, mirror) // bubble
	},
	"at once": func(pool, mirror func()) { aside(pool, mirror) },
}

func aside(a, b func()) {
	var wg sync.WaitGroup
	wg.Go(a)
	wg.Go(b)
	wg.Wait()
}

// A pool that moves and a mirror with work to do are applied together, in every order: no "inconsistent result", the same end, and an
// empty plan after it.
func TestMirror_BesideAPoolThatMoves(t *testing.T) {
	t.Parallel()
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
				m := l.mirrored()
				pool, kept := l.adopted(t), m.kept(t, pair("nas1", nil))
				wanted := pair("nas1", map[string]any{"schedule": "every 10 minutes"})

				l.onePhase(t, m)
				pool, _ = l.refresh(pool)
				kept, _ = m.refresh(kept)
				moves, repairs := l.planAfterRefresh(pool, l.declared("ps2", nil)), m.planAfterRefresh(kept, wanted)
				ok(t, append(moves.diags, repairs.diags...))
				if got := repairsOf(repairs.value); got != "set the schedule" {
					t.Fatalf("planned %q", got)
				}
				l.sim.World.Do(func() { invariant.NewRun(l.sim.World) })

				l.onePhase(t, m)
				var first, second diagnostics
				way(func() { pool, first = l.applyInPhase(moves) }, func() { kept, second = m.applyInPhase(repairs) })
				ok(t, append(first, second...))

				m.settle()
				l.onePhase(t, m)
				pool, _ = l.refresh(pool)
				kept, _ = m.refresh(kept)
				for name, want := range map[string]string{
					"replicating_from": "ps2", "active_policy": "nas1_mirror", "position": "replicating", "schedule": "every 10 minutes",
				} {
					if got := text(kept.value, name); got != want {
						t.Errorf("%s = %q, want %q", name, got, want)
					}
				}
				if got := text(pool.value, "serving_cluster") + " " + text(pool.value, "protected"); got != "ps2 true" {
					t.Errorf("the pool is served and protected: %s", got)
				}
				for _, p := range []planned{l.planAfterRefresh(pool, l.declared("ps2", nil)), m.planAfterRefresh(kept, wanted)} {
					if !p.empty() || len(p.diags) > 0 {
						t.Errorf("the plan is not empty: %s\n%v", p.value, append(p.diags.errors(), p.diags.warnings()...))
					}
				}
			})
		})
	}
}

// A pool that is imported and moved and a mirror that is created, in one apply, in every order.
func TestMirror_CreatedBesideAnImportThatMoves(t *testing.T) {
	t.Parallel()
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
				m := l.mirrored()
				wanted := pair("nas1", map[string]any{"schedule": "every 10 minutes"})
				pool, d := l.importID(l.id())
				ok(t, d)
				m.server = l.server
				moves, taken := l.planAfterRefresh(pool, l.declared("ps2", nil)), m.planAfterRefresh(m.none(), wanted)
				ok(t, append(moves.diags, taken.diags...))

				l.onePhase(t, m)
				var kept state
				var first, second diagnostics
				way(func() { pool, first = l.applyInPhase(moves) }, func() { kept, second = m.applyInPhase(taken) })
				ok(t, append(first, second...))

				m.settle()
				l.onePhase(t, m)
				pool, _ = l.refresh(pool)
				kept, _ = m.refresh(kept)
				for _, p := range []planned{l.planAfterRefresh(pool, l.declared("ps2", nil)), m.planAfterRefresh(kept, wanted)} {
					if !p.empty() || len(p.diags) > 0 {
						t.Errorf("the plan is not empty: %s\n%v", p.value, append(p.diags.errors(), p.diags.warnings()...))
					}
				}
				if got := text(kept.value, "active_policy"); got != "nas1_mirror" {
					t.Errorf("active_policy = %q", got)
				}
			})
		})
	}
}

// onePhase starts one provider for resources of both types, as core does.
func (l *lab) onePhase(t *testing.T, m *lab) {
	t.Helper()
	ok(t, l.phase())
	m.server = l.server
}
