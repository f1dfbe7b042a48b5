// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"fmt"
	"maps"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// LeftBehind finds quotas of the cluster that does not serve which the serving one lacks, or has without all of their notification rules.
func LeftBehind(s *survey.Survey, d survey.Direction, out *finding.Findings) {
	have := s.QuotaIndex(d.From)
	for _, q := range s.Clusters[d.To].Quotas {
		p, ok := s.Pair(q.Pair)
		if !ok || madeByOneFS(q) || position.Of(s, p, d.Reverse()) != position.AtTo {
			continue
		}
		want := p.TranslateQuota(q, d.Reverse())
		if twin, ok := have[q.Key(p.Paths[d.To])]; ok {
			if want.Notifications == "custom" && twin.HalfOf(want) {
				out.Add(halfMade(twin, d.From, d.To, "Its clients are not told what those of the other one were"))
			}
			continue
		}
		body := finding.Fields{"path": want.Path}
		maps.Copy(body, want.Definition)
		text := fmt.Sprintf("is on %s alone, and %s serves its data: there it neither limits nor counts", d.To, d.From)
		if q.Notifications == "custom" || q.Notifications == "disabled" {
			text += "; its notifications are " + q.Notifications
		}
		out.Add(finding.New(finding.QuotaLeftBehind, "quota "+want.Label(),
			text,
			"create it on "+d.From+", with its notification rules; or remove it on "+d.To+" if nobody needs it")).
			By(d.From, "POST", uri.Quotas, body)
	}
}

// HalfMadeReadiness names the quotas that are not copied, because their counterparts are more than they are.
func HalfMadeReadiness(s *survey.Survey, in survey.Intent, out *finding.Findings) {
	from, to := in.From(), in.To()
	if !in.MoveQuotas {
		return
	}
	there := s.QuotaIndex(to)
	for _, q := range s.Clusters[from].Quotas {
		if !s.HalfMadeQuota(from, q, there) {
			continue
		}
		out.Add(halfMade(q, from, to, "Its counterpart stays as it is"))
	}
}

func halfMade(q survey.Quota, on, whole, then string) finding.Finding {
	return finding.New(finding.QuotaHalfMade, "quota "+q.Label()+" on "+on,
		"has the limits of its counterpart on "+whole+", but not all of its notification rules: a run whose record is gone may have "+
			"left it half made. "+then,
		"give it the rules that it should have; `isi quota quotas notifications list` shows those of both")
}
