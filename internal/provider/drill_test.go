// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

const (
	drillType = "onefs_failover_drill"
	rehearsal = "rehearsal.demo.local"
)

// drilling is the site seen by a drill.
func (l *lab) drilling() *lab { return &lab{core: l.as(drillType), sim: l.sim} }

// drill is the configuration of a drill.
func (l *lab) drill(open bool, change map[string]any) map[string]any {
	out := map[string]any{
		"open": open, "pools": map[string]any{"ps1": l.sim.Pool, "ps2": l.sim.Pool}, "policies": []any{"fin", "nas1", "proj"},
		"names": []any{rehearsal},
	}
	maps.Copy(out, change)
	return out
}

// begins and ends tell the judge.
func (l *lab) begins() {
	l.sim.World.Do(func() { invariant.NewRun(l.sim.World); invariant.BeginDrill(l.sim.World, "ps1", "ps2", rehearsal) })
}

func (l *lab) ends(t *testing.T) {
	t.Helper()
	l.sim.World.Do(func() {
		invariant.EndDrill(l.sim.World)
		for _, v := range append(invariant.Finish(l.sim.World), l.sim.World.Violations...) {
			t.Errorf("%s: %s", v.Rule, v.Text)
		}
	})
}

// uses lets somebody write on the copies by the name of the drill.
func (l *lab) uses(t *testing.T) {
	t.Helper()
	l.sim.World.Do(func() {
		clients.Add(l.sim.World, clients.Client{Name: "tester", Protocol: clients.NFS3, Address: "10.1.0.21", User: "root"})
		if err := clients.Connect(l.sim.World, "tester", rehearsal, "/ifs/data/nas1"); err != nil {
			t.Fatal(err)
		}
		if err := clients.Write(l.sim.World, "tester", "a/tester", "t1", 10); err != nil {
			t.Fatal(err)
		}
	})
}

// A drill is adopted closed, opened by an edit of which the plan says every step, closed by another, and forgotten when it is destroyed.
func TestDrill_OpensAndCloses(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		m := l.drilling()
		s := m.kept(t, l.drill(false, nil))
		if n := m.touched(); n != 0 || text(s.value, "status") != "closed" {
			t.Errorf("adopting wrote %d times, status %s", n, text(s.value, "status"))
		}
		m.empties(t, s, l.drill(false, nil))
		l.begins()
		for _, open := range []bool{true, false} {
			p := m.plan(m.afterRefresh(t, s), l.drill(open, nil))
			if len(p.diags.errors()) > 0 {
				t.Fatal(p.diags.errors())
			}
			steps := strings.Join(list(attributes(p.value)["steps"]), "\n")
			for _, want := range map[bool][]string{
				true:  {"nas1: ps1, schedule", "nas1: ps2, /ifs/data/nas1 writable", rehearsal + ": nowhere -> ps2"},
				false: {rehearsal + ": ps2 -> nowhere", "DISCARDED", "nas1: ps1, schedule", "run once and proven"},
			}[open] {
				if !strings.Contains(steps, want) {
					t.Errorf("open = %v: %q is not among the steps:\n%s", open, want, steps)
				}
			}
			warned := strings.Join(p.diags.warnings(), "\n")
			if want := map[bool]string{true: "stand still", false: "discarded"}[open]; !strings.Contains(warned, want) {
				t.Errorf("open = %v: no warning has %q: %s", open, want, warned)
			}
			var d diagnostics
			s, d = m.apply(p)
			if len(d.errors()) > 0 {
				t.Fatal(d.errors())
			}
			if open {
				l.uses(t)
				if checks := list(attributes(s.value)["checks"]); len(checks) != 1 || !strings.Contains(checks[0], "answered by ps2") {
					t.Errorf("checks: %v", checks)
				}
			}
			if got, want := text(s.value, "status"), map[bool]string{true: "open", false: "closed"}[open]; got != want {
				t.Errorf("status %q, want %q", got, want)
			}
			l.settle()
			l.sim.World.Do(func() { invariant.NewRun(l.sim.World) })
			m.empties(t, m.afterRefresh(t, s), l.drill(open, nil))
		}
		l.ends(t)
	})
}

// A drill whose state was lost is imported as it is, and a plan closes it; or a destroy does. After max_duration every plan says so.
func TestDrill_Forgotten(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"import and close", "destroy", "create closed"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
				m := l.drilling()
				l.begins()
				s := m.kept(t, l.drill(true, nil))
				l.uses(t)
				time.Sleep(9 * time.Hour) // bubble
				l.sim.World.Do(func() { invariant.NewRun(l.sim.World) })
				p := m.plan(m.afterRefresh(t, s), l.drill(true, nil))
				if !slices.ContainsFunc(p.diags.warnings(), func(w string) bool { return strings.Contains(w, "drill_overdue") }) {
					t.Errorf("no plan says that the drill is overdue: %v", p.diags.warnings())
				}
				switch way {
				case "destroy":
					p := m.planDestroy(m.afterRefresh(t, s))
					if !slices.ContainsFunc(p.diags.warnings(), func(w string) bool { return strings.Contains(w, "DISCARDED") }) {
						t.Errorf("the plan does not say what is lost: %v", p.diags.warnings())
					}
					if _, d := m.destroy(p); len(d.errors()) > 0 {
						t.Fatal(d.errors())
					}
				case "import and close":
					got, d := m.importID(l.id())
					ok(t, d)
					if text(got.value, "status") != "open" {
						t.Fatalf("imported: %s", got.value)
					}
					p := m.plan(m.afterRefresh(t, got), l.drill(false, nil))
					if _, d := m.apply(p); len(append(p.diags.errors(), d.errors()...)) > 0 {
						t.Fatal(p.diags.errors(), d.errors())
					}
				default:
					p := m.plan(m.none(), l.drill(false, nil))
					if _, d := m.apply(p); len(append(p.diags.errors(), d.errors()...)) > 0 {
						t.Fatal(p.diags.errors(), d.errors())
					}
				}
				l.settle()
				l.ends(t)
			})
		})
	}
}

// What cannot be opened is an error that says why, before anything is written.
func TestDrill_Refused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change map[string]any
		do     func(t *testing.T, l *lab)
		want   string
	}{
		"a production name": {map[string]any{"names": []any{"nas1.demo.local"}}, nil, "The name nas1.demo.local is answered"},
		"the standby's own": {map[string]any{"names": []any{"drtest.demo.local"}}, nil, "is answered by pool"},
		"no such policy":    {map[string]any{"policies": []any{"nas2"}}, nil, "No SyncIQ policy nas2"},
		"SmartLock": {nil, func(_ *testing.T, l *lab) {
			l.sim.World.Do(func() {
				l.sim.World.Dials[dial.WORMDomains] = "assumed"
				l.sim.World.Cluster("ps2").AddWORMDomain("/ifs/data/nas1", "enterprise")
			})
		}, "SyncIQ policy nas1 replicates a SmartLock directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
				m := l.drilling()
				if c.do != nil {
					c.do(t, l)
				}
				p := m.plan(m.none(), l.drill(true, c.change))
				if all := strings.Join(p.diags.errors(), "\n"); !strings.Contains(all, c.want) || !strings.Contains(all, "[drill_not_ready]") {
					t.Errorf("errors: %s", all)
				}
				if n := m.touched(); n != 0 {
					t.Errorf("%d writes", n)
				}
			})
		})
	}
}
