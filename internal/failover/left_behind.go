// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"fmt"
	"maps"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// Where every record of a half-done run is gone, nothing tells that an SPN or a quota was on its way. That it is on the wrong side can be
// seen all the same, and is said.

// leftBehind names, for a pool at rest, the SPNs of its live names and the quotas of its data that only the other side has.
func leftBehind(s *Survey, in Intent, out *findings) {
	in.Active = s.Serving() // whichever side is asked about
	here, there := in.To(), in.From()
	if here == "" || s.Run != nil || s.Takeover != nil || s.lost(there) || s.Clusters[there].Pool == nil {
		return
	}
	for _, ad := range s.Clusters[here].AD {
		if other := s.adOn(there, ad.Provider); other != nil && ad.Status == "online" && other.Status == "online" {
			spnsLeftBehind(s, in, ad, *other, out)
		}
	}
	if in.MoveQuotas {
		quotasLeftBehind(s, here, there, out)
	}
}

func spnsLeftBehind(s *Survey, in Intent, ad, other ADView, out *findings) {
	here, there := in.To(), in.From()
	for _, n := range s.Clusters[here].Pool.production() {
		if s.Clusters[there].Pool.on(n) != parked || protectedAccount(s, n) {
			continue // a name of this side alone, or one that never was on the other
		}
		for _, spn := range principals(n, in.SPNClasses) {
			spnLeftBehind(s, in, ad, other, n, spn, out)
		}
	}
}

func spnLeftBehind(s *Survey, in Intent, ad, other ADView, n, spn string, out *findings) {
	here, there := in.To(), in.From()
	switch add := fmt.Sprintf("isi auth ads spn create %s --spn=%s", ad.Provider, spn); {
	case ad.has(spn) || sharedSPN(s, there, spn, nil):
	case other.has(spn):
		out.add(Finding{
			ID: "spn_left_behind", Severity: Risk, Object: "SPN " + spn,
			Text: fmt.Sprintf("is on the account of %s, and %s serves %s: Kerberos fails for it", there, here, n),
			Cure: fmt.Sprintf("take it off on %s with `isi auth ads spn delete %s --spn=%s`, then add it on %s with `%s`",
				there, other.Provider, spn, here, add),
		})
	case s.heldAnywhere(spn):
	case slices.ContainsFunc(ad.Wanted, func(w string) bool { return names.EqualSPN(w, spn) }):
		out.add(Finding{
			ID: "spn_not_registered", Severity: Risk, Object: "SPN " + spn,
			Text: fmt.Sprintf("is on neither cluster's account, though OneFS recommends it on %s, which serves %s: Kerberos fails for it", here, n),
			Cure: add,
		}).by(here, "PUT", "/platform/14/auth/providers/ads/"+ad.Provider, fields{"spns": append(slices.Clone(ad.SPNs), spn)})
	}
}

// heldAnywhere tells whether an account of either cluster, in any domain, has the SPN.
func (s *Survey) heldAnywhere(spn string) bool {
	for _, c := range s.Clusters {
		if slices.ContainsFunc(c.AD, func(ad ADView) bool { return ad.has(spn) }) {
			return true
		}
	}
	return false
}

func quotasLeftBehind(s *Survey, here, there string, out *findings) {
	have := s.quotaIndex(here)
	for _, q := range s.Clusters[there].Quotas {
		p, ok := s.pair(q.Pair)
		if !ok || q.Linked || s.Position(p, there, here) != AtTo {
			continue
		}
		want := p.translateQuota(q, there, here)
		if twin, ok := have[q.key(p.Paths[there])]; ok {
			if want.Notifications == "custom" && twin.halfOf(want) {
				out.add(halfMade(twin, here, there, "Its clients are not told what those of the other one were"))
			}
			continue
		}
		body := fields{"path": want.Path}
		maps.Copy(body, want.Definition)
		text := fmt.Sprintf("is on %s alone, and %s serves its data: there it neither limits nor counts", there, here)
		if q.Notifications == "custom" || q.Notifications == "disabled" {
			text += "; its notifications are " + q.Notifications
		}
		out.add(Finding{
			ID: "quota_left_behind", Severity: Risk, Object: "quota " + want.label(), Text: text,
			Cure: "create it on " + here + ", with its notification rules; or remove it on " + there + " if nobody needs it",
		}).by(here, "POST", "/platform/15/quota/quotas", body)
	}
}

// halfMadeQuota tells whether a quota is what a run leaves that dies while it copies the counterpart, between the quota and the last of its
// notification rules, while no journal tells of a run; others is the quotaIndex of the other cluster. While a run is open, it is what the
// run has found when it began.
func (s *Survey) halfMadeQuota(cluster string, q Quota, others map[string]Quota) bool {
	if s.Run != nil {
		return slices.Contains(s.Run.Unknown[cluster], q.address())
	}
	p, ok := s.pair(q.Pair)
	if s.JournalRevision > 0 || q.Linked || !ok {
		return false
	}
	whole, ok := others[q.key(p.Paths[cluster])]
	return ok && q.halfOf(whole)
}

// halfOf: the limits are those of the other one, of whose notification rules some are missing.
func (q Quota) halfOf(whole Quota) bool {
	switch {
	case !q.Definition.equal(whole.Definition):
		return false
	case q.Notifications != "custom" && q.Notifications != "disabled": // as a quota is right after it was created
		return whole.Notifications == "custom" || whole.Notifications == "disabled"
	case len(q.Rules) >= len(whole.Rules):
		return false
	}
	return !slices.ContainsFunc(q.Rules, func(r Definition) bool {
		return !slices.ContainsFunc(whole.Rules, r.equal)
	})
}

// address tells a quota from the other objects of its cluster, as the record of a run has it.
func (q Quota) address() string { return "quota " + q.ID }

// halfMadeReadiness names the quotas that are not copied, because their counterparts are more than they are.
func halfMadeReadiness(s *Survey, in Intent, out *findings) {
	from, to := in.From(), in.To()
	if !in.MoveQuotas {
		return
	}
	there := s.quotaIndex(to)
	for _, q := range s.Clusters[from].Quotas {
		if !s.halfMadeQuota(from, q, there) {
			continue
		}
		out.add(halfMade(q, from, to, "Its counterpart stays as it is"))
	}
}

func halfMade(q Quota, on, whole, then string) Finding {
	return Finding{
		ID: "quota_half_made", Severity: Risk, Object: "quota " + q.label() + " on " + on,
		Text: "has the limits of its counterpart on " + whole + ", but not all of its notification rules: a run whose record is gone may have " +
			"left it half made. " + then,
		Cure: "give it the rules that it should have; `isi quota quotas notifications list` shows those of both",
	}
}
