// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"fmt"
	"strings"
	"testing"
)

var mirrorOfNas1 = MirrorIntent{Policy: "nas1", Source: "prod", Target: "dr"}

// sides is a survey of nas1: the policy on prod and its record on dr, the mirror on dr and its record on prod.
func sides(f, tf, r, tr string) *MirrorSurvey {
	return &MirrorSurvey{
		Intent: mirrorOfNas1,
		Home:   MirrorSide{Policy: f, Record: tf, Schedule: "every 5 minutes", Ran: true},
		Away:   MirrorSide{Policy: r, Record: tr, Schedule: "every 5 minutes", Ran: true},
	}
}

// mirrorCases are the positions of a pair.
var mirrorCases = []struct {
	name   string
	survey *MirrorSurvey
	change func(*MirrorSurvey)
}{
	{"prod replicates, no mirror yet", sides(enabled, writesDisabled, absent, absent), nil},
	{"prod replicates, mirror of an earlier cycle", sides(enabled, writesDisabled, disabled, resyncCreated), nil},
	{"dr replicates", sides(disabled, resyncCreated, enabled, writesDisabled), nil},
	{
		"dr replicates, nobody gave the mirror a schedule",
		sides(disabled, resyncCreated, enabled, writesDisabled),
		func(s *MirrorSurvey) { s.Away.Schedule = "" },
	},
	{
		"dr took over, its mirror has not run",
		sides(disabled, resyncCreated, enabled, writesDisabled),
		func(s *MirrorSurvey) { s.Away.Ran, s.Away.Schedule = false, "" },
	},
	{
		"prod replicates and is conflicted",
		sides(enabled, writesDisabled, absent, absent),
		func(s *MirrorSurvey) { s.Home.Conflicted = true },
	},
	{
		"dr replicates and is conflicted",
		sides(disabled, resyncCreated, enabled, writesDisabled),
		func(s *MirrorSurvey) { s.Away.Conflicted = true },
	},
	{"prod is switched off", sides(disabled, writesDisabled, absent, absent), nil},
	{"prod is switched off after a cycle", sides(disabled, writesDisabled, disabled, resyncCreated), nil},
	{
		"dr is switched off and conflicted",
		sides(disabled, resyncCreated, disabled, writesDisabled),
		func(s *MirrorSurvey) { s.Away.Conflicted = true },
	},
	{"never run", sides(enabled, absent, absent, absent), nil},
	{"never run and switched off", sides(disabled, absent, absent, absent), nil},
	{"failing over", sides(enabled, enablingWrites, absent, absent), nil},
	{"failed over, both writable", sides(enabled, writesEnabled, absent, absent), nil},
	{"reverting", sides(enabled, disablingWrites, absent, absent), nil},
	{"resync prep", sides(enabled, creatingResync, absent, absent), nil},
	{"resync prep is through, both enabled", sides(enabled, resyncCreated, enabled, writesDisabled), nil},
	{"failing back", sides(disabled, resyncCreated, enabled, enablingWrites), nil},
	{"failed back, both writable", sides(disabled, resyncCreated, enabled, writesEnabled), nil},
	{"resync prep of the mirror", sides(disabled, resyncCreated, enabled, creatingResync), nil},
	{"no such position", sides(enabled, writesDisabled, enabled, writesDisabled), nil},
	{"the policy is gone", sides(absent, absent, absent, absent), nil},
	{
		"a run is open in the journal",
		sides(enabled, writesDisabled, absent, absent),
		func(s *MirrorSurvey) { s.Run, s.Home.Schedule = "2026-05-02T09-11Z-41c0", "" },
	},
	{
		"the journal cannot be read",
		sides(enabled, writesDisabled, absent, absent),
		func(s *MirrorSurvey) { s.Journal, s.Home.Conflicted = "prod: forbidden", true },
	},
	{
		"dr was not read",
		sides(disabled, writesDisabled, absent, absent),
		func(s *MirrorSurvey) { s.Unread = map[string]string{"dr": "no answer"} },
	},
	{"prod is lost", sides(disabled, writesDisabled, absent, absent), func(s *MirrorSurvey) {
		s.Unread, s.Lost = map[string]string{"prod": "declared lost"}, []string{"prod"}
	}},
}

// TestPlanMirror_PositionByConfiguration is the plan of every position with every kind of schedule, as golden plans.
func TestPlanMirror_PositionByConfiguration(t *testing.T) {
	t.Parallel()
	same, other, none := "every 5 minutes", "every 2 hours", ""
	var b strings.Builder
	for _, c := range mirrorCases {
		s := *c.survey
		if c.change != nil {
			c.change(&s)
		}
		fmt.Fprintf(&b, "## %s\nposition %q, replicating from %q, active policy %q\n", c.name, s.Position(), s.Replicating(), s.Active())
		if why := s.Blocked(); why != "" {
			fmt.Fprintf(&b, "blocked: %s\n", why)
		}
		for _, schedule := range []struct {
			name string
			text *string
		}{{"omitted", nil}, {"the live one", &same}, {"another one", &other}, {"by hand", &none}} {
			in := mirrorOfNas1
			in.Schedule = schedule.text
			p := PlanMirror(&s, in)
			fmt.Fprintf(&b, "  schedule %s: %q\n", schedule.name, p.Repairs)
			for _, w := range p.Warnings {
				fmt.Fprintf(&b, "    warning %s\n", w.Line())
			}
		}
		b.WriteString("\n")
	}
	golden(t, "mirror_plans.golden", b.String())
}

// TestPlanMirror_FullProduct asks for every combination of the four live fields: repairs are planned only where it is beyond doubt which
// policy replicates, and that policy's target is the one that is protected.
func TestPlanMirror_FullProduct(t *testing.T) {
	t.Parallel()
	planned, total := 0, 0
	schedule := "every 2 hours"
	in := mirrorOfNas1
	in.Schedule = &schedule
	for _, f := range policyWords {
		for _, tf := range targetWords {
			for _, r := range policyWords {
				for _, tr := range targetWords {
					total++
					s := sides(f, tf, r, tr)
					s.Home.Conflicted, s.Away.Conflicted, s.Home.Ran, s.Away.Ran = true, true, false, false
					p := PlanMirror(s, in)
					if len(p.Repairs) == 0 {
						if at := s.Position(); s.Blocked() == "" {
							t.Errorf("F %s, T(F) %s, R %s, T(R) %s: nothing is planned at %q and nothing says why", f, tf, r, tr, at)
						}
						continue
					}
					planned++
					v, back := s.side(s.Replicating()), s.side(otherThan(in, s.Replicating()))
					if v.Record != writesDisabled || back.Policy == enabled || back.Record != absent && back.Record != resyncCreated {
						t.Errorf("F %s, T(F) %s, R %s, T(R) %s: %q is planned for %s", f, tf, r, tr, p.Repairs, s.Active())
					}
				}
			}
		}
	}
	t.Logf("%d combinations, repairs planned in %d", total, planned)
	if planned == 0 {
		t.Error("nothing is ever planned")
	}
}
