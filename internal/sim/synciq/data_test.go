// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

func TestReportCountsTheDifference(t *testing.T) {
	s := newSite(t)
	s.policy(nil)
	must(t, s.write(s.a, "a"))
	must(t, s.write(s.a, "b"))
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	must(t, s.write(s.a, "a"))
	must(t, s.write(s.a, "c"))
	must(t, s.a.FS.Remove(fs.Clients, home+"/b", false))
	must(t, s.a.FS.Mkdir(home+"/dir", false, fs.Write{}))
	got := s.finished(s.run(s.a, siq.Sync, "nas1")).Job.Counts
	want := fs.Delta{FilesNew: 1, FilesChanged: 1, FilesUnlinked: 1, DirsNew: 1, DirsChanged: 1, Bytes: 300}
	if got.Delta != want || got.TotalFiles != 2 {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestCopyPolicyKeepsWhatTheSourceLost(t *testing.T) {
	s := newSite(t)
	s.policy(func(set *PolicySettings) { set.Action = "copy" })
	must(t, s.write(s.a, "old"))
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	must(t, s.a.FS.Remove(fs.Clients, home+"/old", false))
	must(t, s.write(s.a, "new"))
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	if !s.b.FS.Exists(home+"/old") || !s.b.FS.Exists(home+"/new") {
		t.Error("a copy policy must only add")
	}
}

func TestExcludes(t *testing.T) {
	s := newSite(t)
	s.policy(func(set *PolicySettings) { set.SourceExcludeDirectories = []string{home + "/tmp"} })
	must(t, s.a.FS.Mkdir(home+"/tmp", false, fs.Write{}))
	must(t, s.write(s.a, "tmp/x"))
	must(t, s.write(s.a, "y"))
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	if s.b.FS.Exists(home+"/tmp/x") || !s.b.FS.Exists(home+"/y") {
		t.Error("the excluded directory was copied, or something else was not")
	}
}

func TestDifferentPaths(t *testing.T) {
	s := newSite(t)
	s.policy(func(set *PolicySettings) { set.TargetPath = "/ifs/dr/copies/nas1" })
	must(t, s.write(s.a, "x"))
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	if !s.b.FS.Exists("/ifs/dr/copies/nas1/x") {
		t.Error("the file is not below the target path")
	}
	s.finished(s.run(s.b, siq.AllowWrite, "nas1"))
	s.finished(s.run(s.a, siq.ResyncPrep, "nas1"))
	must(t, s.b.FS.Write("/ifs/dr/copies/nas1/y", fs.Write{At: s.w.Now()}))
	s.finished(s.run(s.b, siq.Sync, "nas1_mirror"))
	if !s.a.FS.Exists(home + "/y") {
		t.Error("the mirror does not bring files back to the source path")
	}
}

func TestSnapshotsOfARun(t *testing.T) {
	s := newSite(t)
	p := s.policy(func(set *PolicySettings) { set.TargetSnapshotArchive = true })
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	r := s.finished(s.run(s.a, siq.Sync, "nas1"))
	names := func(c *Cluster) (out string) {
		for _, snap := range c.Snapshots.Values() {
			out += snap.Name + " "
		}
		return out
	}
	if got := names(s.a); got != "SIQ-"+p.ID+"-latest " {
		t.Errorf("source: %s", got)
	}
	if got := names(s.b); strings.Count(got, "SIQ-Failover-nas1-") != 1 || strings.Count(got, "SIQ-ps1-nas1-2026") != 2 {
		t.Errorf("target: %s", got)
	}
	if len(r.Job.TargetSnapshots) != 2 {
		t.Errorf("report: %v", r.Job.TargetSnapshots)
	}
}

func TestDeletedDirectoryTakesItsTargetQuota(t *testing.T) {
	s := newSite(t)
	s.policy(nil)
	must(t, s.a.FS.Mkdir(home+"/team", false, fs.Write{}))
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	s.b.SeedQuota(world.NewQuota(home+"/team", "directory"))
	s.b.SeedQuota(world.NewQuota(home, "directory"))
	must(t, s.a.FS.Remove(fs.Clients, home+"/team", true))
	r := s.finished(s.run(s.a, siq.Sync, "nas1"))
	if s.b.Quota.Len() != 1 || r.Job.Counts.QuotasDeleted != 1 {
		t.Errorf("%d quotas left, %d deleted by report", s.b.Quota.Len(), r.Job.Counts.QuotasDeleted)
	}
}

// TestAcceleratedFailback: the run marks the domain, so that resync_prep need not walk the tree.
func TestAcceleratedFailback(t *testing.T) {
	s := newSite(t)
	s.policy(func(set *PolicySettings) { set.AcceleratedFailback = true })
	long := s.finished(s.run(s.a, siq.Sync, "nas1")).Job
	short := s.finished(s.run(s.a, siq.Sync, "nas1")).Job
	if d := long.Ended.Sub(long.Started) - short.Ended.Sub(short.Started); d < UsualTiming.Walk {
		t.Errorf("the run that marks the domain takes only %s longer", d)
	}
	s.finished(s.run(s.b, siq.AllowWrite, "nas1"))
	prep := s.finished(s.run(s.a, siq.ResyncPrep, "nas1")).Job
	if prep.Type != "fofb" || prep.Ended.Sub(prep.Started) > UsualTiming.Walk {
		t.Errorf("resync_prep is a %s and takes %s", prep.Type, prep.Ended.Sub(prep.Started))
	}
}

// TestBreakNeedsAFullCopy: unlike allow_write (synciq.md §1.2).
func TestBreakNeedsAFullCopy(t *testing.T) {
	s := newSite(t)
	p := s.policy(nil)
	must(t, s.write(s.a, "x"))
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	s.act(s.b, siq.Break, "nas1")
	s.writable(s.b, true)
	s.pass(60e9)
	s.act(s.a, siq.Enable, "nas1")
	s.pass(60e9)
	if r := s.run(s.a, siq.Sync, "nas1"); r.Job.State != "failed" {
		t.Errorf("a run after the break: %s", r.Job.State)
	}
	s.act(s.a, siq.Reset, p.ID)
	s.act(s.a, siq.Resolve, p.ID)
	if r := s.finished(s.run(s.a, siq.Sync, "nas1")); r.Job.Type != "initial" {
		t.Errorf("the run after the reset is %s", r.Job.Type)
	}
}

// TestAllowWriteWithoutACompletedSync empties the path: there is no state to go back to (the accident of csm#518).
func TestAllowWriteWithoutACompletedSync(t *testing.T) {
	s := newSite(t)
	s.policy(nil)
	must(t, s.write(s.a, "a"))
	must(t, s.write(s.a, "b"))
	s.a.FailNextJob("nas1", siq.Sync, JobFault{Step: 2, State: "failed", Text: "cut short"})
	s.run(s.a, siq.Sync, "nas1")
	if s.b.FS.Usage(home).Files == 0 {
		t.Fatal("the run that was cut short has left nothing")
	}
	s.finished(s.run(s.b, siq.AllowWrite, "nas1"))
	if n := s.b.FS.Usage(home).Files; n != 0 {
		t.Errorf("%d files, want none: no sync has ever completed", n)
	}
}

// TestLostTargetInTheMiddle: the run fails, the policy is conflicted, and after the return a run works again.
func TestLostTargetInTheMiddle(t *testing.T) {
	s := newSite(t)
	s.policy(nil)
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	s.act(s.a, siq.Sync, "nas1")
	s.pass(5e9)
	s.b.Reachable = false
	if r := s.settle(s.a, false); r.Job.State != "failed" {
		t.Errorf("the run: %s", r.Job.State)
	}
	s.b.Reachable = true
	s.act(s.a, siq.Resolve, "nas1")
	s.finished(s.run(s.a, siq.Sync, "nas1"))
}

// TestSourceLostDuringFailover: allow_write needs the target alone.
func TestSourceLostDuringFailover(t *testing.T) {
	s := newSite(t)
	s.policy(nil)
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	s.a.Reachable = false
	s.finished(s.run(s.b, siq.AllowWrite, "nas1"))
	s.writable(s.b, true)
}

// TestReleases: SyncIQ replicates to a target of the same or a newer release, and says so otherwise (evidence-2.md E4).
func TestReleases(t *testing.T) {
	s := newSite(t)
	s.policy(nil)
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	s.b.Config.Release = "v9.10.0.0"
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	s.a.Config.Release = "v9.11.0.0"
	if r := s.run(s.a, siq.Sync, "nas1"); r.Job.State != "failed" || !strings.Contains(r.Job.Error, "older") {
		t.Errorf("a run to an older release: %s %q", r.Job.State, r.Job.Error)
	}
}

// TestRevertOnSmartLock is refused (evidence-2.md E3).
func TestRevertOnSmartLock(t *testing.T) {
	s := newSite(t)
	s.policy(nil)
	s.finished(s.run(s.a, siq.Sync, "nas1"))
	s.finished(s.run(s.b, siq.AllowWrite, "nas1"))
	s.b.AddWORMDomain(home, "enterprise")
	if r := s.run(s.b, siq.Revert, "nas1"); r.Job.State != "failed" || !strings.Contains(r.Job.Error, "SmartLock") {
		t.Errorf("a revert on SmartLock: %s %q", r.Job.State, r.Job.Error)
	}
}
