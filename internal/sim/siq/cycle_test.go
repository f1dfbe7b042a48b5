// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

import "testing"

// defaults answers every dial with its default.
func defaults(name string) string {
	for _, d := range Dials {
		if d.Name == name {
			return d.Default
		}
	}
	return ""
}

// carry does an action on X and returns the views after each step, or fails if it is not a job.
func carry(t *testing.T, v View, a Action) (mid []View, end View) {
	t.Helper()
	verdict := Decide(a, Facts{View: v}, defaults)
	if verdict.Job == nil || verdict.Job.Fails != "" {
		t.Fatalf("%s at %+v: %s is not a job that succeeds", a, v, verdict.ID)
	}
	for _, s := range verdict.Job.Steps {
		v = v.Apply(s.Begin...)
		mid = append(mid, v)
		v = v.Apply(s.End...)
	}
	return mid, v
}

// TestCycle goes through the rows 0 to 10 of synciq.md §1.2 and on into a second cycle with the left-over mirror.
func TestCycle(t *testing.T) {
	p := View{Enabled, NoTarget, Absent, NoTarget}
	for cycle := 1; cycle <= 2; cycle++ {
		steps := []struct {
			row    string
			onM    bool
			action Action
			during View // the pair as P sees it in the first step of the job
			after  View
		}{
			{"1", false, Sync, View{}, View{Enabled, WritesDisabled, Absent, NoTarget}},
			{
				"2 3", false, AllowWrite,
				View{Enabled, EnablingWrites, Absent, NoTarget},
				View{Enabled, WritesEnabled, Absent, NoTarget},
			},
			{
				"5 6", false, ResyncPrep,
				View{Enabled, CreatingResync, Absent, NoTarget},
				View{Disabled, ResyncPolicyCreated, Enabled, WritesDisabled},
			},
			{"6", true, Sync, View{}, View{Disabled, ResyncPolicyCreated, Enabled, WritesDisabled}},
			{
				"7 8", true, AllowWrite,
				View{Disabled, ResyncPolicyCreated, Enabled, EnablingWrites},
				View{Disabled, ResyncPolicyCreated, Enabled, WritesEnabled},
			},
			{
				"9 10", true, ResyncPrep,
				View{Disabled, ResyncPolicyCreated, Enabled, CreatingResync},
				View{Enabled, WritesDisabled, Disabled, ResyncPolicyCreated},
			},
		}
		for _, s := range steps {
			if cycle == 2 && s.after.Reverse == Absent { // the mirror of the first cycle is left over
				s.after.Reverse, s.after.ReverseTarget = Disabled, ResyncPolicyCreated
				s.during.Reverse, s.during.ReverseTarget = Disabled, ResyncPolicyCreated
			}
			if cycle == 2 && s.row == "5 6" {
				s.during.Reverse, s.during.ReverseTarget = Disabled, ResyncPolicyCreated
			}
			seen := p
			if s.onM {
				seen = p.Flip()
			}
			mid, end := carry(t, seen, s.action)
			first := mid[0]
			if s.onM {
				first, end = first.Flip(), end.Flip()
			}
			if (s.during != View{}) && s.action != Sync && first != s.during {
				t.Errorf("cycle %d, row %s: during %s %+v, want %+v", cycle, s.row, s.action, first, s.during)
			}
			if end != s.after {
				t.Errorf("cycle %d, row %s: after %s %+v, want %+v", cycle, s.row, s.action, end, s.after)
			}
			p = end
		}
	}
}

// TestRevertReturnsToRowOne covers row 4, from both ends.
func TestRevertReturnsToRowOne(t *testing.T) {
	mid, end := carry(t, View{Enabled, WritesEnabled, Absent, NoTarget}, Revert)
	if mid[0].Target != DisablingWrites || end.Target != WritesDisabled {
		t.Errorf("during %s, after %s", mid[0].Target, end.Target)
	}
	v := View{Enabled, WritesEnabled, Disabled, ResyncPolicyCreated}
	if _, end := carry(t, v, Revert); end.Position() != ProtectedAgain {
		t.Errorf("after the revert of a second cycle: %s", end.Position())
	}
}
