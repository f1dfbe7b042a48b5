// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package mirror

import (
	"fmt"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/golden"
)

var mirrorOfNas1 = Intent{Policy: "nas1", Source: "prod", Target: "dr"}

// sides is a survey of nas1: the policy on prod and its record on dr, the mirror on dr and its record on prod.
func sides(f, tf, r, tr string) *Survey {
	return &Survey{
		Intent: mirrorOfNas1,
		Home:   Side{Policy: f, Record: tf, Schedule: "every 5 minutes", Ran: true},
		Away:   Side{Policy: r, Record: tr, Schedule: "every 5 minutes", Ran: true},
	}
}

// mirrorCases are the positions of a pair.
var mirrorCases = []struct {
	name   string
	survey *Survey
	change func(*Survey)
}{
	{"prod replicates, no mirror yet", sides(position.PolicyEnabled, position.WritesDisabled, position.Absent, position.Absent), nil},
	{
		"prod replicates, mirror of an earlier cycle",
		sides(position.PolicyEnabled, position.WritesDisabled, position.PolicyDisabled, position.ResyncCreated), nil,
	},
	{"dr replicates", sides(position.PolicyDisabled, position.ResyncCreated, position.PolicyEnabled, position.WritesDisabled), nil},
	{
		"dr replicates, nobody gave the mirror a schedule",
		sides(position.PolicyDisabled, position.ResyncCreated, position.PolicyEnabled, position.WritesDisabled),
		func(s *Survey) { s.Away.Schedule = "" },
	},
	{
		"dr took over, its mirror has not run",
		sides(position.PolicyDisabled, position.ResyncCreated, position.PolicyEnabled, position.WritesDisabled),
		func(s *Survey) { s.Away.Ran, s.Away.Schedule = false, "" },
	},
	{
		"prod replicates and is conflicted",
		sides(position.PolicyEnabled, position.WritesDisabled, position.Absent, position.Absent),
		func(s *Survey) { s.Home.Conflicted = true },
	},
	{
		"dr replicates and is conflicted",
		sides(position.PolicyDisabled, position.ResyncCreated, position.PolicyEnabled, position.WritesDisabled),
		func(s *Survey) { s.Away.Conflicted = true },
	},
	{"prod is switched off", sides(position.PolicyDisabled, position.WritesDisabled, position.Absent, position.Absent), nil},
	{
		"prod is switched off after a cycle",
		sides(position.PolicyDisabled, position.WritesDisabled, position.PolicyDisabled, position.ResyncCreated), nil,
	},
	{
		"dr is switched off and conflicted",
		sides(position.PolicyDisabled, position.ResyncCreated, position.PolicyDisabled, position.WritesDisabled),
		func(s *Survey) { s.Away.Conflicted = true },
	},
	{"never run", sides(position.PolicyEnabled, position.Absent, position.Absent, position.Absent), nil},
	{"never run and switched off", sides(position.PolicyDisabled, position.Absent, position.Absent, position.Absent), nil},
	{"failing over", sides(position.PolicyEnabled, position.EnablingWrites, position.Absent, position.Absent), nil},
	{"failed over, both writable", sides(position.PolicyEnabled, position.WritesEnabled, position.Absent, position.Absent), nil},
	{"reverting", sides(position.PolicyEnabled, position.DisablingWrites, position.Absent, position.Absent), nil},
	{"resync prep", sides(position.PolicyEnabled, position.CreatingResync, position.Absent, position.Absent), nil},
	{
		"resync prep is through, both enabled",
		sides(position.PolicyEnabled, position.ResyncCreated, position.PolicyEnabled, position.WritesDisabled), nil,
	},
	{"failing back", sides(position.PolicyDisabled, position.ResyncCreated, position.PolicyEnabled, position.EnablingWrites), nil},
	{
		"failed back, both writable",
		sides(position.PolicyDisabled, position.ResyncCreated, position.PolicyEnabled, position.WritesEnabled), nil,
	},
	{
		"resync prep of the mirror",
		sides(position.PolicyDisabled, position.ResyncCreated, position.PolicyEnabled, position.CreatingResync), nil,
	},
	{"no such position", sides(position.PolicyEnabled, position.WritesDisabled, position.PolicyEnabled, position.WritesDisabled), nil},
	{"the policy is gone", sides(position.Absent, position.Absent, position.Absent, position.Absent), nil},
	{
		"a run is open in the journal",
		sides(position.PolicyEnabled, position.WritesDisabled, position.Absent, position.Absent),
		func(s *Survey) { s.Run, s.Home.Schedule = "2026-05-02T09-11Z-41c0", "" },
	},
	{
		"the journal cannot be read",
		sides(position.PolicyEnabled, position.WritesDisabled, position.Absent, position.Absent),
		func(s *Survey) { s.Journal, s.Home.Conflicted = "prod: forbidden", true },
	},
	{
		"dr was not read",
		sides(position.PolicyDisabled, position.WritesDisabled, position.Absent, position.Absent),
		func(s *Survey) { s.Unread = map[string]string{"dr": "no answer"} },
	},
	{"prod is lost", sides(position.PolicyDisabled, position.WritesDisabled, position.Absent, position.Absent), func(s *Survey) {
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
			p := Plan(&s, in)
			fmt.Fprintf(&b, "  schedule %s: %q\n", schedule.name, p.Repairs)
			for _, w := range p.Warnings {
				fmt.Fprintf(&b, "    warning %s\n", w.Line())
			}
		}
		b.WriteString("\n")
	}
	golden.Compare(t, "mirror_plans.golden", b.String())
}

var (
	policyWords = []string{position.Absent, position.PolicyEnabled, position.PolicyDisabled}
	targetWords = []string{
		position.Absent, position.WritesDisabled, position.EnablingWrites, position.WritesEnabled, position.DisablingWrites,
		position.CreatingResync, position.ResyncCreated,
	}
)

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
					p := Plan(s, in)
					if len(p.Repairs) == 0 {
						if at := s.Position(); s.Blocked() == "" {
							t.Errorf("F %s, T(F) %s, R %s, T(R) %s: nothing is planned at %q and nothing says why", f, tf, r, tr, at)
						}
						continue
					}
					planned++
					v, back := s.side(s.Replicating()), s.side(otherThan(in, s.Replicating()))
					if v.Record != position.WritesDisabled || back.Policy == position.PolicyEnabled ||
						back.Record != position.Absent && back.Record != position.ResyncCreated {
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
