// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// definitions describes the shares and exports of the site's data, by object and cluster, byte for byte.
func (m *Memory) definitions(w *world.World) map[string]string {
	o, out := m.origins(w), map[string]string{}
	for _, c := range w.Clusters() {
		for _, s := range c.SMB.Shares("") {
			if o.ours(c.Name, s.Path) {
				out["share "+s.Zone+"/"+s.Name+" of "+c.Name] = Meaning(s)
			}
		}
		for _, e := range c.NFS.Exports("") {
			if slices.ContainsFunc(e.Paths, func(p string) bool { return o.ours(c.Name, p) }) {
				out[fmt.Sprintf("export %s/%d of %s", e.Zone, e.ID, c.Name)] = Meaning(e)
			}
		}
		if p, ok := c.Network.Pools.Get(m.site.Pool); ok {
			out["interfaces of pool "+p.ID+" of "+c.Name] = text(p.Ifaces)
		}
	}
	return out
}

// notRestored finds shares, exports and interfaces that are not what they were before the run. On the cluster that has received the pool,
// a definition may also be the other side's, translated: copying definitions over is part of a failover.
func notRestored(w *world.World, m *Memory) []string {
	now := m.definitions(w)
	var out []string
	for object, was := range m.original {
		is, there := now[object]
		if there && is != was && !m.copied(w, object, is) {
			out = append(out, object+" is not what it was before the run")
		}
	}
	return out
}

// copied tells whether a definition equals one that the other cluster had when the simulation began, with its path translated.
func (m *Memory) copied(w *world.World, object, is string) bool {
	for _, c := range w.Clusters() {
		for _, s := range c.SMB.Shares("") {
			if Meaning(s) == is && object == "share "+s.Zone+"/"+s.Name+" of "+c.Name {
				return m.cameOver(w, c, s)
			}
		}
		for _, e := range c.NFS.Exports("") {
			if object == fmt.Sprintf("export %s/%d of %s", e.Zone, e.ID, c.Name) && Meaning(e) == is {
				return m.exportCameOver(w, c, e)
			}
		}
	}
	return false
}

func (m *Memory) cameOver(w *world.World, c *world.Cluster, s world.SMBShare) bool {
	for _, other := range w.Clusters() {
		if other.Name == c.Name {
			continue
		}
		s.Path, s.ZID = m.translate(w, c.Name, other.Name, s.Path), other.ZoneNumber(s.Zone)
		if m.original["share "+s.Zone+"/"+s.Name+" of "+other.Name] == Meaning(s) {
			return true
		}
	}
	return false
}

func (m *Memory) exportCameOver(w *world.World, c *world.Cluster, e world.NFSExport) bool {
	for _, other := range w.Clusters() {
		if other.Name == c.Name {
			continue
		}
		paths := make([]string, 0, len(e.Paths))
		for _, p := range e.Paths {
			paths = append(paths, m.translate(w, c.Name, other.Name, p))
		}
		e.Paths = paths
		for _, there := range other.NFS.Exports(e.Zone) {
			e.ID = there.ID
			if m.original[fmt.Sprintf("export %s/%d of %s", e.Zone, e.ID, other.Name)] == Meaning(e) {
				return true
			}
		}
	}
	return false
}

// translate turns a path of one cluster into the path of its copy on another.
func (m *Memory) translate(w *world.World, from, to, p string) string {
	o := m.origins(w)
	for dir, home := range o[from] {
		if !fs.Within(p, dir) {
			continue
		}
		for there, same := range o[to] {
			if same == home {
				return fs.Rebase(p, dir, there)
			}
		}
	}
	return p
}
