// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// between are changes that somebody makes between a plan and its apply.
var between = map[string]struct {
	// act changes the site or the provider block.
	act func(t *testing.T, l *lab)
	// stale: a move that was planned before does more now than was approved, so it must not begin.
	stale bool
	// says is in the error then.
	says string
}{
	"nothing": {act: func(*testing.T, *lab) {}},
	"one quota more": {
		act: func(_ *testing.T, l *lab) {
			l.cluster("ps1", func(c *world.Cluster) {
				q, limit := world.NewQuota("/ifs/data/proj", "directory"), int64(1<<40)
				q.Enforced, q.Thresholds.Hard = true, &limit
				c.SeedQuota(q)
			})
		},
		stale: true, says: "/ifs/data/proj",
	},
	"one quota less": {
		act: func(t *testing.T, l *lab) {
			l.cluster("ps1", func(c *world.Cluster) {
				for _, q := range c.Quota.All() {
					if q.Path == "/ifs/data/nas1/b" && c.DeleteQuota(q.ID) {
						return
					}
				}
				t.Error("no quota to delete")
			})
			l.sim.World.Do(func() { begin(l) })
		},
	},
	"one name more": {
		act: func(_ *testing.T, l *lab) {
			l.cluster("ps1", func(c *world.Cluster) {
				p, _ := c.Network.Pools.Get(l.sim.Pool)
				p.SCDNSZoneAliases = append(p.SCDNSZoneAliases, "new.demo.local")
				c.Network.Pools.Put(l.sim.Pool, p)
			})
		},
		stale: true, says: "new.demo.local",
	},
	"one share more": {
		act: func(_ *testing.T, l *lab) {
			l.cluster("ps1", func(c *world.Cluster) {
				c.SMB.PutShare(world.NewSMBShare("nas1", "late", "/ifs/data/proj"))
			})
		},
		stale: true, says: "late",
	},
	"provider settings": {
		act:   func(_ *testing.T, l *lab) { l.config["readiness"] = "per_pool" },
		stale: true, says: "settings",
	},
}

// begin takes the site as it is now for what an unrelated person left behind.
func begin(l *lab) {
	invariant.Begin(l.sim.World, invariant.Site{Pool: l.sim.Pool, From: l.sim.From, To: l.sim.To, Policies: l.sim.Policies})
}

// Whatever changes between plan and apply, core never has reason to speak of a bug in the provider: a move does what was approved or
// stops before the first write, in our own words.
func TestApply_ChangedSincePlan(t *testing.T) {
	t.Parallel()
	for operation, start := range map[string]func(*testing.T, *lab) state{
		"create": func(_ *testing.T, l *lab) state { return l.none() },
		"import": func(t *testing.T, l *lab) state {
			s, d := l.importID(l.id())
			ok(t, d)
			return s
		},
		"update": func(t *testing.T, l *lab) state { return l.adopted(t) },
	} {
		for _, goal := range []string{"ps1", "ps2"} {
			for name, change := range between {
				t.Run(strings.Join([]string{operation, goal, name}, "/"), func(t *testing.T) {
					t.Parallel()
					inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
						s := start(t, l)
						// The time limit makes an update of settings out of a plan that moves nothing.
						config := l.declared(goal, map[string]any{"drain": "1m"})
						p := l.plan(s, config)
						if operation == "create" && goal == "ps2" {
							expect(t, p.diags.errors(), `AttributeName("active_cluster")`, "import {")
							return
						}
						ok(t, p.diags)
						change.act(t, l)
						l.settle()
						before := l.touched()
						out, d := l.apply(p)
						if moves := goal == "ps2"; !moves || !change.stale {
							ok(t, d)
						} else {
							expect(t, d.errors(), `AttributeName("active_cluster")`, change.says)
							if strings.Contains(strings.Join(d.errors(), "\n"), " | ") {
								t.Errorf("keys are shown to people: %v", d.errors())
							}
							if n := l.touched() - before; n != 0 {
								t.Errorf("a stale plan wrote %d times", n)
							}
							if got := text(out.value, "active_cluster"); got != "ps1" {
								t.Errorf("active_cluster = %q after a refused apply", got)
							}
							// The next plan shows what changed, and its apply goes through.
							p = l.plan(out, config)
							ok(t, p.diags)
							out, d = l.apply(p)
							ok(t, d)
						}
						if got := text(out.value, "serving_cluster"); got != goal {
							t.Errorf("serving_cluster = %q", got)
						}
						if p := l.plan(out, config); len(p.diags.errors()) > 0 || !attributes(p.value)["moves"].IsNull() {
							t.Errorf("the plan after it is not empty: %v\n%s", p.diags.errors(), render(p.value))
						}
					})
				})
			}
		}
	}
}
