// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Whoever adopts a pool, by a create or by an import, is told once what would stop a move of it; of a pool that is ready nothing is said.
func TestAdoption_TellsReadiness(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		l.settle() // the scheduled run of the beginning has to end first
		both := func() map[string][]string {
			created := l.plan(l.none(), l.declared("ps1", nil))
			ok(t, created.diags)
			s, d := l.importID(l.id())
			ok(t, d)
			imported := l.planAfterRefresh(s, l.declared("ps1", nil))
			ok(t, imported.diags)
			return map[string][]string{"create": created.diags.warnings(), "import": imported.diags.warnings()}
		}
		for how, w := range both() {
			if len(w) > 0 {
				t.Errorf("%s of a pool that is ready: %v", how, w)
			}
		}
		l.cluster("ps1", func(c *world.Cluster) {
			if r := synciq.Of(c).Act(siq.Disable, "nas1", synciq.Request{}); r.Refused != nil {
				t.Fatal(r.Refused.Text)
			}
		})
		l.cluster("ps2", func(c *world.Cluster) {
			c.Config.Licenses.Put("SYNCIQ", world.License{ID: "SYNCIQ", Status: "Unlicensed"})
		})
		l.settle()
		for how, w := range both() {
			if len(w) != 1 || !strings.Contains(w[0], "policy_disabled: ") || !strings.Contains(w[0], "licence_missing: ") {
				t.Errorf("%s of a pool that is not ready: %v", how, w)
			}
		}
	})
}

// A name that is parked and answered by no cluster is told while nothing moves.
func TestRest_LostNameIsTold(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		l.cluster("ps1", func(c *world.Cluster) {
			p, _ := c.Network.Pools.Get(l.sim.Pool)
			for i, a := range p.SCDNSZoneAliases {
				if a == "fin.demo.local" {
					p.SCDNSZoneAliases[i] = "igls-original-" + a
				}
			}
			c.Network.Pools.Put(l.sim.Pool, p)
		})
		l.settle()
		p := l.plan(s, l.declared("ps1", nil))
		ok(t, p.diags)
		if w := strings.Join(p.diags.warnings(), "\n"); !strings.Contains(w, "fin.demo.local") || !strings.Contains(w, "[name_live_nowhere]") {
			t.Errorf("a name that nobody answers: %q", w)
		}
	})
}
