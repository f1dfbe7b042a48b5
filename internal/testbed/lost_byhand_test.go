// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// moveByHand is what two administrators do in a night: names parked and published, copies opened. Nobody turns the replication.
func (d *disaster) moveByHand() {
	d.t.Helper()
	const pool = "/platform/16/network/groupnets/groupnet0/subnets/subnet0/pools/nas1"
	prod, dr := d.b.Raw(d.t, Prod), d.b.Raw(d.t, DR)
	prod.Must(http.MethodPut, pool,
		`{"sc_dns_zone":"igls-original-nas1.demo.local","sc_dns_zone_aliases":["igls-nas1-ps1.demo.local","igls-original-fin.demo.local"]}`)
	dr.Must(http.MethodPut, pool,
		`{"sc_dns_zone":"nas1.demo.local","sc_dns_zone_aliases":["igls-nas1-ps2.demo.local","drtest.demo.local","fin.demo.local"]}`)
	for _, p := range d.b.Site.Policies {
		dr.Must(http.MethodPost, "/platform/15/sync/jobs", `{"id":"`+p+`","action":"allow_write"}`)
	}
	time.Sleep(5 * time.Minute)
}

// A pool that was moved by hand in an emergency stays where it is: nothing is due, and a plan back is refused as long as the new side's
// writes would be left behind. Accepting plans only what is left. What only the old side has is discarded when the configuration names
// since when, after a snapshot; then the pair is protected and the way back is a controlled failover.
func TestLost_MovedByHand(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := ordinary(t, Options{}, func(b *Bed) { b.Arrive(t, Prod, 20*time.Second, true) })
		d.moveByHand()
		d.b.NewRun()
		newest, _ := newestRun(t, d.b, "nas1")

		s, p := d.plan(d.b, d.b.Intent(Prod))
		if position.Serving(s) != DR || failover.Due(s, d.b.Intent(Prod)) {
			t.Errorf("serving %q, something is due: %v", position.Serving(s), failover.Due(s, d.b.Intent(Prod)))
		}
		for _, f := range p.Errors {
			if f.ID != finding.WouldLeaveWritesBehind || f.Severity != finding.Refused || !strings.Contains(f.Cure, newest.Format(time.RFC3339)) {
				t.Errorf("finding %s", f.Line())
			}
		}
		if len(p.Errors) != len(d.b.Site.Policies) {
			t.Fatalf("the plan back has the errors %v", p.Errors)
		}

		in := d.b.Intent(DR)
		p, _ = d.run(d.b, in, survey.KindControlled)
		if len(p.Moves.Names) > 0 || len(p.Moves.Policies) > 0 || len(p.Moves.SPNs) == 0 || len(p.Moves.Quotas) == 0 {
			t.Errorf("accepting plans %+v", p.Moves)
		}
		findingOf(t, p.Warnings, "resync_prep_left_out")
		if position.Protected(d.known) || failover.Unfinished(d.known) != DR {
			t.Errorf("protected %v, unfinished %q", position.Protected(d.known), failover.Unfinished(d.known))
		}
		wrong := newest.Add(time.Minute)
		in.DiscardChangesSince = &wrong
		_, p = d.plan(d.b, in)
		if f := findingOf(t, p.Warnings, "resync_prep_left_out"); p.Moves != nil || !strings.Contains(f.Cure, newest.Format(time.RFC3339)) {
			t.Errorf("with a wrong value: moves %v, %s", p.Moves, f.Line())
		}

		in.DiscardChangesSince = &newest
		d.run(d.b, in, survey.KindDiscard)
		if !position.Protected(d.known) || failover.Unfinished(d.known) != "" {
			t.Errorf("after the discard: protected %v, unfinished %q", position.Protected(d.known), failover.Unfinished(d.known))
		}
		for _, policy := range d.b.Site.Policies {
			if _, ok := d.kept(policy); !ok {
				t.Errorf("there is no snapshot of %s on prod", policy)
			}
		}
		d.b.Leave()
		given := d.discarded()
		if len(given) < 40 {
			t.Errorf("%d writes were only on prod", len(given))
		}
		d.run(d.b, d.b.Intent(Prod), survey.KindControlled)
		time.Sleep(time.Minute)
		for _, problem := range d.seed.Check(t, Prod) {
			// Shares and exports that nobody had made on dr are not copied after the fact.
			if !isOf(given, problem) && !strings.HasPrefix(problem, "line 9:") {
				t.Errorf("after the way back: %s", problem)
			}
		}
		d.noBlame(func(v world.Violation) bool { return v.Rule == "acknowledged_served" && isOf(given, v.Text) })
	})
}

// A takeover by hand of which no journal tells leaves the names on both clusters. That is nobody's run: nothing is due, and a declared move
// says what to do first.
func TestLost_ReturnedAfterATakeoverByHand(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{Scenario: "returned", Quiet: true})
		for _, to := range []string{Prod, DR} {
			in := b.Intent(to)
			s := b.Engine.Survey(t.Context(), Scope(in, nil))
			if position.Serving(s) != "" || s.Takeover != nil {
				t.Fatalf("serving %q, takeover %+v", position.Serving(s), s.Takeover)
			}
			p := failover.Plan(s, in)
			if f := findingOf(t, p.Errors, "name_on_both_sides"); !strings.Contains(f.Cure, "rename it there to igls-original-") {
				t.Errorf("to %s: %s", to, f.Line())
			}
		}
	})
}

// The line that gives up what only prod had is still there when somebody has led people back to prod by hand. They have written there
// since, so it is no word about that any more: nothing on prod is thrown away, and the open copy is told of.
func TestLost_LineLeftBehind(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := ordinary(t, Options{}, func(b *Bed) { b.Arrive(t, Prod, 20*time.Second, true) })
		d.moveByHand()
		newest, _ := newestRun(t, d.b, "nas1")
		d.b.namesBack(t)
		in := d.b.Intent(Prod)
		in.DiscardChangesSince = &newest
		s, p := d.plan(d.b, in)
		findingOf(t, append(p.Errors, p.Warnings...), "copy_left_open")
		if position.Serving(s) != Prod || p.Moves != nil && len(p.Moves.Policies) > 0 {
			t.Errorf("serving %q, the plan turns %+v", position.Serving(s), p.Moves)
		}
	})
}

// The pool that took over is gone: the data source says so.
func TestLost_SurvivorWithoutPool(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := ordinary(t, Options{}, nil)
		d.lose()
		d.run(d.gone, d.to(), survey.KindUncontrolled)
		in := d.to()
		in.Pools = maps.Clone(in.Pools)
		in.Pools[DR] = "groupnet0.subnet0.gone"
		findingOf(t, failover.Readiness(d.gone.Engine.Survey(t.Context(), Scope(in, nil)), in), "pool_missing")
	})
}
