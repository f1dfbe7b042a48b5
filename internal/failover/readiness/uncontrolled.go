// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package readiness

import (
	"fmt"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// inventoryWarnAge is how old an inventory may be before every plan warns.
const inventoryWarnAge = 7 * 24 * time.Hour

// UncontrolledFindings stop the plan: nothing to fail over to, a loss over the limit, names that nobody knows.
func UncontrolledFindings(s *survey.Survey, in survey.Intent) []finding.Finding {
	from, to := in.From(), in.To()
	var out []finding.Finding
	for _, p := range s.Pairs {
		f := p.PolicyOn(from)
		if position.Stranded(s, in) && position.HoldsData(s, p, to) {
			continue
		}
		if there := position.TargetState(s, to, f); there == position.Absent || there == position.RecordLost {
			out = append(out, finding.New(finding.Rebuild, fmt.Sprintf("target record of %s on %s", f, to),
				"is missing: the copy there has no tie to the policy and cannot be opened by SyncIQ",
				"rebuild the pair by hand").At(p.Name))
		}
	}
	if len(out) > 0 {
		return out
	}
	out = append(out, pool.UnknownNames(s, in)...)
	if s.Takeover != nil {
		return out
	}
	if misdated := replication.Misdated(s, in); len(misdated) > 0 {
		return append(out, misdated...)
	}
	return append(out, replication.LossFindings(s, in)...)
}

// InventoryFindings tell how old the picture of the lost cluster is. Its age is stated by the hour of reading, so that a plan made again
// says the same.
func InventoryFindings(s *survey.Survey, from string) []finding.Finding {
	c := s.Clusters[from]
	if c.Pool == nil {
		return []finding.Finding{finding.New(finding.InventoryMissing, "inventory of "+from,
			"does not exist: quotas, shares, exports, aliases and SPNs that only "+from+" had are not known",
			"refresh if it can be read once more; otherwise create them by hand")}
	}
	var out []finding.Finding
	var without []string
	for _, p := range s.Pairs {
		if p.Uninventoried {
			without = append(without, p.Name)
		}
	}
	if len(without) > 0 {
		out = append(out, finding.New(finding.InventoryMissing, "inventory of "+from,
			"is older than policies "+strings.Join(without, ", ")+": quotas, shares, exports and aliases below their directories "+
				"that only "+from+" had are not known",
			"refresh if it can be read once more; otherwise create them by hand"))
	}
	id, text := finding.InventoryAge, "is of "+c.Seen+"; later changes on "+from+" are not known"
	seen, errSeen := time.Parse(time.RFC3339, c.Seen)
	lost, errLost := time.Parse(time.RFC3339, s.Settings.Lost[from])
	if errSeen == nil && errLost == nil && lost.Sub(seen) > inventoryWarnAge {
		id, text = finding.InventoryOld, text+"; that is more than 7 days before "+from+" was lost"
	}
	return append(out, finding.New(id, "inventory of "+from, text,
		"refresh if it can be read once more; otherwise repeat by hand what was changed since"))
}
