// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"fmt"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// minimumAPI is the API version of OneFS 9.5.
const minimumAPI = 16

// readiness are the findings of a move that is about to be planned. Pure.
func readiness(s *Survey, in Intent) []Finding {
	moving, out := movingNames(s, in)
	for _, n := range moving {
		if owner, taken := s.Clusters[in.To()].Owners[n]; taken {
			out = append(out, Finding{
				ID: "name_on_third_pool", Severity: Blocking, Object: "name " + n,
				Text: fmt.Sprintf("is already on pool %s of %s", owner, in.To()), Cure: "remove it there",
			})
		}
	}
	for _, k := range in.Keys() {
		out = append(out, clusterReadiness(s, in, k)...)
	}
	for _, p := range s.Pairs {
		out = append(out, pairReadiness(s, in, p)...)
	}
	out = append(out, spnReadiness(s, in, moving)...)
	out = append(out, interfaceReadiness(s, in)...)
	out = append(out, directoryReadiness(s, in, moving)...)
	return append(out, objectReadiness(s, in)...)
}

func clusterReadiness(s *Survey, in Intent, k string) []Finding {
	c := s.Clusters[k]
	var out []Finding
	at := func(id string, sev Severity, text, cure string) {
		out = append(out, Finding{ID: id, Severity: sev, Object: "cluster " + k, Text: text, Cure: cure})
	}
	if c.Version > 0 && c.Version < minimumAPI {
		at(
			"onefs_too_old",
			Blocking,
			fmt.Sprintf("speaks API version %d, version %d (OneFS 9.5) is needed", c.Version, minimumAPI),
			"upgrade OneFS",
		)
	}
	if c.SyncService != "" && c.SyncService != "on" {
		at("synciq_service", Blocking, "has the SyncIQ service "+c.SyncService, "isi sync settings modify --service=on")
	}
	for _, id := range []string{"SYNCIQ", "SMARTQUOTAS"} {
		status, known := c.Licences[id]
		if known && status != "Licensed" && status != "Evaluation" && (id == "SYNCIQ" || in.MoveQuotas && s.hasQuotas()) {
			at("licence_missing", Blocking, id+" is "+strings.ToLower(status), "activate the licence")
		}
	}
	for _, what := range c.Lacks {
		at("privilege_missing", Blocking, "the provider's user lacks "+what, "grant it with `isi auth roles modify`, then plan again")
	}
	if k == in.From() && in.Fence != FenceNone && c.NodesAsked < c.Nodes {
		at(
			"nodes_not_asked",
			Risk,
			fmt.Sprintf("has %d nodes and %d can be asked: open SMB files and sessions of the others stay open; the quiet run decides",
				c.Nodes, c.NodesAsked),
			"list the address of every node in node_endpoints",
		)
	}
	if c.Journal != "" {
		sev := Risk
		if in.Fence != FenceNone {
			sev = Blocking
		}
		at("journal_directory", sev, c.Journal, "create the journal directory as the guide \"Your first failover\" shows")
	}
	if c.Pool != nil && len(c.Pool.Service) == 0 {
		at(
			"no_smartconnect_service",
			Risk,
			"has no SmartConnect service address in the subnet of pool "+c.Pool.ID,
			"set the subnet's service address",
		)
	}
	if c.Pool != nil && c.Pool.Interfaces == 0 && k == in.To() {
		at("pool_without_interfaces", Blocking, "has no interface in pool "+c.Pool.ID+": nobody could connect", "add interfaces to the pool")
	}
	return out
}

func (s *Survey) hasQuotas() bool {
	for _, c := range s.Clusters {
		if len(c.Quotas) > 0 {
			return true
		}
	}
	return false
}

func pairReadiness(s *Survey, in Intent, p Pair) []Finding {
	from, to := in.From(), in.To()
	f := p.PolicyOn(from)
	v := s.Clusters[from].Policies[f]
	var out []Finding
	at := func(id string, sev Severity, text, cure string) {
		out = append(out, Finding{
			ID:        id,
			Severity:  sev,
			Attribute: "policies",
			Key:       p.Name,
			Object:    fmt.Sprintf("SyncIQ policy %s on %s", f, from),
			Text:      text,
			Cure:      cure,
		})
	}
	x := s.facts(p, from, to)
	switch position(x) {
	case NeverRun:
		at("policy_never_run", Blocking, "has never run: "+to+" has no target record of it", "isi sync jobs start "+f)
	case Disabled:
		at("policy_disabled", Blocking, "is disabled", "isi sync policies enable "+f)
	case Unexpected:
		at(
			"unexpected_position",
			Blocking,
			fmt.Sprintf("is in a position that no run leaves behind: %s %s, its target record %s, %s %s, its target record %s",
				f, x.f, x.tf, p.PolicyOn(to), x.r, x.tr),
			"bring the pair to a known position by hand",
		)
	case Open:
		if !mayTurn(s, in, p, from, to) && !s.willProve(p, from) {
			// While from still serves, moving the names would leave behind what was written there: that is a loss, not a risk.
			sev := Risk
			if s.Serving() == from {
				sev = Blocking
			}
			at("resync_prep_left_out", sev, "is writable on both clusters and no run of ours proved that nothing was written on "+from+
				" since the last sync; resync prep is left out", "compare both sides; "+s.giveUpLine(from, to))
		}
	case ReverseOpening, ReverseOpen:
		if !mayTurn(s, in, p, to, from) && s.Serving() == from {
			// Somebody opened the copy by hand and people work there. Moving the names away would leave behind what they wrote.
			at("would_leave_writes_behind", Invalid, "was never turned: "+to+" does not have what was written on "+from+" since it took over",
				fmt.Sprintf("accept where the pool is: write active_cluster = %q; compare both sides; %s; then move", from, s.giveUpLine(to, from)))
		}
	case AtFrom:
		if v.Conflicted {
			at("policy_conflicted", Blocking, "is conflicted: its last run failed and no run starts", "isi sync policies resolve "+f)
		}
		if !v.DomainMarked {
			at("domain_not_marked", Risk, "the first resync prep walks "+p.Paths[from]+"; it can take hours, clients are up meanwhile", "")
		}
	}
	for k, root := range p.Paths {
		for _, n := range s.Clusters[from].Pool.production() {
			if names.Equal(v.TargetHost, n) && k == from {
				at(
					"replicates_through_moving_name",
					Blocking,
					"replicates "+root+" to "+v.TargetHost+", a name that moves",
					"point it at another name of "+to,
				)
			}
		}
	}
	return out
}

// willProve: nothing to do here yet when the run itself will run the last sync.
func (s *Survey) willProve(p Pair, from string) bool {
	return s.Run != nil && s.Proven[lastSyncOf(p.PolicyOn(from))].Quiet
}

func spnReadiness(s *Survey, in Intent, moving []string) []Finding {
	var out []Finding
	for _, k := range in.Keys() {
		for _, ad := range s.Clusters[k].AD {
			if ad.Status != "" && ad.Status != "online" {
				out = append(out, Finding{
					ID:       "ad_offline",
					Severity: Risk,
					Object:   fmt.Sprintf("AD provider %s on %s", ad.Provider, k),
					Text:     "is " + ad.Status + ": SPNs may not move; clients without a ticket fall back or fail",
					Cure:     "isi auth ads view " + ad.Provider,
				})
			}
			if k == in.From() && s.adOn(in.To(), ad.Provider) == nil {
				out = append(out, Finding{
					ID: "ad_provider_missing", Severity: Risk, Object: fmt.Sprintf("AD provider %s", ad.Provider),
					Text: "is not in the access zone of " + in.To() + ": its SPNs stay", Cure: "add the provider to the access zone on " + in.To(),
				})
			}
		}
	}
	for _, spn := range classesNotMoved(s, in, moving) {
		if s.standsFor(in, spn) != "" {
			continue
		}
		out = append(out, Finding{
			ID: "spn_class_not_moved", Severity: Risk, Object: spn, Text: "stays on the account of " + in.From(),
			Cure: fmt.Sprintf(`add "%s" to spn_service_classes`, spn[:strings.IndexByte(spn, '/')]),
		})
	}
	return out
}

// objectReadiness: what the fence and the copy cannot cover.
func objectReadiness(s *Survey, in Intent) []Finding {
	var out []Finding
	for _, o := range s.Clusters[in.From()].Objects {
		if o.Above && o.Kind != KindAlias {
			out = append(out, Finding{
				ID: "object_above_policy", Severity: Risk, Object: o.label() + " on " + in.From(),
				Text: "reaches beyond the policy's directory: it is neither fenced nor copied; the quiet run decides",
			})
			continue
		}
		p, ok := s.copies(o, in.From(), in.To())
		if !ok || o.Kind != KindShare {
			continue
		}
		want := p.translateObject(o, in.From(), in.To())
		if have, exists := s.counterpart(want, in.To()); exists && have.Paths[0] != want.Paths[0] {
			out = append(out, Finding{
				ID: "share_with_other_path", Severity: Blocking, Object: o.label() + " on " + in.To(),
				Text: "exists with path " + have.Paths[0] + ", not " + want.Paths[0], Cure: "rename or remove it on " + in.To(),
			})
		}
		if !containsFold(s.Clusters[in.To()].Zones, o.Zone) {
			out = append(out, Finding{
				ID:       "zone_missing",
				Severity: Blocking,
				Object:   o.label(),
				Text:     "lies in access zone " + o.Zone + ", which " + in.To() + " does not have",
				Cure:     "create the zone on " + in.To(),
			})
		}
	}
	return out
}

func containsFold(list []string, v string) bool {
	for _, x := range list {
		if strings.EqualFold(x, v) {
			return true
		}
	}
	return false
}
