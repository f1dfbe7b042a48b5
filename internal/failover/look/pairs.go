// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package look

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// pairs finds the declared policies, or all between the two clusters below the zone's base path. Which cluster is a policy's home is read
// from where the policy of that name lives; the other must be its target. Where both clusters have one, nothing is guessed.
func pairs(s *survey.Survey, sc survey.Scope, raw map[string]*rawView) ([]survey.Pair, []string) {
	var out []survey.Pair
	var missing []string
	wanted := slices.Clone(sc.Policies)
	if len(wanted) == 0 {
		wanted = zonePolicies(s, raw)
	}
	slices.Sort(wanted)
	for _, name := range slices.Compact(wanted) {
		homes := homesOf(s, raw, name)
		if len(homes) != 1 {
			missing = append(missing, name)
			continue
		}
		home, other := homes[0], s.Other(homes[0])
		p := raw[home].sync.Policies[name]
		out = append(out, survey.Pair{Name: name, Home: home, Paths: map[string]string{home: p.SourceRootPath, other: p.TargetPath}})
	}
	return out, missing
}

// homesOf are the clusters on which a policy of that name lives that replicates to the other one. One that has never run, and whose
// target host is not known to lead there, counts only where no other candidate is.
func homesOf(s *survey.Survey, raw map[string]*rawView, name string) []string {
	var sure, perhaps []string
	for _, home := range s.Keys() {
		p, ok := raw[home].sync.Policies[name]
		switch other := s.Other(home); {
		case !ok:
		case faces(s, raw, home, other, p), neverRan(p) && pool.HostPool(raw[other].pools, p.TargetHost) != nil:
			sure = append(sure, home)
		case neverRan(p):
			perhaps = append(perhaps, home)
		}
	}
	if len(sure) > 0 {
		return sure
	}
	return perhaps
}

// neverRan: no run has ended yet, so no record can be expected anywhere. Such a policy is taken for one of this pair; readiness says that
// it has never run.
func neverRan(p onefs.SyncPolicy) bool {
	over := survey.Report{State: p.LastJobState}.Over()
	return p.LastStarted == nil || p.LastSuccess == nil && !over
}

// faces tells whether a policy replicates to the other cluster of the pair: its target record lies there with this cluster's GUID, or its
// mirror does.
func faces(s *survey.Survey, raw map[string]*rawView, home, other string, p onefs.SyncPolicy) bool {
	for _, t := range raw[other].sync.Targets[p.Name] {
		if t.SourceClusterGUID == s.Clusters[home].GUID && (t.TargetPath == p.TargetPath || t.ID == p.ID) {
			return true
		}
	}
	m, ok := raw[other].sync.Policies[p.Name+"_mirror"]
	return ok && m.SourceRootPath == p.TargetPath
}

// zonePolicies are all policies between the two clusters at or below the base path of the pool's access zone.
func zonePolicies(s *survey.Survey, raw map[string]*rawView) []string {
	seen := map[string]bool{}
	for _, home := range s.Keys() {
		base := s.Clusters[home].ZonePath
		if base == "" {
			continue
		}
		other := s.Other(home)
		for name, p := range raw[home].sync.Policies {
			if survey.Within(base, p.SourceRootPath) && !neverRan(p) && faces(s, raw, home, other, p) && !mirrorOf(raw[other], p) {
				seen[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// mirrorOf tells whether a policy is the mirror of one that lives on the other cluster.
func mirrorOf(other *rawView, p onefs.SyncPolicy) bool {
	home, ok := strings.CutSuffix(p.Name, "_mirror")
	if !ok {
		return false
	}
	_, exists := other.sync.Policies[home]
	return exists
}

// namesakes are the names under which both clusters have a policy that replicates to the other one.
func namesakes(s *survey.Survey, raw map[string]*rawView) []survey.Namesakes {
	var out []survey.Namesakes
	a, b := s.Keys()[0], s.Keys()[1]
	for _, name := range slices.Sorted(maps.Keys(raw[a].sync.Policies)) {
		if len(homesOf(s, raw, name)) > 1 {
			out = append(out, survey.Namesakes{Name: name, Paths: map[string]string{
				a: raw[a].sync.Policies[name].SourceRootPath, b: raw[b].sync.Policies[name].SourceRootPath,
			}})
		}
	}
	return out
}

// whereabouts notes what there is besides the pairs: all names of policies, and those that do not replicate to the other cluster, with the
// last report of the declared ones.
func whereabouts(ctx context.Context, e *clusters.Set, s *survey.Survey, raw map[string]*rawView) {
	for _, k := range s.Keys() {
		c, other := s.Clusters[k], s.Other(k)
		c.PolicyNames, c.Strays = slices.Sorted(maps.Keys(raw[k].sync.Policies)), nil
		var reports map[string][]survey.Report
		for _, name := range c.PolicyNames {
			p := raw[k].sync.Policies[name]
			if slices.Contains(homesOf(s, raw, name), k) || mirrorOf(raw[other], p) {
				continue
			}
			stray := survey.Stray{
				Name: name, Path: p.SourceRootPath, Host: p.TargetHost, Leads: leads(s, raw, k, p.TargetHost), LastJob: p.LastJobState,
			}
			if slices.Contains(s.Missing, name) {
				if reports == nil {
					reports, _ = synciq.Reports(ctx, e, k) // without them the text is shorter
				}
				if list := reports[name]; len(list) > 0 {
					stray.Errors = list[0].Errors
				}
			}
			c.Strays = append(c.Strays, stray)
		}
	}
}

// leads says where a target host leads.
func leads(s *survey.Survey, raw map[string]*rawView, home, host string) string {
	if strings.EqualFold(host, "localhost") || strings.EqualFold(host, s.Clusters[home].Name) {
		return home + " itself"
	}
	if p := pool.HostPool(raw[home].pools, host); p != nil {
		return "pool " + p.ID + " of " + home + " itself"
	}
	other := s.Other(home)
	if p := pool.HostPool(raw[other].pools, host); p != nil {
		return "pool " + p.ID + " of " + other + ", access zone " + p.AccessZone
	}
	return ""
}
