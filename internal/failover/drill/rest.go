// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package drill

import (
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// What an open drill means for a failover of the same pool.

// AtRest is the world as it is when the open drill is closed: what stands against a failover is judged by that. Without a drill it is the
// survey itself.
func AtRest(s *survey.Survey) *survey.Survey {
	if s.Drill == nil {
		return s
	}
	out := s.Clone()
	for range maxRounds {
		steps := slices.Concat(UnmetClosed(out, survey.Intent{}), unmetBack(out))
		for _, st := range steps {
			st.Effect(out)
		}
		if len(steps) == 0 {
			break
		}
	}
	out.Drill = nil
	return out
}

// Rest is what a run that takes over the schedules of an open drill leaves of its record: that of policies which it does not know. nil is
// nothing.
func Rest(s *survey.Survey) *survey.Drill {
	if s.Drill == nil {
		return nil
	}
	out := *s.Drill
	out.Names, out.Schedules = nil, map[string]survey.Schedule{}
	out.Policies = slices.DeleteFunc(slices.Clone(s.Drill.Policies), func(name string) bool {
		_, known := s.Pair(name)
		return known
	})
	for _, name := range out.Policies {
		out.Schedules[name] = s.Drill.Schedules[name]
	}
	if len(out.Policies) == 0 {
		return nil
	}
	return &out
}

// Findings tell that a drill is open, and since when it should have been closed. They stop nothing.
func Findings(s *survey.Survey) []finding.Finding {
	d := s.Drill
	if d == nil || s.Run != nil {
		return nil
	}
	const form = "2006-01-02 15:04 MST"
	text := fmt.Sprintf("has been open on %s since %s: the copies of %s stand still there, and a failover to %s first discards what was "+
		"written on them in the drill", d.To, d.Started.UTC().Format(form), listed(d.Policies), d.To)
	id := finding.DrillOpen
	if d.Overdue {
		id = finding.DrillOverdue
		text += "; it was to be closed by " + d.Until.UTC().Format(form)
	}
	return []finding.Finding{finding.New(id, "drill "+d.ID, text, "close it: `open = false` in the resource of the drill, then apply")}
}
