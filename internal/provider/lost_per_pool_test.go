// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/tally"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// planTogether refreshes and plans many resources in one phase, as core does.
func (l *lab) planTogether(t *testing.T, states []state, config func(i int) map[string]any) []planned {
	t.Helper()
	ok(t, l.phase())
	out := make([]planned, len(states))
	for i, s := range states {
		if !s.value.IsNull() {
			var d diagnostics
			s, d = l.refresh(s)
			ok(t, d)
		}
		out[i] = l.planAfterRefresh(s, config(i))
	}
	return out
}

// applyTogether applies saved plans in one phase, ten at a time.
func (l *lab) applyTogether(t *testing.T, plans []planned) ([]state, []diagnostics) {
	t.Helper()
	ok(t, l.phase())
	states, diags := make([]state, len(plans)), make([]diagnostics, len(plans))
	var all sync.WaitGroup
	slots := make(chan struct{}, 10)
	for i, p := range plans {
		all.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			states[i], diags[i] = l.applyInPhase(p)
		})
	}
	all.Wait()
	return states, diags
}

// crowd is how many pools there are: fifty where everything is run (EVIDENCE=1), and a dozen otherwise.
func crowd() int {
	if tally.InFull() {
		return 50
	}
	return 12
}

// Of fifty pools one is sick. Strict readiness, the default, refuses at plan. With readiness = "per_pool" the sickness is a risk of that
// pool's plan, all others move, and that pool alone fails at apply, with nothing written for it. When it is well, the next apply moves it.
func TestPlan_OneSickPoolOfFifty(t *testing.T) {
	t.Parallel()
	many := crowd()
	const sick = 7
	synctest.Test(t, func(t *testing.T) {
		s, pools := manyPools(t, many, sim.Options{})
		l := &lab{sim: s}
		l.core = newCore(t, l.block(nil), l.options()...)
		declared := func(active string) func(i int) map[string]any {
			return func(i int) map[string]any {
				id := "groupnet0.subnet0." + pools[i]
				return map[string]any{
					"active_cluster": active, "pools": map[string]any{"ps1": id, "ps2": id}, "policies": []string{pools[i]},
				}
			}
		}
		states := make([]state, many)
		for i := range states {
			states[i] = l.none()
		}
		states, diags := l.applyTogether(t, l.planTogether(t, states, declared("ps1")))
		for _, d := range diags {
			ok(t, d)
		}
		l.cable(pools[sick], false)
		l.settle()

		plans := l.planTogether(t, states, declared("ps2"))
		for i, p := range plans {
			if refused := len(p.diags.errors()) > 0; refused != (i == sick) {
				t.Errorf("strict: pool %s: %v", pools[i], p.diags.errors())
			}
		}
		oneWith(t, plans[sick].diags.errors(), "pool_without_interfaces")

		l.core.config["readiness"] = "per_pool"
		before := l.about(pools[sick])
		plans = l.planTogether(t, states, declared("ps2"))
		for _, p := range plans {
			ok(t, p.diags)
		}
		if risks := render(plans[sick].value); !strings.Contains(risks, "risks: pool_without_interfaces: pool ") {
			t.Errorf("the plan of the sick pool says:\n%s", risks)
		}
		states, diags = l.applyTogether(t, plans)
		for i, d := range diags {
			want := map[bool]string{true: "ps1", false: "ps2"}[i == sick]
			if failed := len(d.errors()) > 0; failed != (i == sick) {
				t.Errorf("pool %s: %v", pools[i], d.errors())
			}
			if got := l.serving(pools[i] + ".demo.local"); got != want || text(states[i].value, "serving_cluster") != want {
				t.Errorf("pool %s is served by %q, state says %q", pools[i], got, text(states[i].value, "serving_cluster"))
			}
		}
		oneWith(t, diags[sick].errors(), "Pool "+pools[sick], "clients are served as before", "pool_without_interfaces", "[not_ready]")
		if after := l.about(pools[sick]); after != before {
			t.Errorf("%d requests changed something of the sick pool", after-before)
		}

		l.cable(pools[sick], true)
		l.settle()
		plans = l.planTogether(t, states, declared("ps2"))
		for i, p := range plans {
			if ok(t, p.diags); p.empty() != (i != sick) {
				t.Errorf("pool %s: the plan is empty: %v", pools[i], p.empty())
			}
		}
		_, diags = l.applyTogether(t, plans[sick:sick+1])
		ok(t, diags[0])
		if got := l.serving(pools[sick] + ".demo.local"); got != "ps2" {
			t.Errorf("the last pool is served by %q", got)
		}
		for _, v := range complaints(s, pools) {
			t.Errorf("the simulator complains: %s", v)
		}
	})
}

// oneWith wants one diagnostic that holds all texts.
func oneWith(t *testing.T, got []string, texts ...string) {
	t.Helper()
	if len(got) != 1 {
		t.Fatalf("want one diagnostic, got %d: %s", len(got), strings.Join(got, "\n"))
	}
	for _, text := range texts {
		if !strings.Contains(got[0], text) {
			t.Errorf("no %q in:\n%s", text, got[0])
		}
	}
}

// cable gives a pool of the standby side its interfaces, or takes them away: then nobody could connect there.
func (l *lab) cable(name string, on bool) {
	l.cluster("ps2", func(c *world.Cluster) {
		old, _ := c.Network.Pools.Get("groupnet0.subnet0." + name)
		p := old
		p.Ifaces = nil
		if on {
			p.Ifaces = []world.PoolIface{{Iface: "ext-1", LNN: 1}}
		}
		c.ChangePool(old, p)
	})
}

// about counts the requests that changed something whose path names a pool or its policy.
func (l *lab) about(name string) int {
	n := 0
	l.sim.World.Do(func() {
		for _, r := range l.sim.World.Log.All() {
			if r.Mutating && strings.Contains(r.Path, name) && !strings.Contains(r.Path, "/leases/") {
				n++
			}
		}
	})
	return n
}

// The same by the real command line, with five pools: the exit status tells, and the four others have moved.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_OneSickPoolOfFive(t *testing.T) {
	c := newLostCLI(t)
	c.config("prod", "", "")
	c.terraform(0, "apply", "-auto-approve")
	sick := c.pools[2]
	c.cable(sick, false)
	c.config("dr", "", "")
	if out := c.terraform(1, "plan"); !strings.Contains(out, "Pool "+sick) || strings.Count(out, "Error: ") != 1 {
		t.Errorf("strict: the plan says:\n%s", out)
	}
	text := string(c.read("main.tf"))
	c.write("main.tf", strings.Replace(text, "poll_interval", "readiness = \"per_pool\"\n  poll_interval", 1))
	out := c.terraform(1, "apply", "-auto-approve")
	if strings.Count(out, "Error: ") != 1 || !strings.Contains(out, "Error: Pool "+sick+": clients are served as before") {
		t.Errorf("the apply says:\n%s", out)
	}
	for _, name := range c.pools {
		want := map[bool]string{true: "ps1", false: "ps2"}[name == sick]
		if got := c.serving(name + ".demo.local"); got != want {
			t.Errorf("%s is answered by %q", name, got)
		}
	}
	c.cable(sick, true)
	c.terraform(0, "apply", "-auto-approve")
	c.terraform(0, "plan", "-detailed-exitcode")
	for _, v := range complaints(c.sim, c.pools) {
		t.Errorf("the simulator complains: %s", v)
	}
}
