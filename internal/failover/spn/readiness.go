// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package spn

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// ADReadiness judges Active Directory as the clusters see it, and the service principal names. All of it is a risk: an SPN right never
// keeps the path read-only.
func ADReadiness(s *survey.Survey, in survey.Intent, moving []string, out *finding.Findings) {
	for _, k := range in.Keys() {
		for _, ad := range s.Clusters[k].AD {
			at := func(id finding.ID, text, cure string) *finding.Finding {
				object := fmt.Sprintf("AD provider %s on %s", ad.Provider, k)
				return out.Add(finding.New(id, object, text, cure))
			}
			if ad.Status != "" && ad.Status != "online" {
				at(finding.ADOffline, "is "+ad.Status+": SPNs may not move; clients without a ticket fall back or fail",
					"make a domain controller reachable; `isi auth ads view "+finding.Word(ad.Provider)+"` on "+k+" shows the state")
				continue
			}
			if k == in.From() && s.ADOn(in.To(), ad.Provider) == nil {
				zone := s.Clusters[in.To()].Pool.Zone
				found := at(finding.ADProviderMissing, "is not in access zone "+zone+" of "+in.To()+": its SPNs stay",
					"add it there")
				if position.Serving(s) == k { // on a zone that serves it would change who clients are
					found.Isi(in.To(), "zone zones modify %s --add-auth-providers=%s", zone, survey.ADPrefix+ad.Provider)
				}
			}
			for _, spn := range ad.Twice {
				if survey.OwnSPN(spn, moving) && s.Directory == nil {
					at(finding.SPNOnThirdAccount, "has the SPN "+spn+", which another account of the forest has as well: Kerberos fails for it",
						"find the other account with `setspn -Q "+spn+"`, and take it off there with `setspn -D`").Mild()
				}
			}
		}
	}
	spnReadiness(s, in, moving, out)
}

// spnReadiness judges the SPNs of the names that move.
func spnReadiness(s *survey.Survey, in survey.Intent, moving []string, out *finding.Findings) {
	from := in.From()
	for _, ad := range s.Clusters[from].AD {
		other := s.ADOn(in.To(), ad.Provider)
		if ad.Status != "online" || other == nil {
			continue
		}
		for _, n := range moving {
			if s.Clusters[from].Pool.On(n) != survey.Live {
				continue
			}
			spn := "HOST/" + n
			if ad.Has(spn) || other.Has(spn) {
				continue
			}
			out.Add(finding.New(finding.SPNMissing, "SPN "+spn,
				"is on neither cluster's account: Kerberos fails for it now; the run adds it on "+in.To(),
				"nothing has to be done; to have it earlier, add it on the cluster that serves now")).
				Isi(from, "auth ads spn create %s --spn=%s", ad.Provider, spn)
		}
	}
	for _, spn := range ClassesNotMoved(s, in, moving) {
		if standsFor(s, in, spn) != "" {
			continue
		}
		out.Add(finding.New(finding.SPNClassNotMoved, "SPN "+spn,
			"stays on the account of "+from, classCure(spn)))
	}
}

// classCure is what moves an SPN that the run leaves: its class in the configuration, or a person where it has a port or a third part.
func classCure(spn string) string {
	class, host, _ := strings.Cut(spn, "/")
	if strings.ContainsAny(host, ":/") {
		return "move it by hand: no SPN with a port or a third part is moved"
	}
	return fmt.Sprintf(`add "%s" to spn_service_classes`, class)
}

// DirectoryReadiness finds what would make the directory refuse SPNs when they move by LDAP. It stops a controlled move
// while nothing has begun; an emergency is never held up by SPNs.
func DirectoryReadiness(s *survey.Survey, in survey.Intent, moving []string) []finding.Finding {
	v := s.Directory
	spns := Moving(s, in, moving)
	if v == nil || len(spns) == 0 {
		return nil
	}
	var out []finding.Finding
	at := func(id finding.ID, object, text, cure string) {
		out = append(out, finding.New(id, object, text, cure))
	}
	if v.Problem != "" {
		if v.Refused {
			at(finding.DirectoryRefused, "the directory of active_directory", "lets nobody in: "+v.Problem,
				"correct active_directory in the provider block")
		} else {
			at(finding.DirectoryUnreachable, "the directory of active_directory",
				"does not answer: "+v.Problem+": SPNs may not move; clients without a "+
					"ticket fall back or fail",
				"make a domain controller reachable")
		}
		return out
	}
	for _, a := range v.Missing {
		at(finding.SPNAccountMissing, "account "+a, "does not exist in the domain that active_directory "+
			"reads", "set active_directory.base to the cluster's domain")
	}
	for _, a := range v.Closed {
		at(finding.SPNRightMissing, "account "+a, "does not let "+v.User+" write its servicePrincipalName. The right \"Validated write to "+
			"service principal name\" "+
			"is not enough: with it the removal succeeds, and both the addition and putting back are refused",
			fmt.Sprintf(`dsacls "<distinguished name of %s>" /G "<domain>\%s:WP;servicePrincipalName"`, a, v.User))
	}
	for _, spn := range slices.Sorted(maps.Keys(v.Elsewhere)) {
		if slices.ContainsFunc(spns, func(m survey.SPNMove) bool { return strings.EqualFold(m.SPN, spn) }) {
			at(finding.SPNOnThirdAccount, "SPN "+spn, "is on account "+v.Elsewhere[spn]+": Active Directory refuses it on another one",
				"setspn -D "+spn+" "+strings.TrimSuffix(v.Elsewhere[spn], "$"))
		}
	}
	for _, spn := range ClassesNotMoved(s, in, moving) {
		if stands := standsFor(s, in, spn); stands != "" {
			at(finding.SPNAliasStays, "SPN "+spn, fmt.Sprintf("would stay on the account of %s, and %s stands for it: Active Directory then "+
				"refuses %s on the account of %s",
				in.From(), stands[:strings.IndexByte(stands, '/')], stands, in.To()),
				fmt.Sprintf(`add "%s" to spn_service_classes`, spn[:strings.IndexByte(spn, '/')]))
		}
	}
	return out
}

// standsFor is the moving SPN that stands for one that stays, "" if there is none or the directory is not read.
func standsFor(s *survey.Survey, in survey.Intent, spn string) string {
	if s.Directory == nil {
		return ""
	}
	class, host, _ := strings.Cut(spn, "/")
	for _, c := range s.Directory.StandsFor[strings.ToLower(class)] {
		for _, wanted := range in.SPNClasses {
			if strings.EqualFold(wanted, c) {
				return wanted + "/" + host
			}
		}
	}
	return ""
}
