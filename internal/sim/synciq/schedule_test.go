// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

func TestSchedules(t *testing.T) {
	at := func(text string) time.Time {
		v, err := time.Parse("2006-01-02 15:04:05", text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	saturday := at("2026-05-02 09:07:30")
	for text, want := range map[string]string{
		"every 1 minutes":                                   "2026-05-02 09:08:00",
		"Every 15 Minutes":                                  "2026-05-02 09:15:00",
		"every hour":                                        "2026-05-02 10:00:00",
		"every 4 hours":                                     "2026-05-02 12:00:00",
		"every day at 12:00":                                "2026-05-02 12:00:00",
		"every 1 days at 12:00 AM":                          "2026-05-03 00:00:00",
		"every day at 9 am":                                 "2026-05-03 09:00:00",
		"every 1 days at 12:00 pm":                          "2026-05-02 12:00:00",
		"every weekday at 6:30":                             "2026-05-04 06:30:00",
		"every Sunday at 11:00 PM":                          "2026-05-03 23:00:00",
		"every monday, wednesday and friday at 8:15":        "2026-05-04 08:15:00",
		"every day every 30 minutes":                        "2026-05-02 09:30:00",
		"every day every 2 hours between 10 am and 4 pm":    "2026-05-02 10:00:00",
		"every weekday every 1 hours between 9:00 and 9:30": "2026-05-04 09:00:00",
	} {
		s, err := parseSchedule(text)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if got := s.next(saturday); !got.Equal(at(want)) {
			t.Errorf("%s: next at %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{
		"hourly", "every", "every 0 minutes", "every day at 25:00", "every day at noon", "every 5 minutes at 3", "every day every 0 hours",
		"every day every 2 hours between 4 pm and 2 pm",
	} {
		if err := CheckSchedule(text); err == nil {
			t.Errorf("%q is taken for a schedule", text)
		}
	}
	for _, text := range []string{"", "when-source-modified", "when-snapshot-taken"} {
		if err := CheckSchedule(text); err != nil {
			t.Error(err)
		}
	}
}

func TestScheduledRuns(t *testing.T) {
	s := newSite(t)
	p := s.policy(func(set *PolicySettings) { set.Schedule = "every 10 minutes" })
	s.pass(time.Hour + time.Minute)
	if n := len(s.a.Reports(false)); n != 6 {
		t.Errorf("%d runs in an hour, want 6", n)
	}
	s.w.Do(func() { s.a.setEnabled(p.ID, false) })
	s.pass(time.Hour)
	if n := len(s.a.Reports(false)); n != 6 {
		t.Errorf("%d runs, want none of a disabled policy", n)
	}
}

func TestSkipWhenSourceUnmodified(t *testing.T) {
	s := newSite(t)
	s.policy(func(set *PolicySettings) { set.Schedule, set.SkipWhenUnmodified = "every 10 minutes", true })
	s.pass(25 * time.Minute)
	reports := s.a.Reports(false)
	if len(reports) != 2 || reports[0].Job.State != "finished" || reports[1].Job.State != "skipped" {
		t.Fatalf("%+v", reports)
	}
}

func TestWhenSourceModified(t *testing.T) {
	s := newSite(t)
	delay := int64(60)
	s.policy(func(set *PolicySettings) { set.Schedule, set.JobDelay = ScheduleSourceModified, &delay })
	s.pass(5 * time.Minute) // the first run needs no change
	runs := func() int { return len(s.a.Reports(false)) }
	if runs() != 1 {
		t.Fatalf("%d runs, want the first", runs())
	}
	s.pass(10 * time.Minute)
	if runs() != 1 {
		t.Fatalf("%d runs without a change", runs())
	}
	must(t, s.write(s.a, "x"))
	s.pass(65 * time.Second) // seen within 10 s, then 60 s of delay, then 16 s of run
	if runs() != 1 {
		t.Error("the delay is not kept")
	}
	s.pass(2 * time.Minute)
	if runs() != 2 || !s.b.FS.Exists(home+"/x") {
		t.Errorf("%d runs after a change", runs())
	}
}

// TestScheduleOfAFailedOverPolicy: it is still live, runs into the open target, and the policy is conflicted (synciq.md §1.2, row 3).
func TestScheduleOfAFailedOverPolicy(t *testing.T) {
	s := newSite(t)
	s.policy(func(set *PolicySettings) { set.Schedule = ScheduleSourceModified })
	s.pass(5 * time.Minute)
	s.finished(s.run(s.b, "allow_write", "nas1"))
	must(t, s.write(s.b, "on B"))
	must(t, s.write(s.a, "on A"))
	s.pass(5 * time.Minute)
	p, _ := s.a.Policy("nas1")
	if !p.Conflicted || s.b.FS.Exists(home+"/on A") || !s.b.FS.Exists(home+"/on B") {
		t.Errorf("conflicted %v; B must keep its own writes", p.Conflicted)
	}
}

// TestRPOAlert: it fires while the policy is behind, disabled or not, and not while it keeps up.
func TestRPOAlert(t *testing.T) {
	s := newSite(t)
	limit := int64(1800)
	p := s.policy(func(set *PolicySettings) { set.RPOAlert, set.Schedule = &limit, "every 10 minutes" })
	open := func() (n int) {
		for _, g := range s.a.Events.Groups() {
			if g.Definition == world.EventRPOExceeded.ID {
				n += g.Count
			}
		}
		return n
	}
	s.pass(5 * time.Hour)
	if n := open(); n != 0 {
		t.Fatalf("%d alerts of a policy that keeps up", n)
	}
	s.w.Do(func() { s.a.setEnabled(p.ID, false) })
	s.pass(2 * time.Hour)
	if n := open(); n < 2 {
		t.Errorf("%d alerts of a disabled policy in two hours, want several", n)
	}
}
