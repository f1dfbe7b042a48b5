// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package syncready

import (
	"fmt"
	"maps"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// TakenOut names the policies that the open run moves and that were taken out of `policies` since: their fence and their schedule would be
// forgotten. A policy that is gone has neither.
func TakenOut(s *survey.Survey, in survey.Intent) []finding.Finding {
	if s.Run == nil || s.Takeover != nil || s.Lost(in.From()) || s.Lost(in.To()) {
		return nil
	}
	var out []finding.Finding
	for _, name := range slices.Sorted(maps.Keys(s.Run.Schedules)) {
		if _, covered := s.Pair(name); covered || !s.Exists(name) {
			continue
		}
		out = append(out, finding.New(finding.PolicyOfOpenRun, "SyncIQ policy "+name,
			"belongs to the unfinished run to "+s.Run.To+", which has its original schedule and what it fenced for it",
			fmt.Sprintf("write %q into `policies` again, apply until the run has ended, then take it out", name)))
	}
	return out
}

// PolicyShape finds what makes a policy unfit for failback whatever its state (synciq.md §1.2, illegal or odd calls).
func PolicyShape(s *survey.Survey, p survey.Pair) []finding.Finding {
	var out finding.Findings
	for _, k := range s.Keys() {
		name := p.PolicyOn(k)
		v, ok := s.Clusters[k].Policies[name]
		if !ok {
			continue
		}
		at := func(id finding.ID, text, cure string) *finding.Finding {
			return out.Add(finding.New(id, fmt.Sprintf("SyncIQ policy %s on %s", name, k), text, cure).At(p.Name))
		}
		if v.Action != "" && v.Action != "sync" {
			at(finding.PolicyCopies, "has action "+v.Action+": only sync policies can fail back", "make it one").
				Isi(k, "sync policies modify %s --action=sync", name).
				By(k, "PUT", uri.Policy(name), finding.Fields{"action": "sync"})
		}
		if v.Filtered {
			at(finding.PolicyFiltered, "has includes, excludes or file criteria: OneFS cannot fail such a policy back",
				"take the filters off; the next run then copies everything anew").
				By(k, "PUT", uri.Policy(name), finding.Fields{
					"source_include_directories": []string{},
					"source_exclude_directories": []string{},
					"file_matching_pattern":      finding.Fields{"or_criteria": []any{}},
				})
		}
		if v.NoFailback {
			at(
				finding.PolicyWithoutFailback, "has disable_fofb or disable_stf set",
				"set both to false",
			).
				Isi(k, "sync policies modify %s --disable-fofb=false --disable-stf=false", name).
				By(
					k,
					"PUT",
					uri.Policy(name),
					finding.Fields{"disable_fofb": false, "disable_stf": false},
				)
		}
	}
	return out.List
}
