// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package syncready

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// Uncovered tells why a declared policy belongs to no pair: there are two of that name, or it replicates elsewhere, or it does not exist.
func Uncovered(s *survey.Survey, in survey.Intent, name string) finding.Finding {
	object := "SyncIQ policy " + name
	if twice, ok := s.Namesakes(name); ok {
		return ambiguous(in, object, twice)
	}
	if stray, home, ok := s.Stray(name); ok {
		return elsewhere(s, object+" on "+home, home, stray)
	}
	cure := "write the name that the policy has on its home cluster, as `isi sync policies list` shows it"
	if near := nearest(s, name); near != "" {
		cure = fmt.Sprintf("write %q, the nearest name that there is, if that is meant", near)
	}
	text := fmt.Sprintf("exists neither on %s nor on %s", in.From(), in.To())
	for _, k := range s.Keys() {
		if c := s.Clusters[k]; c != nil && c.Unread != "" {
			text = fmt.Sprintf("is not known on %s; whether %s has it cannot be told, for that was not read", s.Other(k), k)
		}
	}
	return finding.New(finding.PolicyMissing, object, text, cure).At(name)
}

// nearest is the name of a policy that may be meant: of the two of a pair the one on the home cluster.
func nearest(s *survey.Survey, name string) string {
	var all []string
	for _, k := range s.Keys() {
		if c := s.Clusters[k]; c != nil {
			all = append(all, c.PolicyNames...)
		}
	}
	slices.Sort(all)
	near := finding.NearestOf(name, slices.DeleteFunc(slices.Compact(all), func(n string) bool {
		home, mirror := strings.CutSuffix(n, "_mirror")
		return mirror && slices.Contains(all, home)
	}))
	if near == "" && slices.Contains(all, strings.TrimSuffix(name, "_mirror")) {
		near = strings.TrimSuffix(name, "_mirror")
	}
	return near
}

// ambiguous: which of the two is meant is for people to say.
func ambiguous(in survey.Intent, object string, n survey.Namesakes) finding.Finding {
	from, to := in.From(), in.To()
	return finding.New(finding.PolicyAmbiguous, object,
		fmt.Sprintf("exists on both clusters, and each replicates to the other one: %s from %s, %s from %s",
			n.Paths[from], from, n.Paths[to], to),
		"give the one that is not meant another name").At(n.Name)
}

// elsewhere: the policy is there, and its data is not on the other cluster, or no longer by this policy.
func elsewhere(s *survey.Survey, object, home string, x survey.Stray) finding.Finding {
	other := s.Other(home)
	leads := "is no name or address of a pool of either cluster"
	if x.Leads != "" {
		leads = "leads to " + x.Leads
	}
	text := fmt.Sprintf("replicates %s to %s, which %s; %s has no record of it", x.Path, x.Host, leads, other)
	if len(x.Errors) > 0 {
		text += fmt.Sprintf(". Its last run says: %q", x.Errors[0])
	} else if x.LastJob != "" {
		text += ". Its last run is " + x.LastJob
	}
	f := finding.New(finding.PolicyElsewhere, object, text,
		fmt.Sprintf("point it at a name of the System zone of %s that stays, and run it once; if that is its host already, the association is "+
			"broken: reset the policy, and a run copies everything anew", other)).At(x.Name)
	f.Isi(home, "sync policies modify %s --target-host=<name or address of "+other+" that stays>", x.Name).
		By(home, "PUT", uri.Policy(x.Name), finding.Fields{"target_host": "<name or address of " + other + " that stays>"})
	return f
}
