// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Readiness judges quotas: scans that are not over, and quotas above what moves.
func Readiness(s *survey.Survey, in survey.Intent, out *finding.Findings) {
	from, to := in.From(), in.To()
	for _, k := range in.Keys() {
		for _, q := range s.Clusters[k].Quotas {
			if q.Ready {
				continue
			}
			// A run waits for both; a person may rather wait before it begins.
			text := "is not scanned yet: stage 7 waits for that"
			if k == from {
				text = "is not scanned yet: the last sync waits for that, because every run of the policy fails until it is done"
			}
			out.Add(finding.New(finding.QuotaScanUnfinished, "quota "+q.Label()+" on "+k,
				text,
				"wait for the job QuotaScan: `isi job jobs list` on "+k))
		}
	}
	if !in.MoveQuotas {
		return
	}
	for _, q := range s.Clusters[from].Facts.QuotasAbove {
		if slices.ContainsFunc(s.Clusters[to].Facts.QuotasAbove, func(o survey.Quota) bool {
			return o.Path == q.Path && o.Type == q.Type && o.Who == q.Who
		}) {
			continue
		}
		out.Add(finding.New(finding.QuotaAbovePolicy, "quota "+q.Label()+" on "+from,
			"lies above the policy's directory: it counts the data there, does not move, and "+to+" has none like it",
			"make it by hand on "+to))
	}
}
