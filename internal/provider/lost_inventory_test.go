// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// inheritance is the plan of a takeover of all policies on the day on which Terraform's state is lost as well: all it knows of the lost
// cluster is from the inventory on the survivor.
func (l *lab) inheritance(t *testing.T) string {
	t.Helper()
	l.settle()
	l.cluster("ps1", func(c *world.Cluster) { c.Reachable = false })
	since := time.Now().UTC().Format(time.RFC3339)
	block := l.block(nil)
	gone, _ := block["clusters"].(map[string]any)["ps1"].(map[string]any)
	gone["lost_since"] = since
	fresh := &lab{core: newCore(t, block, l.options()...), sim: l.sim}
	s, d := fresh.importID(l.id())
	ok(t, d)
	p := fresh.planAfterRefresh(s, l.declared("ps2", map[string]any{"max_data_loss": "24h"}))
	ok(t, p.diags)
	return render(p.value)
}

// The survivor inherits the quotas of every policy, however the pool came into the configuration: with all policies or with more of them
// later, by a create or by an import, for the first time or over what an earlier resource had left.
func TestInventory_HasEveryPolicy(t *testing.T) {
	t.Parallel()
	some := map[string]any{"policies": []string{"nas1", "proj"}}
	for name, adopt := range map[string]func(t *testing.T, l *lab){
		"created with all": func(t *testing.T, l *lab) { l.adopted(t) },
		"added later":      func(t *testing.T, l *lab) { l.applied(t, l.applied(t, l.none(), some), nil) },
		"imported": func(t *testing.T, l *lab) {
			s := l.applied(t, l.imported(t), nil)
			if p := l.plan(s, l.declared("ps1", nil)); !p.empty() {
				t.Errorf("the plan after the import: %v", differences("", s.value, p.value))
			}
		},
		"imported, then written out": func(t *testing.T, l *lab) {
			l.applied(t, l.imported(t), map[string]any{"drain": "1m"})
		},
		"imported again, with more": func(t *testing.T, l *lab) {
			l.applied(t, l.none(), some)
			l.applied(t, l.imported(t), map[string]any{"drain": "1m"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
				adopt(t, l)
				if n := l.touched(); n != 0 {
					t.Errorf("the adoption wrote %d times to what users have", n)
				}
				got := l.inheritance(t)
				if !strings.Contains(got, "quotas: directory /ifs/data/fin") || !strings.Contains(got, "quotas: directory /ifs/data/nas1/a") {
					t.Errorf("the survivor inherits:\n%s", got)
				}
			})
		})
	}
}

// applied plans and applies a configuration that moves nothing.
func (l *lab) applied(t *testing.T, s state, change map[string]any) state {
	t.Helper()
	p := l.plan(s, l.declared("ps1", change))
	ok(t, p.diags)
	s, d := l.apply(p)
	ok(t, d)
	return s
}

// imported is the state after an import by block, before the apply of the same plan.
func (l *lab) imported(t *testing.T) state {
	t.Helper()
	s, d := l.importID(l.id())
	ok(t, d)
	return s
}

// The inventory is older than a policy: what is known of it is the copy on the survivor, and that is enough to open it; a risk says what is
// not known.
func TestInventory_OlderThanAPolicy(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		l.applied(t, l.none(), map[string]any{"policies": []string{"nas1", "proj"}})
		got := l.inheritance(t)
		for _, want := range []string{
			"policies: fin: ps1 -> ps2, opened with the newest state that ps2 has\n",
			"risks: inventory_missing: inventory of ps1: is older than policies fin: quotas, shares, ",
			"quotas: directory /ifs/data/nas1/a",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("no %q in the plan:\n%s", want, got)
			}
		}
	})
}
