// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package syncready

import (
	"fmt"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

const compliance = "compliance"

// mayNeverTurnBack tells whether SyncIQ cannot fail back between SmartLock directories of two kinds ("" is an ordinary one): from an
// ordinary one to enterprise it can, unless files were committed there; to compliance only from compliance (synciq.md §2). What nobody
// says can be done counts as impossible.
func mayNeverTurnBack(from, to string) bool {
	return from != to && (from != "" || to == compliance)
}

// smartLockReadiness judges pairs with SmartLock directories.
func smartLockReadiness(s *survey.Survey, in survey.Intent, p survey.Pair, out *finding.Findings) {
	d := in.Direction()
	from, to := replication.SmartLocks(s, p, d)
	if from == "" && to == "" {
		return
	}
	kind := func(k string) string {
		if k == "" {
			return "an ordinary directory"
		}
		return "a SmartLock directory of type " + k
	}
	at := About(p, d.From, out)
	if mayNeverTurnBack(from, to) {
		at(finding.NoWayBack, fmt.Sprintf("replicates %s on %s to %s on %s: SyncIQ cannot fail that back, so after the move there is neither a "+
			"copy nor a way back", kind(from), d.From, kind(to), d.To), "replicate between directories of the same kind, with a policy of its own")
		return
	}
	text := fmt.Sprintf("replicates %s on %s to %s on %s: a copy that was opened there cannot be rolled back, so an abort after that turns "+
		"the policy", kind(from), d.From, kind(to), d.To)
	if from == "" {
		text += "; once files are committed there, it cannot be failed back"
	}
	at(finding.SmartLockDirectory, text, "")
}

// CloudReadiness names the storages of CloudPools that the receiving cluster may not write to yet.
func CloudReadiness(s *survey.Survey, in survey.Intent, out *finding.Findings) {
	if names := s.Clusters[in.From()].Facts.CloudPools; len(names) > 0 {
		out.Add(finding.New(finding.CloudPoolsFiles, "CloudPools of "+in.From(),
			"("+strings.Join(names, ", ")+") may hold files of the policies: "+in.To()+" may read them there and not write them until it is given "+
				"access", "give it access with `isi cloud access add` on "+in.To()+", once the pool has moved"))
	}
}
