// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package syncready

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// PathReadiness judges directories: what the record on the other side says, and whether the access zone reaches them.
func PathReadiness(s *survey.Survey, in survey.Intent, p survey.Pair, out *finding.Findings) {
	from, to := in.From(), in.To()
	f := p.PolicyOn(from)
	at := About(p, from, out)
	v, there := s.Clusters[from].Policies[f]
	if t, ok := s.Clusters[to].Targets[f]; ok && there && t.Path != "" && v.TargetPath != t.Path {
		at(
			finding.TargetPathChanged,
			fmt.Sprintf("has the target path %s, but what %s holds of it lies in %s: no run starts", v.TargetPath, to, t.Path),
			"set it back",
		).Isi(from, "sync policies modify %s --target-path=%s", f, t.Path).By(
			from,
			"PUT",
			uri.Policy(f),
			finding.Fields{"target_path": t.Path},
		)
	}
	if t, ok := s.Clusters[to].Targets[f]; ok && len(t.Namesakes) > 0 {
		at(
			finding.TargetRecordTwice, fmt.Sprintf(
				"is not the only one of its name that replicates to %s: by name, records %s and %s cannot be told apart",
				to,
				t.ID,
				strings.Join(t.Namesakes, ", "),
			),
			"rename the other policy on its cluster, or, if it is not used any more, break its record, which is not "+t.ID,
		)
	}
	for _, k := range in.Keys() {
		c := s.Clusters[k]
		if base := c.ZonePath; base != "" && !survey.Within(base, p.Paths[k]) {
			found := at(
				finding.PathOutsideZone,
				fmt.Sprintf("has the directory %s on %s, outside %s, the base of access zone %s: nobody reaches it through the pool",
					p.Paths[k], k, base, c.Pool.Zone),
				"give the access zone a base path that holds it as well",
			)
			if both := above(base, p.Paths[k]); both != "" && position.Serving(s) == s.Other(k) {
				found.Isi(k, "zone zones modify %s --path=%s", c.Pool.Zone, both).
					By(k, "PUT", uri.Of(uri.Zones+uri.ID, c.Pool.Zone), finding.Fields{"path": both})
			}
		}
	}
	r := p.PolicyOn(to)
	if m, ok := s.Clusters[to].Policies[r]; ok && (m.SourcePath != p.Paths[to] || m.TargetPath != p.Paths[from]) {
		out.Add(finding.New(finding.MirrorNameTaken, fmt.Sprintf("SyncIQ policy %s on %s", r, to),
			fmt.Sprintf("replicates %s to %s, not %s to %s: it is not the way back of %s, and resync prep cannot make that under this name",
				m.SourcePath, m.TargetPath, p.Paths[to], p.Paths[from], f),
			"rename it").At(p.Name)).
			Isi(to, "sync policies modify %s --name=<another name>", r).
			By(to, "PUT", uri.Policy(r), finding.Fields{"name": "<another name>"})
	}
}

// Readiness judges the way that replication takes through the network; moving are the names that move.
func Readiness(s *survey.Survey, in survey.Intent, p survey.Pair, moving []string, out *finding.Findings) {
	from, to := in.From(), in.To()
	mirrorHost(s, in, p, moving, out)
	f := p.PolicyOn(from)
	v, ok := s.Clusters[from].Policies[f]
	if !ok {
		return
	}
	at := About(p, from, out)
	elsewhere := finding.Fields{"target_host": "<name or address of " + to + " that stays>"}
	const cure = "point it at a name or address that stays"
	host := "sync policies modify %s --target-host=<name or address of " + to + " that stays>"
	switch {
	case changesHands(v.TargetHost, moving):
		at(
			finding.ReplicatesThroughMovingName, "replicates to "+v.TargetHost+", a name that changes hands in this run: resync prep, the mirror "+
				"and the way back would meet another cluster there, or none",
			cure,
		).
			Isi(from, host, f).
			By(from, "PUT", uri.Policy(f), elsewhere)
	case v.Back != "":
		at(finding.TargetHostWrong, "replicates to "+v.TargetHost+", which leads to pool "+v.Back+" of "+from+" itself", cure).
			Isi(from, host, f).
			By(from, "PUT", uri.Policy(f), elsewhere)
	case v.Zone != "":
		at(finding.TargetHostWrong, "replicates to "+v.TargetHost+", which is in pool "+v.Through+" of access zone "+v.Zone+
			": SyncIQ needs a name or address of the System zone, so no run starts", cure).
			Isi(from, host, f).
			By(from, "PUT", uri.Policy(f), elsewhere)
	case v.Through == in.Pools[to]:
		at(finding.ReplicatesThroughPool, "replicates to "+v.TargetHost+", which is in pool "+v.Through+", the one that clients use", cure).
			Isi(from, host, f).
			By(from, "PUT", uri.Policy(f), elsewhere)
	}
	if v.Dynamic {
		found := at(
			finding.ReplicatesThroughDynamicPool,
			"replicates to "+v.TargetHost+" in pool "+v.Through+" of "+to+", whose addresses wander between nodes: "+
				"its jobs fail",
			"make the pool static",
		)
		if v.Through != in.Pools[to] || position.Serving(s) == from {
			found.Isi(to, "network pools modify %s --alloc-method=static", v.Through).
				By(to, "PUT", uri.OfPool(uri.Pool, v.Through), finding.Fields{"alloc_method": "static"})
		}
	}
	if v.Pinned != "" || v.Restricted {
		at(
			finding.PolicyPinned,
			"is tied to single nodes ("+strings.TrimPrefix(v.Pinned+", restricted target", ", ")+"): the mirror does not take that over, "+
				"and both directions take different ways",
			"clear the restriction",
		).
			Isi(from, "sync policies modify %s --clear-source-network --restrict-target-network=false", f).
			By(
				from,
				"PUT",
				uri.Policy(f),
				finding.Fields{"source_network": nil, "restrict_target_network": false},
			)
	}
}

// changesHands tells whether a host is one of the names that move, live or parked.
func changesHands(host string, moving []string) bool {
	return slices.ContainsFunc(moving, func(n string) bool { return names.Equal(host, n) || names.Equal(host, names.Parked(n)) })
}

// mirrorHost looks at the host of a mirror that is there already. It is used after the move, when the names are where they shall be.
func mirrorHost(s *survey.Survey, in survey.Intent, p survey.Pair, moving []string, out *finding.Findings) {
	from, to := in.From(), in.To()
	r := p.PolicyOn(to)
	v, ok := s.Clusters[to].Policies[r]
	if !ok || !changesHands(v.TargetHost, moving) {
		return
	}
	About(p, to, out)(finding.ReplicatesThroughMovingName, "replicates to "+v.TargetHost+", a name that changes hands in this run: after the "+
		"move it leads to "+to+" itself", "point it at a name or address that stays").
		Isi(to, "sync policies modify %s --target-host=<name or address of "+from+" that stays>", r).
		By(to, "PUT", uri.Policy(r), finding.Fields{"target_host": "<name or address of " + from + " that stays>"})
}

// WayBackReadiness judges what the mirror will need to replicate back.
func WayBackReadiness(s *survey.Survey, in survey.Intent, p survey.Pair, out *finding.Findings) {
	from, to := in.From(), in.To()
	source, target := s.Clusters[from], s.Clusters[to]
	f, r := p.PolicyOn(from), p.PolicyOn(to)
	at := About(p, to, out)
	back, exists := target.Policies[r]
	if source.Facts.SyncPassword && !back.PasswordSet {
		text := "does not know the password that " + from + " asks of sources: after the move it does not replicate"
		if exists {
			at(
				finding.WayBackPassword, text,
				"give it the password",
			).Isi(to, "sync policies modify %s --set-password", r).By(
				to,
				"PUT",
				uri.Policy(r),
				finding.Fields{"password": "<password>"},
			)
		} else {
			at(
				finding.WayBackPassword, text,
				"set it between resync prep and the mirror's first run, or take the password off",
			).Isi(from, "sync settings modify --password=").By(
				from,
				"PUT",
				uri.SyncSettings,
				finding.Fields{"password": ""},
			)
		}
	}
	if source.Policies[f].Certificate == "" && !source.Facts.EncryptionRequired {
		return
	}
	if own, ok := own(source.Facts); !ok || !knows(target.Facts, own) {
		at(
			finding.CertificateMissing, "needs the certificate of "+from+" in the peer store of "+to+", and it is not there: resync prep fails",
			"import it with `isi sync certificates peer import` on "+to,
		)
	}
}

// above is the nearest directory below /ifs that holds two others, "" if there is none.
func above(a, b string) string {
	for ; strings.Count(a, "/") > 1; a = survey.Parent(a) {
		if survey.Within(a, b) {
			return a
		}
	}
	return ""
}

// own is the certificate that a cluster shows to its partners.
func own(f survey.Facts) (survey.CertificateView, bool) {
	i := slices.IndexFunc(f.Own, func(c survey.CertificateView) bool { return c.ID == f.Certificate })
	if i < 0 {
		return survey.CertificateView{}, false
	}
	return f.Own[i], true
}

// knows tells whether a partner's certificate is in the peer store. The two stores give it ids of their own.
func knows(f survey.Facts, own survey.CertificateView) bool {
	return slices.ContainsFunc(f.Peers, func(c survey.CertificateView) bool { return c.Subject == own.Subject && c.Ends == own.Ends })
}

// CertificateReadiness names certificates of SyncIQ that end soon or have ended.
func CertificateReadiness(s *survey.Survey, k string, out *finding.Findings) {
	c := s.Clusters[k]
	store := func(list []survey.CertificateView, which string) {
		for _, cert := range list {
			if cert.Status == "valid" {
				continue
			}
			found := out.Add(finding.New(finding.CertificateExpires,
				fmt.Sprintf("certificate %s in the %s store of %s", cert.Name, which, k), "is "+cert.Status,
				"import a new one with `isi sync certificates "+which+" import` on "+k+", and let the policies use it"))
			if cert.Status == "expiring" {
				found.Mild()
			}
		}
	}
	store(c.Facts.Own, "server")
	store(c.Facts.Peers, "peer")
}
