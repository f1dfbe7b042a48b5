// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// TestFailoverAndBackTwice goes through rows 0 to 10 of synciq.md §1.2 on real trees, twice, and checks who may write where.
func TestFailoverAndBackTwice(t *testing.T) {
	s := newSite(t)
	s.policy(nil)
	s.view(siq.View{Self: siq.Enabled, Target: siq.NoTarget, Reverse: siq.Absent, ReverseTarget: siq.NoTarget})
	for cycle := range 2 {
		left, record := siq.Absent, siq.NoTarget
		if cycle == 1 {
			left, record = siq.Disabled, siq.ResyncPolicyCreated
		}
		must(t, s.write(s.a, "first"))
		s.finished(s.run(s.a, siq.Sync, "nas1"))
		s.view(siq.View{Self: siq.Enabled, Target: siq.WritesDisabled, Reverse: left, ReverseTarget: record})
		s.writable(s.a, true)
		s.writable(s.b, false)

		quiet := s.finished(s.run(s.a, siq.Sync, "nas1"))
		if quiet.Job.Counts.FilesNew == 0 && cycle == 0 { // the probe of s.writable
			t.Error("the run after a write moved nothing")
		}
		if quiet = s.finished(s.run(s.a, siq.Sync, "nas1")); !quiet.Job.Counts.Zero() {
			t.Errorf("a run without changes moved %+v", quiet.Job.Counts.Delta)
		}

		s.finished(s.run(s.b, siq.AllowWrite, "nas1"))
		s.view(siq.View{Self: siq.Enabled, Target: siq.WritesEnabled, Reverse: left, ReverseTarget: record})
		s.writable(s.a, true) // nothing has fenced A: this write will be lost
		s.writable(s.b, true)

		s.finished(s.run(s.a, siq.ResyncPrep, "nas1"))
		s.view(siq.View{Self: siq.Disabled, Target: siq.ResyncPolicyCreated, Reverse: siq.Enabled, ReverseTarget: siq.WritesDisabled})
		s.writable(s.a, false)
		s.writable(s.b, true)

		r := s.finished(s.run(s.b, siq.Sync, "nas1_mirror"))
		if r.Job.Type != "incremental" || r.Job.Counts.FilesNew+r.Job.Counts.FilesChanged == 0 {
			t.Errorf("the mirror's run: %s, %+v", r.Job.Type, r.Job.Counts.Delta)
		}
		if !s.a.FS.Exists(home + "/probe-ps2") {
			t.Error("the mirror has not brought B's write to A")
		}

		s.finished(s.run(s.b, siq.Sync, "nas1_mirror"))
		s.finished(s.run(s.a, siq.AllowWrite, "nas1_mirror"))
		s.view(siq.View{Self: siq.Disabled, Target: siq.ResyncPolicyCreated, Reverse: siq.Enabled, ReverseTarget: siq.WritesEnabled})
		s.writable(s.a, true)
		s.writable(s.b, true)

		s.finished(s.run(s.b, siq.ResyncPrep, "nas1_mirror"))
		s.view(siq.View{Self: siq.Enabled, Target: siq.WritesDisabled, Reverse: siq.Disabled, ReverseTarget: siq.ResyncPolicyCreated})
		s.writable(s.a, true)
		s.writable(s.b, false)
	}
	if n := len(s.b.Policies()); n != 1 {
		t.Errorf("B has %d policies after two cycles, want the one mirror", n)
	}
}

func TestUnfencedWritesAreLost(t *testing.T) {
	s := newSite(t)
	s.policy(nil)
	must(t, s.write(s.a, "kept"))
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	must(t, s.write(s.a, "lost"))
	s.finished(s.run(s.b, siq.AllowWrite, "nas1"))
	s.finished(s.run(s.a, siq.ResyncPrep, "nas1"))
	if !s.a.FS.Exists(home+"/kept") || s.a.FS.Exists(home+"/lost") {
		t.Error("resync_prep must bring A back to the last completed sync")
	}
}

func TestRevertThrowsAwayTargetWrites(t *testing.T) {
	s := newSite(t)
	s.policy(nil)
	must(t, s.write(s.a, "kept"))
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	s.finished(s.run(s.b, siq.AllowWrite, "nas1"))
	must(t, s.write(s.b, "lost"))
	s.finished(s.run(s.b, siq.Revert, "nas1"))
	if !s.b.FS.Exists(home+"/kept") || s.b.FS.Exists(home+"/lost") {
		t.Error("the revert must bring B back to the last completed sync")
	}
	s.writable(s.b, false)
	s.view(siq.View{Self: siq.Enabled, Target: siq.WritesDisabled, Reverse: siq.Absent, ReverseTarget: siq.NoTarget})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
