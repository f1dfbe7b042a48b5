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
	surveyed := func(s *survey.Survey) {
		s.Clusters["prod"].PolicyNames = []string{"astray", "both", "nas1", "new"}
		s.Clusters["dr"].PolicyNames = []string{"both"}
		s.Clusters["prod"].Strays = []survey.Stray{{Name: "astray", Path: "/ifs/data/astray", Host: "elsewhere.example.com"}}
		s.Ambiguous = []survey.Namesakes{{Name: "both", Paths: map[string]string{"prod": "/ifs/data/both", "dr": "/ifs/abroad"}}}
	}
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
		adds                   string // to the declared policies
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
		"a mistyped policy": {
			state: "prod", declared: "prod", world: surveyed, policies: []string{"nas1"}, adds: "nsa1", errors: "policy_missing",
		},
		"a mistyped policy after an import": {state: "prod", declared: "prod", world: surveyed, adds: "nsa1", errors: "policy_missing"},
		"a mistyped policy and a move": {
			state: "prod", declared: "dr", world: surveyed, policies: []string{"nas1"}, adds: "nsa1", errors: "policy_missing",
		},
		"a mistyped policy and one cluster unread": {
			state: "prod", declared: "prod", policies: []string{"nas1"}, adds: "nsa1",
			world: func(s *survey.Survey) { surveyed(s); unread(s) },
		},
		"a policy that was made since": {state: "prod", declared: "prod", world: surveyed, policies: []string{"nas1"}, adds: "new"},
		"a policy that is gone": {
			state: "prod", declared: "prod", world: surveyed, policies: []string{"gone", "nas1"}, adds: "gone", warnings: "policy_missing",
		},
		"a policy that leads elsewhere": {
			state: "prod", declared: "prod", world: surveyed, policies: []string{"nas1"}, adds: "astray", errors: "policy_elsewhere",
		},
		"a name on both sides": {
			state: "prod", declared: "prod", world: surveyed, policies: []string{"nas1"}, adds: "both", errors: "policy_ambiguous",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := surveytest.Intent(x.declared)
			if x.adds != "" {
				in.Policies = append(in.Policies, x.adds)
			}
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
