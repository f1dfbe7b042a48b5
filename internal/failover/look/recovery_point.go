// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package look

import (
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// survivorPairs are the policy pairs as far as the survivor and the inventory know them. Without an inventory the target records say
// which policies replicate to the survivor, and where; the directory on the lost cluster is not known then. The inventory may be older than
// a policy, so an import, which names none, takes in what either of them knows.
func survivorPairs(s *survey.Survey, sc survey.Scope, here, gone string, view *onefs.SyncView) ([]survey.Pair, []string) {
	known := s.Pairs
	wanted := slices.Clone(sc.Policies)
	if len(wanted) == 0 {
		for _, p := range known {
			wanted = append(wanted, p.Name)
		}
		base := s.Clusters[here].ZonePath
		for name, records := range view.Targets {
			if base != "" && survey.Within(base, records[0].TargetPath) {
				wanted = append(wanted, strings.TrimSuffix(name, "_mirror"))
			}
		}
	}
	slices.Sort(wanted)
	var out []survey.Pair
	var missing []string
	for _, name := range slices.Compact(wanted) {
		if i := slices.IndexFunc(known, func(p survey.Pair) bool { return p.Name == name }); i >= 0 {
			out = append(out, known[i])
			continue
		}
		p, ok := survivorPair(name, here, gone, view)
		if !ok {
			missing = append(missing, name)
			continue
		}
		out = append(out, p)
	}
	return out, missing
}

func survivorPair(name, here, gone string, view *onefs.SyncView) (survey.Pair, bool) {
	if p, ok := view.Policies[name]; ok {
		paths := map[string]string{here: p.SourceRootPath, gone: p.TargetPath}
		return survey.Pair{Name: name, Home: here, Paths: paths, Uninventoried: true}, true
	}
	if list := view.Targets[name]; len(list) == 1 {
		at := list[0].TargetPath
		return survey.Pair{Name: name, Home: gone, Paths: map[string]string{here: at, gone: at}, Uninventoried: true}, true
	}
	return survey.Pair{}, false
}

// rememberSource takes the lost cluster's identity from the target records of its policies, when no inventory has it. Records of one name
// from two clusters leave it open.
func rememberSource(s *survey.Survey, gone string, view *onefs.SyncView) {
	c := s.Clusters[gone]
	if c.GUID != "" {
		return
	}
	for _, p := range s.Pairs {
		if list := view.Targets[p.PolicyOn(gone)]; len(list) == 1 {
			c.GUID = list[0].SourceClusterGUID
		}
	}
	for _, p := range s.Pairs {
		if list := view.Targets[p.PolicyOn(gone)]; len(list) == 1 && list[0].SourceClusterGUID != c.GUID {
			c.GUID = "" // they come from different clusters: replication.SyncView then finds none, which is said
		}
	}
}
