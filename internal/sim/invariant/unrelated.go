// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// unrelated describes everything that no failover of the site may touch, by object. Lists that have an order are one object.
func (m *Memory) unrelated(w *world.World) map[string]string {
	o, out := m.origins(w), map[string]string{}
	for _, c := range w.Clusters() {
		m.unrelatedPools(c, out)
		m.unrelatedDefinitions(c, o, out)
		for _, q := range m.few(c) {
			if _, ours := o.home(c.Name, q.Path); !ours && !q.IsLinked() {
				out[fmt.Sprintf("quota %s on %s of %s", q.Type, q.Path, c.Name)] = limits(c, q)
			}
		}
	}
	if w.Forest != nil {
		for _, account := range w.Forest.Accounts() {
			out["SPNs of others on "+account] = text(slices.DeleteFunc(w.Forest.Truth(account), m.movesSPN))
		}
	}
	return out
}

// few are the quotas of a cluster unless they are too many to look at each time.
func (m *Memory) few(c *world.Cluster) []world.QuotaDomain {
	if m.crowded {
		return nil
	}
	return c.Quota.All()
}

// unrelatedPools takes the pools outside the pair as they are; of a pool of the pair everything but its names and its interfaces, which
// the fence may take away, and those of its names that stay: hints, tags and local names, in their order.
func (m *Memory) unrelatedPools(c *world.Cluster, out map[string]string) {
	for _, p := range c.Network.Pools.All() {
		p.EarlierNames, p.NamesChanged = nil, world.Pool{}.NamesChanged
		if p.ID != m.site.Pool {
			out["pool "+p.ID+" of "+c.Name] = text(p)
			continue
		}
		stay := slices.DeleteFunc(p.Names(), func(n string) bool {
			low := strings.ToLower(n)
			return strings.HasPrefix(low, parked) || isLive(n) && !m.locals[low]
		})
		out["names that stay on pool "+p.ID+" of "+c.Name] = text(stay)
		p.SCDNSZone, p.SCDNSZoneAliases, p.Ifaces = "", nil, nil
		out["settings of pool "+p.ID+" of "+c.Name] = text(p)
	}
}

func (m *Memory) unrelatedDefinitions(c *world.Cluster, o origins, out map[string]string) {
	var shares []string
	for _, s := range c.SMB.Shares("") {
		if !o.ours(c.Name, s.Path) {
			shares = append(shares, text(s))
		}
	}
	var exports []string
	for _, e := range c.NFS.Exports("") {
		if !slices.ContainsFunc(e.Paths, func(p string) bool { return o.ours(c.Name, p) }) {
			exports = append(exports, text(e))
		}
	}
	out["shares of others on "+c.Name] = strings.Join(shares, "\n")
	out["exports of others on "+c.Name] = strings.Join(exports, "\n")
}

// ours tells whether a path of a share or export, which may hold variables such as %U, is one that a policy of the site moves.
func (o origins) ours(cluster, p string) bool {
	fixed, _, variable := strings.Cut(p, "%")
	if variable {
		fixed = path.Dir(fixed + "x")
	}
	_, ok := o.home(cluster, fixed)
	return ok
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("invariant: " + err.Error())
	}
	return string(b)
}

// touched finds unrelated objects that are not what they were when the simulation began.
func touched(w *world.World, m *Memory) []string {
	if !m.begun {
		return nil
	}
	now := m.unrelated(w)
	var out []string
	for object, was := range m.kept {
		if is, there := now[object]; !there {
			out = append(out, object+": gone")
		} else if is != was {
			out = append(out, object+": changed")
		}
	}
	for object := range now {
		if _, known := m.kept[object]; !known {
			out = append(out, object+": new")
		}
	}
	return out
}
