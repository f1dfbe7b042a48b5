// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// way is how somebody writes: by a name, into a policy's data, with a protocol.
type way struct {
	name     string
	policy   string
	protocol clients.Protocol
}

func (v way) String() string {
	return fmt.Sprintf("%s by %s, data of %s", v.protocol, v.name, v.policy)
}

// downtime is a way on which nobody can write, since when and why.
type downtime struct {
	since time.Time
	why   string
}

// followed is how many policies have followers: their data are served alike, and looking at a thousand after every request takes too long.
const followed = 4

// learnWays finds the ways on which followers could write when the simulation began. Nobody is charged with the others.
func (m *Memory) learnWays(w *world.World) {
	m.ways, m.down, m.gaps = nil, nil, nil
	names := slices.Sorted(maps.Keys(m.names))
	for _, policy := range m.site.Policies[:min(followed, len(m.site.Policies))] {
		for _, name := range names {
			for _, f := range clients.Followers() {
				v := way{name, policy, f.Protocol}
				if m.write(w, v) == nil {
					m.ways = append(m.ways, v)
				}
			}
		}
	}
}

// write lets a follower write; nothing of it stays.
func (m *Memory) write(w *world.World, v way) error {
	i := slices.IndexFunc(clients.Followers(), func(f clients.Follower) bool { return f.Protocol == v.protocol })
	return clients.Followers()[i].Follow(w, v.name, func(cluster string) string { return m.directory(w, cluster, v.policy) })
}

// directory is where the data of a policy of the site lies on a cluster; "" if it has no copy.
func (m *Memory) directory(w *world.World, cluster, policy string) string {
	from := w.Cluster(m.site.From)
	if from == nil {
		return ""
	}
	p, ok := synciq.Of(from).Policy(policy)
	switch {
	case !ok:
		return ""
	case cluster == m.site.From:
		return p.SourceRootPath
	}
	if target, known := clients.TargetOf(w, p); known && target != cluster {
		return ""
	}
	return p.TargetPath
}

// Watch lets everybody who follows a name write, and keeps the time during which nobody could. It is called after every request and event.
func (m *Memory) Watch(w *world.World) {
	for _, v := range m.ways {
		err := m.write(w, v)
		was, isDown := m.down[v]
		switch {
		case err == nil && isDown:
			m.gap(v.protocol, w.Now().Sub(was.since))
			m.down = maps.Clone(m.down)
			delete(m.down, v)
		case err != nil && !isDown:
			m.down = maps.Clone(m.down)
			if m.down == nil {
				m.down = map[way]downtime{}
			}
			m.down[v] = downtime{w.Now(), err.Error()}
		case err != nil && was.why != err.Error():
			m.down = maps.Clone(m.down)
			m.down[v] = downtime{was.since, err.Error()}
		}
	}
}

func (m *Memory) gap(p clients.Protocol, d time.Duration) {
	if d <= m.gaps[p] {
		return
	}
	m.gaps = maps.Clone(m.gaps)
	if m.gaps == nil {
		m.gaps = map[clients.Protocol]time.Duration{}
	}
	m.gaps[p] = d
}

// Outage is the longest time, by protocol, during which somebody who follows a name was not acknowledged, since the last [NewRun]; a time
// that has not ended counts until now. The lock is held.
func Outage(w *world.World) map[clients.Protocol]time.Duration {
	m := In(w)
	m.Watch(w)
	out := map[clients.Protocol]time.Duration{}
	maps.Copy(out, m.gaps)
	for v, d := range m.down {
		out[v.protocol] = max(out[v.protocol], w.Now().Sub(d.since))
	}
	return out
}

// Unserved lists the ways on which nobody can write now, each with its reason, sorted; none means that clients are served. The lock is
// held.
func Unserved(w *world.World) []string {
	m := In(w)
	m.Watch(w)
	return cannotWrite(w, m)
}

func cannotWrite(_ *world.World, m *Memory) []string {
	out := make([]string, 0, len(m.down))
	ways := slices.SortedFunc(maps.Keys(m.down), func(a, b way) int { return cmp.Compare(a.String(), b.String()) })
	for _, v := range ways {
		out = append(out, v.String()+": "+m.down[v].why)
	}
	return out
}
