// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// SmartLocks are the kinds of the two directories of a pair, as far as the clusters tell.
func SmartLocks(s *survey.Survey, p survey.Pair, d survey.Direction) (from, to string) {
	return s.Clusters[d.From].Facts.SmartLock(p.Paths[d.From]), s.Clusters[d.To].Facts.SmartLock(p.Paths[d.To])
}

// MayRoll tells whether OneFS can roll the open copy of a pair back. On SmartLock it cannot (evidence-2.md E3); a cluster that did not tell
// of SmartLock may have said so when it was asked to.
func MayRoll(s *survey.Survey, p survey.Pair, d survey.Direction) bool {
	_, to := SmartLocks(s, p, d)
	return to == "" && (s.Run == nil || !slices.Contains(s.Run.NoRevert, p.Name))
}
