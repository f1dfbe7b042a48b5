// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"fmt"
	"maps"
	"net/http"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// positions is where every object that can move stands: object to cluster or account, for each it is on.
type positions map[string]bool

// look finds the present positions of names, SPNs and quotas, and the open copies.
func (m *Memory) look(w *world.World) positions {
	out := positions{}
	for cluster, p := range m.pairPools(w) {
		for _, n := range p.Names() {
			if low := strings.ToLower(n); isLive(n) && !m.locals[low] && !m.ofDrill(n) {
				out["name "+low+" on "+cluster] = true
			}
		}
	}
	if w.Forest != nil {
		for _, account := range w.Forest.Accounts() {
			for _, spn := range w.Forest.Truth(account) {
				if m.movesSPN(spn) {
					out["SPN "+strings.ToLower(spn)+" on "+account] = true
				}
			}
		}
	}
	for _, c := range w.Clusters() {
		for _, t := range synciq.Of(c).TargetRecords() {
			if s := t.State(); s == siq.WritesEnabled || s == siq.EnablingWrites {
				out["open copy of "+t.Name+" on "+c.Name] = true
			}
		}
	}
	return out
}

// observe counts what has newly arrived somewhere: an object that arrives twice at one place in one run has moved twice.
func (m *Memory) observe(w *world.World, done world.Request) {
	m.noteNames(w)
	clients.NoteClosed(w)
	now := m.look(w)
	moves := maps.Clone(m.moves)
	if moves == nil {
		moves = map[string]int{}
	}
	for object := range now {
		if !m.before[object] {
			moves[object]++
		}
	}
	if done.Method == http.MethodPost && strings.HasSuffix(done.Path, "/quota/quotas") && done.Status == http.StatusCreated {
		m.countQuotas(w, moves)
	}
	m.moves, m.before = moves, now
}

// countQuotas counts a quota that has just been made, by what it limits.
func (m *Memory) countQuotas(w *world.World, moves map[string]int) {
	o, newest := m.origins(w), newestQuotas(w)
	for _, c := range w.Clusters() {
		id := newest[c.Name]
		if q, ok := c.Quota.Get(id); ok && m.newest[c.Name] != id {
			if key, ours := quotaKey(o, c.Name, q); ours {
				moves[key+" on "+c.Name]++
			}
		}
	}
	m.newest = newest
}

// movedTwice finds objects that have arrived twice at the same place since the run began.
func movedTwice(_ *world.World, m *Memory) []string {
	var out []string
	for object, n := range m.moves {
		if n > 1 {
			out = append(out, fmt.Sprintf("%s: arrived %d times in one run", object, n))
		}
	}
	return out
}
