// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"fmt"
	"maps"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// permanent lists everything that must never be deleted and exists now.
func permanent(w *world.World) map[string]bool {
	out := map[string]bool{}
	for _, c := range w.Clusters() {
		for _, p := range synciq.Of(c).Policies() {
			out["policy "+p.Name+" ("+p.ID+") of "+c.Name] = true
		}
		for _, t := range synciq.Of(c).TargetRecords() {
			out["target association "+t.Name+" ("+t.ID+") of "+c.Name] = true
		}
		for _, id := range c.Network.Pools.Keys() {
			out["pool "+id+" of "+c.Name] = true
		}
		for _, s := range c.SMB.Shares("") {
			out["share "+s.Zone+"/"+s.Name+" of "+c.Name] = true
		}
		for _, e := range c.NFS.Exports("") {
			out[fmt.Sprintf("export %s/%d of %s", e.Zone, e.ID, c.Name)] = true
		}
	}
	return out
}

// deleted finds what existed once and does not any more.
func deleted(w *world.World, m *Memory) []string {
	if !m.begun {
		return nil
	}
	now := permanent(w)
	var out []string
	for object := range m.exists {
		if !now[object] {
			out = append(out, object+" was deleted")
		}
	}
	if len(now) > len(m.exists) || len(out) > 0 {
		seen := maps.Clone(m.exists)
		maps.Copy(seen, now)
		m.exists = seen
	}
	return out
}
