// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package spn

import (
	"maps"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// Moving are the SPNs of the moving names: for every wanted service class the full and the short form that from's account has, the
// full HOST one in any case, and whatever the open run has noted (once removed from from, a short SPN can be told from nothing else).
func Moving(s *survey.Survey, in survey.Intent, moving []string) []survey.SPNMove {
	from := s.Clusters[in.From()]
	var out []survey.SPNMove
	add := func(provider, spn string) {
		for _, m := range out {
			if m.Provider == provider && names.EqualSPN(m.SPN, spn) {
				return
			}
		}
		out = append(out, survey.SPNMove{Provider: provider, SPN: spn})
	}
	for _, ad := range from.AD {
		if s.ADOn(in.To(), ad.Provider) == nil {
			continue
		}
		for _, n := range moving {
			if protectedAccount(s, n) {
				continue
			}
			for _, spn := range principals(n, in.SPNClasses) {
				full := strings.Contains(spn[strings.IndexByte(spn, '/')+1:], ".")
				if !full && sharedSPN(s, in.From(), spn, moving) {
					continue
				}
				if ad.Has(spn) || full && strings.HasPrefix(strings.ToUpper(spn), "HOST/") {
					add(ad.Provider, spn)
				}
			}
		}
	}
	if s.Run != nil {
		for _, m := range s.Run.SPNs {
			add(m.Provider, m.SPN)
		}
	}
	return out
}

// longestShort is the length of a NetBIOS name: OneFS cuts the short SPN of a longer name off there (synciq.md §5).
const longestShort = 15

// principals are the SPNs that a name may have: full, short, and the short one cut off.
func principals(name string, classes []string) []string {
	out := names.ServicePrincipals(name, classes)
	if short := names.Short(name); len(short) > longestShort {
		for _, class := range classes {
			out = append(out, class+"/"+short[:longestShort])
		}
	}
	return out
}

// shortOf is the short form of a name as two names may share it.
func shortOf(name string) string {
	short := names.Short(name)
	return short[:min(len(short), longestShort)]
}

// sharedSPN tells whether a short SPN may belong to a name that is live on the cluster and does not move, on this pool or on another: it
// stays then.
func sharedSPN(s *survey.Survey, cluster, spn string, moving []string) bool {
	_, host, _ := strings.Cut(spn, "/")
	if strings.Contains(host, ".") {
		return false
	}
	c := s.Clusters[cluster]
	stay := slices.Collect(maps.Keys(c.Owners))
	for _, n := range c.Pool.Production() {
		if !slices.Contains(moving, n) {
			stay = append(stay, n)
		}
	}
	return slices.ContainsFunc(stay, func(n string) bool {
		return strings.EqualFold(host, shortOf(n)) || strings.EqualFold(host, names.Short(n))
	})
}

// protectedAccount: the SPNs of a cluster's own machine account are never touched.
func protectedAccount(s *survey.Survey, name string) bool {
	for _, c := range s.Clusters {
		for _, ad := range c.AD {
			if strings.EqualFold(strings.TrimSuffix(ad.Account, "$"), names.Short(name)) {
				return true
			}
		}
	}
	return false
}

// ClassesNotMoved are service classes other than the wanted ones that from's account holds for moving names: people must add them to
// spn_service_classes or move them by hand.
func ClassesNotMoved(s *survey.Survey, in survey.Intent, moving []string) []string {
	var out []string
	for _, ad := range s.Clusters[in.From()].AD {
		for _, spn := range ad.SPNs {
			class, rest, ok := strings.Cut(spn, "/")
			host, _, _ := strings.Cut(rest, "/") // nfs/host:2049, MSSQLSvc/host:1433, HOST/host/EXAMPLE.COM
			host, _, _ = strings.Cut(host, ":")
			moved := host == rest && slices.ContainsFunc(in.SPNClasses, func(c string) bool { return strings.EqualFold(c, class) })
			if !ok || moved {
				continue
			}
			for _, n := range moving {
				if names.Equal(host, n) || names.Equal(host, names.Short(n)) {
					out = append(out, spn)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Gone are the SPNs of the names that an account held before and does not hold now.
func Gone(before, now []survey.ADView, moved []string) []survey.SPNMove {
	var out []survey.SPNMove
	for _, ad := range before {
		i := slices.IndexFunc(now, func(x survey.ADView) bool { return x.Provider == ad.Provider })
		if i < 0 {
			continue
		}
		for _, spn := range ad.SPNs {
			_, host, _ := strings.Cut(spn, "/")
			of := func(n string) bool {
				return names.Equal(host, n) || strings.EqualFold(host, shortOf(n)) || names.Equal(host, names.Short(n))
			}
			if slices.ContainsFunc(moved, of) && !now[i].Has(spn) {
				out = append(out, survey.SPNMove{Provider: ad.Provider, SPN: spn})
			}
		}
	}
	return out
}
