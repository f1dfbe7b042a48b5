// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// A cluster is lost, and the edit that takes over names a policy besides that nobody has declared before. It is no reason to refuse: the
// others move, a risk names the policy that stays behind, and the apply does what the plan says.
func TestLost_PolicyAddedInTheSameEdit(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.applied(t, l.none(), map[string]any{"policies": []string{"nas1", "fin"}})
		l.settle()
		l.cluster("ps1", func(c *world.Cluster) { c.Reachable = false })
		block := l.block(nil)
		gone, _ := block["clusters"].(map[string]any)["ps1"].(map[string]any)
		gone["lost_since"] = time.Now().UTC().Format(time.RFC3339)
		l.settle()
		alone := &lab{core: newCore(t, block, l.options()...), sim: l.sim}
		takeOver := alone.declared("ps2", map[string]any{"max_data_loss": "24h"})

		p := alone.plan(s, takeOver)
		ok(t, p.diags)
		if !slices.ContainsFunc(p.diags.warnings(), func(w string) bool {
			return strings.Contains(w, `AttributeName("policies").ElementKeyValue(tftypes.String<"proj">)`) &&
				strings.Contains(w, "leaves their data where it is")
		}) {
			t.Errorf("warnings: %q", p.diags.warnings())
		}
		got := render(p.value)
		for _, want := range []string{"policies: nas1: ps1 -> ps2, opened", "risks: apply_policies_first: policies proj: "} {
			if !strings.Contains(got, want) {
				t.Errorf("no %q in the plan:\n%s", want, got)
			}
		}
		s, d := alone.apply(p)
		ok(t, d)
		if text(s.value, "serving_cluster") != "ps2" || alone.serving(l.sim.Names[0]) != "ps2" {
			t.Errorf("served by %s, the names by %s", text(s.value, "serving_cluster"), alone.serving(l.sim.Names[0]))
		}
		if again := alone.plan(s, takeOver); len(again.diags.errors()) > 0 || !again.empty() {
			t.Errorf("the plan after it: %q, %v", again.diags.errors(), differences("", again.prior.value, again.value))
		}
	})
}
