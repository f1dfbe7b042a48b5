// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// drilled is a site on an ordinary day with a drill open on dr that people have used.
func drilled(t *testing.T, o Options) *disaster {
	t.Helper()
	d := ordinary(t, o, func(b *Bed) {
		b.Arrive(t, Prod, 20*time.Second, true)
		time.Sleep(2 * time.Minute)
	})
	d.b.NewRun()
	d.b.BeginDrill(Prod)
	d.b.drills(t, d.b.DrillIntent(true), nil, drill.Open)
	d.b.visit(t, DR)
	d.refresh()
	return d
}

// discards wants the plan to say first, of every policy, that what was written in the drill is thrown away.
func discards(t *testing.T, p failover.Preview) {
	t.Helper()
	n := 0
	for _, l := range p.Moves.Policies {
		if strings.Contains(l, "DISCARDED") {
			n++
		}
	}
	if n != 3 || !slices.ContainsFunc(p.Moves.Names, func(l string) bool { return strings.HasPrefix(l, DrillName) }) ||
		!has(p.Warnings, "drill_open") {
		t.Errorf("the plan does not say what is discarded: %v, %v, %v", p.Moves.Policies, p.Moves.Names, p.Warnings)
	}
}

// TestDrill_ThenFailover: a pool with an open drill fails over as one without. The drill is closed first.
func TestDrill_ThenFailover(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := drilled(t, Options{PageSize: 2})
		if _, at := d.plan(d.b, d.b.Intent(Prod)); at.Moves != nil || !has(at.Warnings, "drill_open") {
			t.Errorf("a plan that moves nothing: %v, warnings %v", at.Approved, at.Warnings)
		}
		d.seed.Begin(t)
		d.b.OvertakeDrill()
		p, _ := d.run(d.b, d.b.Intent(DR), survey.KindControlled)
		discards(t, p)
		d.b.Leave()
		for _, wrong := range append(d.seed.Check(t, DR), d.seed.people(DR)...) {
			t.Error(wrong)
		}
		d.b.judged(t)
		s := d.b.Engine.Survey(t.Context(), Scope(d.b.Intent(DR), nil))
		if s.Drill != nil || !position.Protected(s) {
			t.Errorf("drill %+v, protected %v", s.Drill, position.Protected(s))
		}
		for name, want := range map[string]string{"nas1": "every 5 minutes"} {
			if got := s.Clusters[DR].Policies[name+"_mirror"].Schedule.Text; got == "" {
				t.Errorf("the mirror of %s has no schedule, want one like %q", name, want)
			}
		}
		if slices.Contains(s.Local[DR], DrillName) || slices.Contains(s.Local[Prod], DrillName) {
			t.Errorf("the drill's name is kept as one of a standby: %v", s.Local)
		}
	})
}

// TestDrill_ThenDisaster: the serving cluster is lost while a drill is open. The takeover closes the copies first, so that nobody is served
// what was written in the drill, and remembers the schedules that the drill had taken off.
func TestDrill_ThenDisaster(t *testing.T) {
	t.Parallel()
	for _, state := range []string{"kept", "lost"} {
		t.Run("state "+state, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := drilled(t, Options{PageSize: 2})
				schedules := d.known.Drill.Schedules
				if state == "lost" {
					d.known = nil
				}
				d.b.OvertakeDrill()
				d.lose()
				p, _ := d.takeOver()
				discards(t, p)
				d.judged()
				if d.known.Takeover == nil || d.known.Drill != nil {
					t.Fatalf("takeover %+v, drill %+v", d.known.Takeover, d.known.Drill)
				}
				for name, want := range schedules {
					if got := d.known.Takeover.Schedules[name]; !got.Equal(want) {
						t.Errorf("the schedule of %s is remembered as %s, want %s", name, got.Describe(), want.Describe())
					}
				}
				d.b.World.Do(func() {
					c := d.b.Cluster(DR)
					for _, t2 := range synciq.Of(c).TargetRecords() {
						if f, err := c.FS.Read(t2.TargetPath + "/a/tester"); err == nil && len(f.Writes) > 0 {
							t.Errorf("what was written in the drill is served: %s %v", t2.TargetPath, f.Writes)
						}
					}
				})
			})
		})
	}
}

// drillCases are the findings about an open drill. Its cure closes it.
var drillCases = map[string]findingCase{
	"drill_open": {
		severity: finding.Risk, adopted: true,
		fire: func(r *ready) { r.drills(r.t, r.DrillIntent(true), nil, drill.Open) },
		cure: func(r *ready, _ finding.Finding) { r.drills(r.t, r.DrillIntent(false), nil, drill.Closed) },
	},
	"drill_overdue": {
		severity: finding.Risk, adopted: true,
		fire: func(r *ready) {
			r.drills(r.t, r.DrillIntent(true), nil, drill.Open)
			time.Sleep(9 * time.Hour) // bubble
		},
		cure: func(r *ready, _ finding.Finding) { r.drills(r.t, r.DrillIntent(false), nil, drill.Closed) },
	},
}
