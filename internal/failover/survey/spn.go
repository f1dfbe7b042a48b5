// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// ADView is one Active Directory provider of the pool's access zone.
type ADView struct {
	Provider string   `json:"provider"`
	Account  string   `json:"account"`
	Status   string   `json:"status,omitempty"`
	DC       string   `json:"dc,omitempty"`
	SPNs     []string `json:"spns,omitempty"`
	// Twice are those SPNs that another account of the forest holds as well.
	Twice []string `json:"twice,omitempty"`
	// Wanted are those that OneFS recommends and that were not registered.
	Wanted []string `json:"wanted,omitempty"`
}

// Has tells whether the account holds the SPN.
func (a ADView) Has(spn string) bool {
	return slices.ContainsFunc(a.SPNs, func(x string) bool { return names.EqualSPN(x, spn) })
}

// Add puts an SPN on the account unless it is there.
func (a *ADView) Add(spn string) {
	if !a.Has(spn) {
		a.SPNs = append(a.SPNs, spn)
	}
}

// Drop takes an SPN off the account.
func (a *ADView) Drop(spn string) {
	a.SPNs = slices.DeleteFunc(a.SPNs, func(x string) bool { return names.EqualSPN(x, spn) })
}

// ContainsSPN tells whether a list has an SPN; SPNs compare without case.
func ContainsSPN(list []string, spn string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return names.EqualSPN(x, spn) })
}

// DirectoryView is what Active Directory itself says, when SPNs move by LDAP.
type DirectoryView struct {
	// Problem says why the directory could not be read, "" if it was; Refused tells a wrong password or certificate from no answer.
	Problem string `json:"problem,omitempty"`
	Refused bool   `json:"refused,omitempty"`
	// User is who writes.
	User string `json:"user"`
	// Closed are accounts whose SPNs the user may not write, Missing those that the domain does not have.
	Closed  []string `json:"closed,omitempty"`
	Missing []string `json:"missing,omitempty"`
	// Elsewhere maps SPNs of the pools' names to the third account that holds them.
	Elsewhere map[string]string `json:"elsewhere,omitempty"`
	// StandsFor maps service classes of SPNs that were seen, in lower case, to the classes that stand for them (sPNMappings).
	StandsFor map[string][]string `json:"stands_for,omitempty"`
}

// HasAD tells whether the access zone of the pool has an Active Directory provider on either cluster.
func (s *Survey) HasAD() bool {
	for _, c := range s.Clusters {
		if len(c.AD) > 0 {
			return true
		}
	}
	return false
}

// SPNsOfNames are the SPNs that the names of both pools could have: each with HOST and every class that an account holds for any of them.
func (s *Survey) SPNsOfNames() []string {
	classes := append([]string{"HOST"}, s.SPNClasses()...)
	out := map[string]bool{}
	for _, c := range s.Clusters {
		for _, n := range c.Pool.Production() {
			for _, spn := range names.ServicePrincipals(n, classes) {
				out[spn] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(out))
}

// SPNClasses are the service classes, in lower case and without host, of the SPNs that the accounts hold for names of the pools.
func (s *Survey) SPNClasses() []string {
	hosts := map[string]bool{}
	for _, c := range s.Clusters {
		for _, n := range c.Pool.Production() {
			hosts[names.Canonical(n)], hosts[strings.ToLower(names.Short(n))] = true, true
		}
	}
	out := map[string]bool{}
	for _, c := range s.Clusters {
		for _, view := range c.AD {
			for _, spn := range view.SPNs {
				class, host, _ := strings.Cut(strings.ToLower(spn), "/")
				if class != "host" && hosts[host] {
					out[class] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(out))
}

// KerberosSkew is how far clocks may differ before Kerberos fails (synciq.md §8).
const KerberosSkew = 5 * time.Minute

// ADPrefix marks an AD provider in the list of a zone's providers.
const ADPrefix = "lsa-activedirectory-provider:"

// OwnSPN tells whether an SPN belongs to one of the names.
func OwnSPN(spn string, moving []string) bool {
	_, host, _ := strings.Cut(spn, "/")
	return slices.ContainsFunc(moving, func(n string) bool { return names.Equal(n, host) || strings.EqualFold(names.Short(n), host) })
}

// SPNMove is one service principal name that goes from one cluster's machine account to the other's.
type SPNMove struct {
	Provider string `json:"provider"`
	SPN      string `json:"spn"`
}

// ADOn is the view of an AD provider on a cluster, nil if the pool's zone has none there.
func (s *Survey) ADOn(cluster, provider string) *ADView {
	for i := range s.Clusters[cluster].AD {
		if s.Clusters[cluster].AD[i].Provider == provider {
			return &s.Clusters[cluster].AD[i]
		}
	}
	return nil
}

// HeldAnywhere tells whether an account of either cluster, in any domain, has the SPN.
func (s *Survey) HeldAnywhere(spn string) bool {
	for _, c := range s.Clusters {
		if slices.ContainsFunc(c.AD, func(ad ADView) bool { return ad.Has(spn) }) {
			return true
		}
	}
	return false
}
