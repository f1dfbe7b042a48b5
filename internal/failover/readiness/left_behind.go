// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package readiness

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/quota"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/spn"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Where every record of a half-done run is gone, nothing tells that an SPN or a quota was on its way. That it is on the wrong side can be
// seen all the same, and is said.

// LeftBehind names, for a pool at rest, the SPNs of its live names and the quotas of its data that only the other side has.
func LeftBehind(s *survey.Survey, in survey.Intent, out *finding.Findings) {
	in.Active = position.Serving(s) // whichever side is asked about
	d := in.Direction().Reverse()
	if d.From == "" || s.Run != nil || s.Takeover != nil || s.Lost(d.To) || s.Clusters[d.To].Pool == nil {
		return
	}
	for _, ad := range s.Clusters[d.From].AD {
		if other := s.ADOn(d.To, ad.Provider); other != nil && ad.Status == "online" && other.Status == "online" {
			spn.LeftBehind(s, in, ad, *other, out)
		}
	}
	if in.MoveQuotas {
		quota.LeftBehind(s, d, out)
	}
}
