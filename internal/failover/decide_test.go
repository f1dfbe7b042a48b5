// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/surveytest"
)

// TestDecide: a plan moves the pool because it is declared, because a run is open, or because drift is to be moved back; for nothing else.
func TestDecide(t *testing.T) {
	t.Parallel()
	moved := func(s *survey.Survey) { opened(s); upTo(s, survey.StageFinish) }
	unread := func(s *survey.Survey) { s.Clusters["prod"].Unread = "no answer" }
	names := func(list []finding.Finding) string {
		var out []string
		for _, f := range list {
			out = append(out, f.ID.String())
		}
		return strings.Join(out, " ")
	}
	for name, x := range map[string]struct {
		state, declared, drift string
		world                  func(*survey.Survey) // nil: nothing is stored
		policies               []string
		moving                 bool
		errors, warnings       string
	}{
		"nothing declared, nothing stored": {state: "prod", declared: "prod"},
		"a move, nothing stored":           {state: "prod", declared: "dr", errors: "no_survey"},
		"at rest":                          {state: "prod", declared: "prod", world: func(*survey.Survey) {}},
		"a move":                           {state: "prod", declared: "dr", world: func(*survey.Survey) {}, moving: true},
		"declared where it is already":     {state: "prod", declared: "dr", world: moved},
		"a run is open":                    {state: "dr", declared: "dr", world: opened, moving: true},
		"unread, nothing declared":         {state: "prod", declared: "prod", world: unread},
		"unread, a move":                   {state: "prod", declared: "dr", world: unread},
		"moved by somebody, warned":        {state: "prod", declared: "prod", world: moved, warnings: "moved_elsewhere"},
		"moved by somebody, an error": {
			state: "prod", declared: "prod", drift: survey.DriftError, world: moved, errors: "moved_elsewhere",
		},
		"moved by somebody, moved back": {state: "prod", declared: "prod", drift: survey.DriftMoveBack, world: moved, moving: true},
		"a move with a new policy": {
			state: "prod", declared: "dr", world: func(*survey.Survey) {}, policies: []string{"other"}, moving: true, errors: "apply_policies_first",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := surveytest.Intent(x.declared)
			if x.drift != "" {
				in.OnDrift = x.drift
			}
			situation := Situation{Active: x.state, Policies: x.policies, Intent: in}
			if x.world != nil {
				situation.Survey = surveytest.World()
				x.world(situation.Survey)
			}
			d := Decide(situation)
			if d.Moving != x.moving || names(d.Errors) != x.errors || names(d.Warnings) != x.warnings {
				t.Errorf("moving %v, errors %q, warnings %q", d.Moving, names(d.Errors), names(d.Warnings))
			}
			if d.Moving && x.errors == "" && (d.Preview.Moves == nil || d.Planned == nil) {
				t.Errorf("it moves without a plan: %+v", d)
			}
		})
	}
}
