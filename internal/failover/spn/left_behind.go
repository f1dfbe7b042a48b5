// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package spn

import (
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// LeftBehind finds SPNs of the live names of a pool at rest that the account of the other cluster holds, or that OneFS recommends and
// nobody holds. ad is the account of the cluster that serves, other its partner in the same AD provider.
func LeftBehind(s *survey.Survey, in survey.Intent, ad, other survey.ADView, out *finding.Findings) {
	here, there := in.To(), in.From()
	for _, n := range s.Clusters[here].Pool.Production() {
		if s.Clusters[there].Pool.On(n) != survey.Parked || protectedAccount(s, n) {
			continue // a name of this side alone, or one that never was on the other
		}
		for _, spn := range principals(n, in.SPNClasses) {
			leftBehind(s, in, ad, other, n, spn, out)
		}
	}
}

func leftBehind(s *survey.Survey, in survey.Intent, ad, other survey.ADView, n, spn string, out *finding.Findings) {
	here, there := in.To(), in.From()
	const create, remove = "auth ads spn create %s --spn=%s", "auth ads spn delete %s --spn=%s"
	switch {
	case ad.Has(spn) || sharedSPN(s, there, spn, nil):
	case other.Has(spn):
		out.Add(finding.New(finding.SPNLeftBehind, "SPN "+spn,
			fmt.Sprintf("is on the account of %s, and %s serves %s: Kerberos fails for it", there, here, n),
			fmt.Sprintf("take it off on %s, then add it on %s", there, here))).
			Isi(there, remove, other.Provider, spn).Isi(here, create, ad.Provider, spn)
	case s.HeldAnywhere(spn):
	case slices.ContainsFunc(ad.Wanted, func(w string) bool { return names.EqualSPN(w, spn) }):
		out.Add(finding.New(finding.SPNNotRegistered, "SPN "+spn,
			fmt.Sprintf("is on neither cluster's account, though OneFS recommends it on %s, which serves %s: Kerberos fails for it", here, n),
			"add it there")).Isi(here, create, ad.Provider, spn)
	}
}
