// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package syncready

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// shownServed is how many shares and exports a finding names.
const shownServed = 3

// UndeclaredReadiness names policies of the pool's access zone that are not declared. Where clients reach their data through the names of
// the pool, the names must not move without it. With several pools in the zone each may have policies of its own, and who comes through
// which pool cannot be told, so nothing is said of those.
func UndeclaredReadiness(s *survey.Survey, out *finding.Findings) {
	if !s.OnlyPool() {
		return
	}
	for _, name := range s.Undeclared {
		text := "replicates data of the pool's access zone and is not in `policies`: its data stays behind, read-only on the other side"
		by := servedBy(s, name)
		if n := len(by); n > 0 {
			list := strings.Join(by[:min(n, shownServed)], ", ")
			if n > shownServed {
				list += fmt.Sprintf(" and %d more", n-shownServed)
			}
			text += ", and clients that reach it through the names of this pool (" + list + ") cannot write to it where the names are then"
		}
		f := out.Add(finding.New(finding.PolicyNotDeclared, "SyncIQ policy "+name, text, fmt.Sprintf("add %q to policies", name)))
		if len(by) == 0 {
			f.Mild()
		}
	}
}

// Declared is the survey cut to the declared policies. Those of the pool's access zone that are cut off are undeclared in it.
func Declared(s *survey.Survey, policies []string) *survey.Survey {
	out := s.Only(policies)
	if out == s {
		return s
	}
	out.Undeclared = slices.DeleteFunc(out.Undeclared, func(name string) bool { return slices.Contains(policies, name) })
	for _, p := range s.Pairs {
		home := s.Clusters[p.Home]
		if slices.Contains(policies, p.Name) || home == nil || home.ZonePath == "" || !survey.Within(home.ZonePath, p.Paths[p.Home]) {
			continue
		}
		out.Undeclared = append(out.Undeclared, p.Name)
		for _, k := range s.Keys() {
			if c := out.Clusters[k]; c != nil {
				SetServed(c, p.Name, p.Paths[k], c.Objects)
			}
		}
	}
	slices.Sort(out.Undeclared)
	out.Undeclared = slices.Compact(out.Undeclared)
	return out
}

// SetServed notes through which shares and exports of the pool's access zone clients reach what lies at or below the directory of an
// undeclared policy.
func SetServed(c *survey.ClusterView, policy, directory string, objects []survey.Object) {
	if c.Pool == nil {
		return
	}
	var by []string
	for _, o := range objects {
		if o.Kind == survey.KindAlias || !strings.EqualFold(o.Zone, c.Pool.Zone) {
			continue
		}
		if slices.ContainsFunc(o.Paths, func(path string) bool {
			fixed := o.Fixed(path)
			return survey.Within(directory, fixed) || survey.Within(fixed, directory)
		}) {
			by = append(by, o.Label())
		}
	}
	if len(by) == 0 {
		return
	}
	if c.Served == nil {
		c.Served = map[string][]string{}
	}
	c.Served[policy] = by
}

// servedBy are those of both clusters.
func servedBy(s *survey.Survey, policy string) []string {
	var out []string
	for _, k := range s.Keys() {
		if c := s.Clusters[k]; c != nil {
			for _, label := range c.Served[policy] {
				out = append(out, label+" on "+k)
			}
		}
	}
	return out
}
