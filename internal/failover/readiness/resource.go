// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package readiness

import (
	"fmt"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// NoSurvey is the finding that nothing is known from which a move could be planned.
func NoSurvey() finding.Finding {
	return finding.New(finding.NoSurvey, "stored survey",
		"is missing, or was written by another release: a move is planned from what the last refresh read",
		"plan without -refresh=false")
}

// ApplyPoliciesFirst are policies of which nothing is known yet. In an emergency they stay behind, and the rest moves.
func ApplyPoliciesFirst(added []string, r finding.Run) finding.Finding {
	text := "are added in the same edit that moves the pool, and nothing was read about them yet"
	if r.Kind.Emergency() {
		text += ": this run leaves their data where it is"
	}
	return finding.New(finding.ApplyPoliciesFirst, "policies "+strings.Join(added, ", "), text,
		"apply the policies first, with active_cluster as it was; then move the pool").At(added[0]).For(r)
}

// MovedElsewhere is the pool that somebody else moved.
func MovedElsewhere(in survey.Intent, serving string) finding.Finding {
	return finding.New(finding.MovedElsewhere, "the pool",
		fmt.Sprintf("is served by %s, not by %s: it was moved by somebody else. Nothing is planned", serving, in.Active),
		fmt.Sprintf("to accept it, write active_cluster = %q; to move it back, write on_drift = %q for one apply",
			serving, survey.DriftMoveBack))
}

// ServingSideUnclear is a pool whose names no cluster or both clusters answer, although no run is open.
func ServingSideUnclear(in survey.Intent) finding.Finding {
	return finding.New(finding.ServingSideUnclear, "the pool",
		fmt.Sprintf("is served by neither or by both of %s, and no run of this resource is open. Nothing is planned",
			strings.Join(in.Keys(), " and ")),
		"bring the names of the two pools into a clear position by hand, or declare the cluster that is to serve")
}
