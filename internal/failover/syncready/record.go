// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package syncready

import (
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// recordLost tells of policies that have run and of which the other cluster has no record any more, and whether there are such.
func recordLost(s *survey.Survey, p survey.Pair, x position.Facts, d survey.Direction, out *finding.Findings) bool {
	found := false
	for _, side := range []struct {
		record, back string
		d            survey.Direction
	}{{x.Tf, x.Tr, d}, {x.Tr, x.Tf, d.Reverse()}} {
		if side.record != position.RecordLost {
			continue
		}
		found = true
		name, other := p.PolicyOn(side.d.From), side.d.To
		cure := fmt.Sprintf("if %s has the data that counts: reset the policy there, enable it, and run it once, which copies everything anew "+
			"and discards what only %s has", side.d.From, other)
		if side.back == position.WritesDisabled {
			// The other direction replicates: this policy is what is left of an earlier move, and resync prep makes it again.
			cure = fmt.Sprintf("delete it on %s, for the other direction replicates and resync prep makes it again", side.d.From)
		}
		text := fmt.Sprintf("has run, and %s has no record of it any more: the association is broken, and nothing is copied", other)
		if v := s.Clusters[side.d.From].Policies[name]; !v.Enabled {
			text += "; it is disabled"
		}
		About(p, side.d.From, out)(finding.UnexpectedPosition, text, cure)
	}
	return found
}
