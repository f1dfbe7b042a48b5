// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// drill is a test of a failover that must not be felt by production: the copies of one side are opened, used and closed again.
type drill struct {
	serving, standby string
	// names are those that the drill may publish on the standby pool.
	names map[string]bool
	began time.Time
	ended time.Time // zero while it goes on
	// overtaken: a failover has ended it, so that the serving cluster and the copies are not what they were.
	overtaken bool
	// config is that of the serving cluster when the drill began, by object, without the schedules of the policies, which are in schedules.
	config, schedules map[string]string
	// interrupted are the ways on which somebody could not write during the drill.
	interrupted map[string]bool
}

// BeginDrill tells the judge that a drill begins, in which these names may be published on the cluster that does not serve. The lock is
// held.
func BeginDrill(w *world.World, serving, standby string, names ...string) {
	m := In(w)
	d := &drill{serving: serving, standby: standby, names: map[string]bool{}, began: w.Now(), interrupted: map[string]bool{}}
	for _, n := range names {
		d.names[spelled(n)] = true
	}
	d.config, d.schedules = m.servingConfig(w, serving)
	m.drills = append(slices.Clip(m.drills), d)
}

// EndDrill tells the judge that the drill is over: from here on everything must be as before it. The lock is held.
func EndDrill(w *world.World) { In(w).endDrill(w, false) }

// OvertakeDrill tells the judge that a failover ends the drill: nothing but its names is held against it any more. The lock is held.
func OvertakeDrill(w *world.World) { In(w).endDrill(w, true) }

func (m *Memory) endDrill(w *world.World, overtaken bool) {
	d := m.drill()
	if d == nil {
		return
	}
	over := *d
	over.ended, over.overtaken = w.Now(), overtaken
	m.drills = append(slices.Clone(m.drills[:len(m.drills)-1]), &over)
}

// over is the newest drill if it has ended of itself, nil otherwise.
func (m *Memory) over() *drill {
	if d := m.drill(); d != nil && !d.ended.IsZero() && !d.overtaken {
		return d
	}
	return nil
}

// drill is the newest one, nil if there was none.
func (m *Memory) drill() *drill {
	if len(m.drills) == 0 {
		return nil
	}
	return m.drills[len(m.drills)-1]
}

// practice is the drill that goes on, nil without one.
func (m *Memory) practice() *drill {
	if d := m.drill(); d != nil && d.ended.IsZero() {
		return d
	}
	return nil
}

// practised tells whether something that happened on a cluster belongs to a drill: what is written on the standby then is to be thrown
// away, and production goes on meanwhile.
func (m *Memory) practised(cluster string, at time.Time) bool {
	return slices.ContainsFunc(m.drills, func(d *drill) bool {
		return (cluster == "" || cluster == d.standby) && !at.Before(d.began) && (d.ended.IsZero() || !at.After(d.ended))
	})
}

// ofDrill tells whether a name belongs to a drill, so that it is none of those that clients of production use.
func (m *Memory) ofDrill(name string) bool {
	return slices.ContainsFunc(m.drills, func(d *drill) bool { return d.names[spelled(name)] })
}

// servingConfig describes everything that is configured on a cluster, byte for byte, by object; the schedules of its policies apart.
func (m *Memory) servingConfig(w *world.World, cluster string) (config, schedules map[string]string) {
	config, schedules = map[string]string{}, map[string]string{}
	c := w.Cluster(cluster)
	for _, p := range c.Network.Pools.All() {
		p.EarlierNames, p.NamesChanged = nil, world.Pool{}.NamesChanged
		config["pool "+p.ID] = text(p)
	}
	for _, s := range c.SMB.Shares("") {
		config["share "+s.Zone+"/"+s.Name] = text(s)
	}
	for _, e := range c.NFS.Exports("") {
		config[fmt.Sprintf("export %s/%d", e.Zone, e.ID)] = text(e)
	}
	for _, q := range m.few(c) {
		if !q.IsLinked() {
			config[fmt.Sprintf("quota %s on %s", q.Type, q.Path)] = limits(c, q)
		}
	}
	if w.Forest != nil {
		for _, account := range w.Forest.Accounts() {
			config["SPNs of "+account] = text(w.Forest.Truth(account))
		}
	}
	for _, p := range synciq.Of(c).Policies() {
		s := p.PolicySettings
		schedules["policy "+p.Name] = text([]any{s.Schedule, s.JobDelay, s.RPOAlert, s.Priority})
		s.Schedule, s.JobDelay, s.RPOAlert, s.Priority = "", nil, nil, 0
		config["policy "+p.Name] = text([]any{s, p.Enabled(), p.Conflicted, p.NeedsReset})
	}
	return config, schedules
}

// changed lists the objects that are not as they were.
func changed(was, is map[string]string) []string {
	var out []string
	all := maps.Clone(was)
	maps.Copy(all, is)
	for object := range all {
		if was[object] != is[object] {
			out = append(out, object)
		}
	}
	return out
}

// productionChanged finds what a drill has changed on the serving cluster beside the schedules of its policies.
func productionChanged(w *world.World, m *Memory) []string {
	d := m.practice()
	if d == nil {
		return nil
	}
	config, _ := m.servingConfig(w, d.serving)
	var out []string
	for _, object := range changed(d.config, config) {
		out = append(out, object+" of "+d.serving+" is not as it was before the drill")
	}
	return out
}

// productionKept finds what is not as before on the serving cluster once the drill is over, schedules included.
func productionKept(w *world.World, m *Memory) []string {
	d := m.over()
	if d == nil {
		return nil
	}
	config, schedules := m.servingConfig(w, d.serving)
	var out []string
	for _, object := range changed(d.config, config) {
		out = append(out, object+" of "+d.serving+" is not as it was before the drill")
	}
	for _, object := range changed(d.schedules, schedules) {
		out = append(out, fmt.Sprintf("schedule of %s of %s is %s, before the drill it was %s", object, d.serving, schedules[object],
			d.schedules[object]))
	}
	return out
}

// productionInterrupted finds who could not write by a production name at some time during a drill.
func productionInterrupted(w *world.World, m *Memory) []string {
	d := m.practice()
	if d == nil {
		return nil
	}
	for _, text := range cannotWrite(w, m) {
		d.interrupted = with(d.interrupted, text)
	}
	return slices.Collect(maps.Keys(d.interrupted))
}

// productionNames finds production names that the standby answers during a drill.
func productionNames(w *world.World, m *Memory) []string {
	d := m.practice()
	if d == nil {
		return nil
	}
	var out []string
	c := w.Cluster(d.standby)
	for _, p := range c.Network.Pools.All() {
		for _, n := range c.AnsweredNames(p) {
			low := spelled(n)
			ours := p.ID != m.site.Pool || m.locals[low] || d.names[low]
			if isLive(n) && (m.names[low] || !ours) && smartconnect.Owns(w, c.Name, n) {
				out = append(out, fmt.Sprintf("%s answers %s during a drill", c.Name, low))
			}
		}
	}
	return out
}

// drillNamesLeft finds names of a drill that some cluster still has when it is over.
func drillNamesLeft(w *world.World, m *Memory) []string {
	d := m.drill()
	if d == nil || d.ended.IsZero() {
		return nil
	}
	var out []string
	for _, c := range w.Clusters() {
		for _, p := range c.Network.Pools.All() {
			for _, n := range p.Names() {
				if low := strings.TrimPrefix(spelled(n), parked); d.names[low] {
					out = append(out, fmt.Sprintf("%s is still on pool %s of %s", low, p.ID, c.Name))
				}
			}
		}
	}
	return out
}

// copiesRestored finds copies that a drill has left open, or other than the last sync, and policies that have not been run to the end since
// their copy was closed. It says nothing of what has been failed over since.
func copiesRestored(w *world.World, m *Memory) []string {
	d := m.over()
	if d == nil {
		return nil
	}
	var out []string
	from, to := synciq.Of(w.Cluster(d.serving)), synciq.Of(w.Cluster(d.standby))
	for _, t := range to.TargetRecords() {
		p, ok := from.Policy(t.ID)
		if !ok || t.SourceCluster != d.serving || !m.ofSite(p.Name) {
			continue
		}
		if t.State() != siq.WritesDisabled {
			out = append(out, fmt.Sprintf("the copy of %s on %s is %s", t.Name, d.standby, t.State()))
			continue
		}
		if _, busy := from.LiveJob(t.ID); !busy && !to.CopyIsLastSync(t.ID) {
			out = append(out, fmt.Sprintf("the copy of %s on %s is not what the last sync has left there", t.Name, d.standby))
		}
		if !p.LastSuccess.After(to.LastReverted(t.ID)) {
			out = append(out, fmt.Sprintf("%s on %s has not run since its copy was closed", t.Name, d.serving))
		}
	}
	return out
}

// ofSite tells whether a policy, or the one that it is the mirror of, is one of the site.
func (m *Memory) ofSite(policy string) bool {
	return slices.Contains(m.site.Policies, strings.TrimSuffix(policy, "_mirror"))
}
