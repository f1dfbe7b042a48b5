// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// End is what both clusters are at the end of a run, one line for each object, taken from the simulator itself and not through its API: so
// dials that change what the API says do not change it, and two runs that came to the same end have the same lines. What clusters number
// by themselves is left out.
func (b *Bed) End() []string {
	var out []string
	b.World.Do(func() {
		for key, name := range map[string]string{Prod: b.Site.From, DR: b.Site.To} {
			c := b.World.Cluster(name)
			add := func(format string, args ...any) { out = append(out, key+" "+fmt.Sprintf(format, args...)) }
			endOfPools(c, add)
			endOfPolicies(c, add)
			endOfObjects(c, add)
			endOfQuotas(c, add)
			if b.World.Forest != nil {
				for _, p := range c.Auth.ADSProviders() {
					spns := lower(b.World.Forest.Truth(p.MachineAccount))
					slices.Sort(spns)
					add("SPNs: %v", spns)
				}
			}
		}
	})
	slices.Sort(out)
	return out
}

func endOfPools(c *world.Cluster, add func(string, ...any)) {
	for _, p := range c.Network.Pools.All() {
		add("pool %s: zone name %s, aliases %v, interfaces %v", p.ID, strings.ToLower(p.SCDNSZone), lower(p.SCDNSZoneAliases), p.Ifaces)
	}
}

func endOfPolicies(c *world.Cluster, add func(string, ...any)) {
	for _, p := range synciq.Of(c).Policies() {
		add("policy %s: enabled %v, conflicted %v, schedule %q, delay %s, RPO %s, priority %v, %s -> %s",
			p.Name, p.Enabled(), p.Conflicted, p.Schedule, canonical(p.JobDelay), canonical(p.RPOAlert), p.Priority, p.SourceRootPath, p.TargetPath)
	}
	for _, t := range synciq.Of(c).TargetRecords() {
		add("target record %s: %s, %s", t.Name, t.State(), t.TargetPath)
	}
}

func endOfObjects(c *world.Cluster, add func(string, ...any)) {
	for _, s := range c.SMB.Shares("") {
		add("share %s/%s: %s", s.Zone, s.Name, canonical(s))
	}
	for _, e := range c.NFS.Exports("") {
		e.ID = 0
		add("export %s: %s", e.Zone, canonical(e))
	}
	for _, a := range c.NFS.Aliases("") {
		add("alias %s/%s: %s", a.Zone, a.Name, a.Path)
	}
}

func endOfQuotas(c *world.Cluster, add func(string, ...any)) {
	for _, q := range c.Quota.All() {
		who := ""
		if q.Persona != nil {
			who = q.Persona.ID
		}
		rules, own := c.Quota.Rules(q.ID)
		named := []string{}
		for _, r := range rules {
			named = append(named, canonical(r))
		}
		slices.Sort(named)
		add("quota %s %s of %s: %s, own rules %v %v, linked %v", q.Type, q.Path, who, canonical(q.Thresholds), own, named, q.IsLinked())
	}
}

func lower(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, strings.ToLower(s))
	}
	return out
}

// Unlike lists what is in one end and not in the other.
func Unlike(want, got []string) []string {
	var out []string
	for _, l := range want {
		if !slices.Contains(got, l) {
			out = append(out, "missing: "+l)
		}
	}
	for _, l := range got {
		if !slices.Contains(want, l) {
			out = append(out, "not wanted: "+l)
		}
	}
	return out
}

func canonical(v any) string { return invariant.Meaning(v) }
