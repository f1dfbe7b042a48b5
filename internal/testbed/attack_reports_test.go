// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// leavesOut lets every coming run of policy nas1 finish without the files of one person, as its reports admit.
func leavesOut(b *Bed, f synciq.JobFault) {
	f.State, f.Files = "finished", []string{"/ifs/data/nas1/a/win1"}
	for range 12 {
		synciq.Of(b.Cluster(Prod)).FailNextJob("nas1", siq.Sync, f)
	}
}

// reportOf runs a failover during which every run of nas1 leaves a file out.
func reportOf(a *attempt, f synciq.JobFault) {
	b := New(a, asREADME())
	adopt(a.T, b)
	b.Arrive(a, Prod, 0, false)
	b.World.Do(func() { leavesOut(b, f) })
	for _, p := range b.People() {
		if err := b.Write(p, "early-"+p.Name); err != nil {
			a.Fatal(err)
		}
	}
	if err := a.out(b); err != nil {
		a.Logf("the run ended with %v", err)
	}
	a.judge(b)
}

// TestAttack_SkippedFiles: the last sync finishes, and its report says that a file was skipped.
func TestAttack_SkippedFiles(t *testing.T) {
	attack(t, func(a *attempt) { reportOf(a, synciq.JobFault{Skipped: synciq.Skipped{IO: 1}}) })
}

// TestAttack_SkippedByConflict: likewise, for a file that somebody has changed on the other side.
func TestAttack_SkippedByConflict(t *testing.T) {
	attack(t, func(a *attempt) { reportOf(a, synciq.JobFault{Skipped: synciq.Skipped{UserConflict: 1}}) })
}

// TestAttack_FailedChunks: likewise, for a part of the work that failed.
func TestAttack_FailedChunks(t *testing.T) {
	attack(t, func(a *attempt) { reportOf(a, synciq.JobFault{Skipped: synciq.Skipped{Chunks: 1}}) })
}

// TestAttack_ErrorText: all figures are zero, and an error stands in the report.
func TestAttack_ErrorText(t *testing.T) {
	attack(t, func(a *attempt) { reportOf(a, synciq.JobFault{Text: "a worker gave up on /ifs/data/nas1/a/win1"}) })
}

// TestAttack_NoSkipCounters: a release gives no figures of what was skipped. That proves nothing, so nobody may go on without having
// said so.
func TestAttack_NoSkipCounters(t *testing.T) {
	attack(t, func(a *attempt) {
		for _, value := range []string{dial.Null, dial.Absent} {
			o := asREADME()
			o.Build.Dials = dial.Values{dial.SkipCounters: value}
			b := New(a, o)
			adopt(a.T, b)
			if err := a.out(b); err == nil {
				a.finds("skip counters that are %s were taken as proof", value)
			}
		}
	})
}

// TestAttack_AttributesAlone: something touches inodes all the time, and moves no byte and no name. The run stops, says that
// attributes alone change, and names what to accept.
func TestAttack_AttributesAlone(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, asREADME())
		adopt(a.T, b)
		stop := b.every(2*time.Second, func(turn int) {
			mode := []string{"0700", "0750"}[turn%2]
			_ = b.Cluster(Prod).FS.Touch("/ifs/data/nas1/a/file0", fs.Clients, fs.Attr{Mode: mode, Owner: "root", Group: "wheel"})
		})
		err := a.out(b)
		stop()
		if err == nil {
			a.finds("attributes changed to the end, and nobody had to accept that")
		} else if !strings.Contains(err.Error(), "attribute") {
			a.finds("changes of attributes alone are refused as if data had changed, with no way round: %v", err)
		}
		a.judge(b)
	})
}
