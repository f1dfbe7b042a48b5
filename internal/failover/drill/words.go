// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package drill

import (
	"fmt"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// now says what is true of the copies, the names and the schedules of a drill, for people.
func now(s *survey.Survey) string {
	d, ok := direction(s)
	if !ok || len(s.Unread()) > 0 {
		return "it cannot be told how the copies are: " + strings.Join(unreadable(s), "; ")
	}
	var out []string
	for _, p := range pairs(s) {
		f := p.PolicyOn(d.From)
		out = append(out, fmt.Sprintf("%s: the copy on %s is %s, schedule %s", f, d.To, copyWords(position.TargetState(s, d.To, f)),
			s.Clusters[d.From].Policies[f].Schedule.Describe()))
	}
	if s.Drill != nil && len(s.Drill.Names) > 0 {
		out = append(out, "names of the drill on "+d.To+": "+listed(present(s.Clusters[d.To].Pool, s.Drill.Names)))
	}
	return "clients are served by " + d.From + " as before; " + strings.Join(out, "; ")
}

func copyWords(state string) string {
	switch state {
	case position.WritesDisabled:
		return "closed"
	case position.WritesEnabled:
		return "OPEN"
	case position.EnablingWrites, position.DisablingWrites:
		return "half open (" + state + ")"
	default:
		return state
	}
}
