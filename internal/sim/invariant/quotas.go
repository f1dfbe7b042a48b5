// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// quotaKey says what a quota limits, the same on both sides: the path as it is on the home cluster, the type, whom, and whether snapshots
// count. ok is false for quotas of data that no policy of the site moves, and for those of users and groups that follow a default quota,
// because OneFS makes them again when their people write. One of a directory counts, linked or not: it is made only when somebody creates
// the directory (evidence-2.md E5).
func quotaKey(o origins, cluster string, q world.QuotaDomain) (string, bool) {
	if q.IsLinked() && q.Type != "directory" {
		return "", false
	}
	at, ok := o.home(cluster, q.Path)
	if !ok {
		return "", false
	}
	who := ""
	if q.Persona != nil {
		who = " of " + q.Persona.ID
	}
	return fmt.Sprintf("%s quota on %s%s, snapshots %v", q.Type, at, who, q.IncludeSnapshots), true
}

// limits is what a copy of a quota must have in common with the original.
func limits(c *world.Cluster, q world.QuotaDomain) string {
	rules, own := c.Quota.Rules(q.ID)
	if !own {
		rules = nil
	}
	// A rule is known by threshold and condition; the order in which rules were made means nothing.
	rules = slices.SortedFunc(slices.Values(rules), func(a, b world.QuotaRule) int { return strings.Compare(a.ID, b.ID) })
	text, err := json.Marshal(struct {
		Thresholds          world.QuotaThresholds
		Enforced, Container bool
		On                  string
		Own                 bool
		Rules               []world.QuotaRule
	}{q.Thresholds, q.Enforced, q.Container, q.ThresholdsOn, own, rules})
	if err != nil {
		panic("invariant: " + err.Error())
	}
	return string(text)
}

// quotaSides lists the limits of the site's quotas that exist on any side. Where both sides have a quota, either set of limits counts.
func (m *Memory) quotaSides(w *world.World) map[string][]string {
	o, out := m.origins(w), map[string][]string{}
	for _, c := range w.Clusters() {
		for _, q := range c.Quota.All() {
			if key, ok := quotaKey(o, c.Name, q); ok {
				out[key] = append(out[key], limits(c, q))
			}
		}
	}
	return out
}

func (m *Memory) quotaLimits(w *world.World) map[string]string {
	out := map[string]string{}
	for key, sides := range m.quotaSides(w) {
		out[key] = sides[0]
	}
	return out
}

// quotaCount tells at no cost whether a quota has come or gone.
func quotaCount(w *world.World) int {
	n := 0
	for _, c := range w.Clusters() {
		n += c.Quota.Len()
	}
	return n
}

// lostQuotas finds quotas that no side has any more, or that no side has with the limits that they had.
func lostQuotas(w *world.World, m *Memory) []string {
	now := m.quotaSides(w)
	m.quotas = quotaCount(w)
	var out []string
	for key, was := range m.limits {
		switch sides := now[key]; {
		case len(sides) == 0:
			out = append(out, key+" is on no side")
		case !slices.Contains(sides, was):
			out = append(out, key+" has other limits or rules than before")
		}
	}
	return out
}

func newestQuotas(w *world.World) map[string]string {
	out := map[string]string{}
	for _, c := range w.Clusters() {
		if all := c.Quota.All(); len(all) > 0 {
			out[c.Name] = all[len(all)-1].ID
		}
	}
	return out
}
