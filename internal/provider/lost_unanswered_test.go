// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// A name that is parked on both sides, by somebody or by a run of which every record is gone, is published where the pool serves as soon as
// it is in names: that is what the finding says. Nothing else moves, and of two quotas for one directory that of the serving side holds.
func TestPlan_UnansweredNameIsPublished(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		alias := func(cluster string, change func([]string) []string) {
			l.cluster(cluster, func(c *world.Cluster) {
				old, _ := c.Network.Pools.Get(l.sim.Pool)
				p := old
				p.SCDNSZoneAliases = change(slices.Clone(old.SCDNSZoneAliases))
				c.ChangePool(old, p)
			})
		}
		const parked = "igls-original-fin.demo.local"
		alias("ps1", func(list []string) []string {
			list[slices.Index(list, "fin.demo.local")] = parked
			return list
		})
		alias("ps2", func(list []string) []string { return append(list, parked) })
		l.cluster("ps2", func(c *world.Cluster) {
			q, limit := world.NewQuota("/ifs/data/nas1/a", "directory"), int64(1<<40)
			q.Enforced, q.Thresholds.Hard = true, &limit
			c.SeedQuota(q)
		})
		l.settle()
		if p := l.plan(s, l.declared("ps1", nil)); !p.empty() {
			t.Errorf("without names something moves:\n%s", render(p.value))
		}

		listed := l.declared("ps1", map[string]any{"names": []string{"nas1.demo.local", "fin.demo.local"}})
		p := l.plan(s, listed)
		ok(t, p.diags)
		moves := render(p.value)
		if !strings.Contains(moves, "fin.demo.local: ps2 -> ps1") || strings.Contains(moves, "quotas: directory") {
			t.Errorf("the plan:\n%s", moves)
		}
		quotas := l.quotas()
		out, d := l.apply(p)
		ok(t, d)
		if got := l.serving("fin.demo.local"); got != "ps1" {
			t.Errorf("the name is answered by %q", got)
		}
		if now := l.quotas(); !slices.Equal(quotas, now) {
			t.Errorf("quotas were %v and are %v", quotas, now)
		}
		if p := l.plan(out, listed); !p.empty() {
			t.Errorf("the plan after it:\n%s", render(p.value))
		}
	})
}

// quotas are all quotas of both clusters, with their hard limits.
func (l *lab) quotas() []string {
	var out []string
	for _, name := range []string{"ps1", "ps2"} {
		l.cluster(name, func(c *world.Cluster) {
			for _, q := range c.Quota.All() {
				limit := int64(0)
				if q.Thresholds.Hard != nil {
					limit = *q.Thresholds.Hard
				}
				out = append(out, fmt.Sprint(name, " ", q.ID, " ", q.Path, " ", limit))
			}
		})
	}
	slices.Sort(out)
	return out
}
