// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// adReadiness judges Active Directory as the clusters see it, and the service principal names. All of it is a risk: an SPN right never
// keeps the path read-only.
func adReadiness(s *Survey, in Intent, moving []string, out *findings) {
	for _, k := range in.Keys() {
		for _, ad := range s.Clusters[k].AD {
			at := func(id string, sev Severity, text, cure string) *Finding {
				return out.add(Finding{ID: id, Severity: sev, Object: fmt.Sprintf("AD provider %s on %s", ad.Provider, k), Text: text, Cure: cure})
			}
			if ad.Status != "" && ad.Status != "online" {
				at("ad_offline", Risk, "is "+ad.Status+": SPNs may not move; clients without a ticket fall back or fail",
					"make a domain controller reachable; `isi auth ads view "+ad.Provider+"` shows the state")
				continue
			}
			if k == in.From() && s.adOn(in.To(), ad.Provider) == nil {
				zone := s.Clusters[in.To()].Pool.Zone
				at("ad_provider_missing", Risk, "is not in access zone "+zone+" of "+in.To()+": its SPNs stay",
					"isi zone zones modify "+zone+" --add-auth-providers="+adPrefix+ad.Provider).
					by(in.To(), "PUT", "/platform/3/zones/"+zone, fields{"auth_providers": []string{"<the zone's providers>", adPrefix + ad.Provider}})
			}
			for _, spn := range ad.Twice {
				if ownSPN(spn, moving) && s.Directory == nil {
					at("spn_on_third_account", Risk, "has the SPN "+spn+", which another account of the forest has as well: Kerberos fails for it",
						"find the other account with `setspn -Q "+spn+"`, and take it off there with `setspn -D`")
				}
			}
		}
	}
	spnReadiness(s, in, moving, out)
}

// spnReadiness judges the SPNs of the names that move.
func spnReadiness(s *Survey, in Intent, moving []string, out *findings) {
	from := in.From()
	for _, ad := range s.Clusters[from].AD {
		other := s.adOn(in.To(), ad.Provider)
		if ad.Status != "online" || other == nil {
			continue
		}
		for _, n := range moving {
			if s.Clusters[from].Pool.on(n) != live {
				continue
			}
			spn := "HOST/" + n
			if ad.has(spn) || other.has(spn) {
				continue
			}
			out.add(Finding{
				ID: "spn_missing", Severity: Risk, Object: "SPN " + spn,
				Text: "is on neither cluster's account: Kerberos fails for it now; the run adds it on " + in.To(),
				Cure: fmt.Sprintf("isi auth ads spn create %s --spn=%s", ad.Provider, spn),
			}).by(from, "PUT", "/platform/14/auth/providers/ads/"+ad.Provider, fields{"spns": append(slices.Clone(ad.SPNs), spn)})
		}
	}
	for _, spn := range classesNotMoved(s, in, moving) {
		if s.standsFor(in, spn) != "" {
			continue
		}
		out.add(Finding{
			ID: "spn_class_not_moved", Severity: Risk, Object: spn, Text: "stays on the account of " + from,
			Cure: fmt.Sprintf(`add "%s" to spn_service_classes`, spn[:strings.IndexByte(spn, '/')]),
		})
	}
}

// ownSPN tells whether an SPN belongs to one of the names.
func ownSPN(spn string, moving []string) bool {
	_, host, _ := strings.Cut(spn, "/")
	return slices.ContainsFunc(moving, func(n string) bool { return names.Equal(n, host) || strings.EqualFold(names.Short(n), host) })
}
