// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"fmt"
	"maps"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// enforced is a limit that stops writes on one cluster. Linked quotas count: whom they limit, they limit now.
type enforced struct {
	cluster, home, kind, who string
	snapshots, linked        bool
	hard                     int64
}

// of is what the limit is about, the same on both sides.
func (e enforced) of() string {
	who := ""
	if e.who != "" {
		who = " of " + e.who
	}
	return fmt.Sprintf("%s quota on %s%s, snapshots %v", e.kind, e.home, who, e.snapshots)
}

// enforcedNow lists the limits of the site's data that stop writes, by cluster and by what they are about.
func (m *Memory) enforcedNow(w *world.World) map[string]enforced {
	o, out := m.origins(w), map[string]enforced{}
	for _, c := range w.Clusters() {
		for _, q := range c.Quota.All() {
			home, ours := o.home(c.Name, q.Path)
			if !ours || !q.Enforced || q.Thresholds.Hard == nil {
				continue
			}
			e := enforced{
				cluster: c.Name, home: home, kind: q.Type, snapshots: q.IncludeSnapshots, linked: q.IsLinked(), hard: *q.Thresholds.Hard,
			}
			if q.Persona != nil {
				e.who = q.Persona.ID
			}
			out[c.Name+": "+e.of()] = e
		}
	}
	return out
}

// loosened finds limits that were deleted on a side while the other one did not enforce them, or only larger ones.
func loosened(w *world.World, m *Memory) []string {
	if !m.begun || m.crowded {
		return nil
	}
	now := m.enforcedNow(w)
	var out []string
	for at, was := range m.enforced {
		if _, still := now[at]; still || m.present(w, was) {
			continue
		}
		if hard, ok := m.elsewhere(now, was); !ok {
			out = append(out, fmt.Sprintf("%s: deleted on %s, and no other side enforces it", was.of(), was.cluster))
		} else if hard > was.hard {
			out = append(out, fmt.Sprintf("%s: %d bytes deleted on %s, and the other side enforces %d", was.of(), was.hard, was.cluster, hard))
		}
	}
	if !maps.Equal(now, m.enforced) {
		m.enforced = now
	}
	return out
}

// present: the quota is still there, and does not enforce its limit any more: somebody has changed it, which is no deletion.
func (m *Memory) present(w *world.World, was enforced) bool {
	o, c := m.origins(w), w.Cluster(was.cluster)
	for _, q := range c.Quota.All() {
		who := ""
		if q.Persona != nil {
			who = q.Persona.ID
		}
		if home, ours := o.home(c.Name, q.Path); ours && home == was.home && q.Type == was.kind && who == was.who &&
			q.IncludeSnapshots == was.snapshots {
			return true
		}
	}
	return false
}

// elsewhere is the limit that another cluster enforces for the same: its own, or, for users and groups, that of the default quota which
// makes one for each of them as soon as they write.
func (m *Memory) elsewhere(now map[string]enforced, was enforced) (int64, bool) {
	found, byDefault := int64(-1), int64(-1)
	for _, e := range now {
		if e.cluster == was.cluster || e.home != was.home || e.snapshots != was.snapshots {
			continue
		}
		switch {
		case e.kind == was.kind && e.who == was.who:
			found = e.hard
		case was.linked && was.kind != "directory" && strings.TrimPrefix(e.kind, "default-") == was.kind && e.who == "":
			byDefault = e.hard
		}
	}
	if found < 0 {
		found = byDefault
	}
	return found, found >= 0
}
