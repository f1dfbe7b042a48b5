// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// directoryReadiness: what would make the directory refuse SPNs when they move by LDAP. While nothing has begun it stops a controlled
// move; a run that is under way, or away from a lost cluster, is never held up by SPNs.
func directoryReadiness(s *Survey, in Intent, moving []string) []Finding {
	v := s.Directory
	spns := movingSPNs(s, in, moving)
	if v == nil || len(spns) == 0 {
		return nil
	}
	sev := Blocking
	if s.Run != nil || s.lost(in.From()) {
		sev = Risk
	}
	var out []Finding
	at := func(id string, sev Severity, object, text, cure string) {
		out = append(out, Finding{ID: id, Severity: sev, Object: object, Text: text, Cure: cure})
	}
	if v.Problem != "" {
		if v.Refused {
			at("directory_refused", sev, "active_directory", "lets nobody in: "+v.Problem, "correct active_directory in the provider block")
		} else {
			at("directory_unreachable", Risk, "active_directory", "does not answer: "+v.Problem+": SPNs may not move; clients without a "+
				"ticket fall back or fail",
				"make a domain controller reachable")
		}
		return out
	}
	for _, a := range v.Missing {
		at("spn_account_missing", sev, "account "+a, "does not exist in the domain that active_directory "+
			"reads", "set active_directory.base to the cluster's domain")
	}
	for _, a := range v.Closed {
		at(FailureSPNRight, sev, "account "+a, v.User+" may not write its servicePrincipalName. The right \"Validated write to "+
			"service principal name\" "+
			"is not enough: with it the removal succeeds, and both the addition and putting back are refused",
			fmt.Sprintf(`dsacls "<distinguished name of %s>" /G "<domain>\%s:WP;servicePrincipalName"`, a, v.User))
	}
	for _, spn := range slices.Sorted(maps.Keys(v.Elsewhere)) {
		if slices.ContainsFunc(spns, func(m SPNMove) bool { return strings.EqualFold(m.SPN, spn) }) {
			at("spn_on_third_account", sev, spn, "is on account "+v.Elsewhere[spn]+": Active Directory refuses it on another one",
				"setspn -D "+spn+" "+strings.TrimSuffix(v.Elsewhere[spn], "$"))
		}
	}
	for _, spn := range classesNotMoved(s, in, moving) {
		if stands := s.standsFor(in, spn); stands != "" {
			at("spn_alias_stays", sev, spn, fmt.Sprintf("would stay on the account of %s, and %s stands for it: Active Directory then "+
				"refuses %s on the account of %s",
				in.From(), stands[:strings.IndexByte(stands, '/')], stands, in.To()),
				fmt.Sprintf(`add "%s" to spn_service_classes`, spn[:strings.IndexByte(spn, '/')]))
		}
	}
	return out
}

// standsFor is the moving SPN that stands for one that stays, "" if there is none or the directory is not read.
func (s *Survey) standsFor(in Intent, spn string) string {
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
