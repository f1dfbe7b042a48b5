// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// emergency is a failover by hand: names parked and published, copies opened, nothing turned.
func (l *lab) emergency(t *testing.T) {
	t.Helper()
	rename := func(cluster, zone string, aliases ...string) {
		l.cluster(cluster, func(c *world.Cluster) {
			old, _ := c.Network.Pools.Get(l.sim.Pool)
			p := old
			p.SCDNSZone, p.SCDNSZoneAliases = zone, aliases
			c.ChangePool(old, p)
		})
	}
	rename("ps1", "igls-original-nas1.demo.local", "igls-nas1-ps1.demo.local", "igls-original-fin.demo.local")
	rename("ps2", "nas1.demo.local", "igls-nas1-ps2.demo.local", "drtest.demo.local", "fin.demo.local")
	l.settle()
	l.cluster("ps2", func(c *world.Cluster) {
		for _, policy := range l.sim.Policies {
			if r := synciq.Of(c).Act(siq.AllowWrite, policy, synciq.Request{}); r.Refused != nil {
				t.Fatal(r.Refused)
			}
		}
	})
	for range 5 {
		l.settle()
	}
}

// An emergency failover by hand is never undone by an apply that nobody looks at: by default its plan is empty, and whatever on_drift says,
// the names do not leave the side that people write on. Accepting plans what is left, and says how to protect the pool again.
func TestPlan_EmergencyByHandIsNotUndone(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		l.settle()
		l.emergency(t)
		before := l.writes()

		p := l.plan(s, l.declared("ps1", nil))
		ok(t, p.diags)
		oneWith(t, p.diags.warnings(), `AttributeName("active_cluster")`, `write active_cluster = "ps2"`)
		if text(p.value, "serving_cluster") != "ps2" || text(p.value, "unfinished") != "ps2" || !p.empty() {
			t.Errorf("the default plans: %v", differences("", p.prior.value, p.value))
		}
		p = l.plan(s, l.declared("ps1", map[string]any{"on_drift": "error"}))
		oneWith(t, p.diags.errors(), `AttributeName("active_cluster")`, "served by ps2, not by ps1")
		for _, ignored := range []map[string]any{{"on_drift": "move_back"}} {
			p = l.plan(s, l.declared("ps1", ignored))
			e := p.diags.errors()
			if len(e) != len(l.sim.Policies) || !strings.Contains(e[0], "would_leave_writes_behind") || !strings.Contains(e[0],
				"discard_changes_since = ") {
				t.Errorf("%v: the errors are %v", ignored, e)
			}
		}
		if n := l.writes() - before; n != 0 {
			t.Errorf("plans wrote %d times", n)
		}

		accepted := l.declared("ps2", nil)
		p = l.plan(s, accepted)
		ok(t, p.diags)
		moves := render(p.value)
		if strings.Contains(moves, "names: ") || strings.Contains(moves, "policies: ") || !strings.Contains(moves, "spns: ") ||
			!strings.Contains(moves, "risks: resync_prep_left_out") {
			t.Errorf("accepting plans:\n%s", moves)
		}
		s, d := l.apply(p)
		ok(t, d)
		p = l.plan(s, accepted)
		line := regexp.MustCompile(`discard_changes_since = "([^"]+)"`).FindStringSubmatch(strings.Join(p.diags.warnings(), "\n"))
		if !p.empty() || line == nil || text(p.value, "protected") != "false" {
			t.Fatalf("after accepting: empty %v, warnings %v", p.empty(), p.diags.warnings())
		}
		accepted["discard_changes_since"] = line[1]
		p = l.plan(s, accepted)
		ok(t, p.diags)
		if got := text(attributes(p.value)["moves"], "kind"); got != "discard" {
			t.Errorf("with the line of the warning it plans %q:\n%s", got, render(p.value))
		}
		s, d = l.apply(p)
		ok(t, d)
		if p := l.plan(s, accepted); !p.empty() || text(p.value, "protected") != "true" || text(p.value, "unfinished") != "" {
			t.Errorf("in the end: %v", p.value)
		}
	})
}

// The same by the real command line, when a colleague has moved the pool from another state: the exit status of a plan is 0, 1 or 2 as
// on_drift says, the check block of the example raises its alarm, and accepting writes nothing.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_Drift(t *testing.T) {
	c := newCLI(t)
	alarm, _, _ := strings.Cut(example(t, "resources/onefs_pool_failover/resource-alarm.tf"), "\nresource ")
	if !strings.Contains(alarm, "\ncheck ") {
		t.Fatal("the example has no check block before its resource")
	}
	with := func(active, drift string) string {
		text := declaration(active, true)
		if drift != "" {
			text = strings.Replace(text, "  policies ", fmt.Sprintf("  on_drift       = %q\n  policies ", drift), 1)
		}
		return c.provider() + text + alarm
	}
	c.write("main.tf", with("prod", ""))
	if out := c.terraform(0, "apply", "-auto-approve"); strings.Contains(out, "Check block assertion failed") {
		t.Errorf("there is an alarm without reason:\n%s", out)
	}

	colleague := *c
	colleague.dir = t.TempDir()
	colleague.write("ca.pem", string(c.read("ca.pem")))
	colleague.apply(declaration("dr", true))
	c.sim.World.Do(func() { invariant.NewRun(c.sim.World) })

	before := c.touched()
	c.write("main.tf", with("prod", ""))
	out := c.terraform(0, "plan", "-detailed-exitcode")
	for _, want := range []string{"Warning: Pool nas1: moved " +
		"elsewhere", `write active_cluster = "dr"`, "Check block assertion failed", "No changes."} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in the plan:\n%s", want, out)
		}
	}
	c.write("main.tf", with("prod", "error"))
	if out := c.terraform(1, "plan", "-detailed-exitcode"); !strings.Contains(out, "moved_elsewhere") {
		t.Errorf("on_drift = error:\n%s", out)
	}
	c.write("main.tf", with("prod", "move_back"))
	if out := c.terraform(2, "plan", "-detailed-exitcode"); !strings.Contains(out, `+ kind          = "controlled"`) {
		t.Errorf("on_drift = move_back:\n%s", out)
	}
	c.write("main.tf", with("dr", ""))
	c.terraform(0, "apply", "-auto-approve")
	if n := c.touched() - before; n != 0 {
		t.Errorf("accepting, and the plans before it, wrote %d times", n)
	}
	if out := c.terraform(0, "plan", "-detailed-exitcode"); strings.Contains(out, "Warning: Pool") || strings.Contains(out, "Check block") {
		t.Errorf("the plan after it:\n%s", out)
	}
}
