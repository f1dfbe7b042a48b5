// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync_test

import (
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// A run may end well and admit, in figures of its report, that it has left something out. Some releases may not give the figures.
func TestReportsOfRunsThatLeaveSomethingOut(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	a, b := s.World.Cluster("ps1"), s.World.Cluster("ps2")
	s.Run(papitest.Post(onePS1+policies, newPolicy, 201, ""))
	if err := a.FS.Write("/ifs/data/nas1/left", fs.Write{ID: "w1", Bytes: 5, At: papitest.Start}); err != nil {
		t.Fatal(err)
	}
	synciq.Of(a).FailNextJob("nas1", siq.Sync, synciq.JobFault{
		State: "finished", Text: "file /ifs/data/nas1/left: input/output error", Files: []string{"/ifs/data/nas1/left"},
		Skipped: synciq.Skipped{IO: 1, Network: 2, Checksum: 3, UserConflict: 4, Chunks: 5},
	})
	s.answered(runIt, 201, "")
	s.Wait(time.Minute)
	const left = `{"reports":[{"state":"finished","error_io_files_skipped":1,"error_net_files_skipped":2,"error_checksum_files_skipped":3,
		"user_conflict_files_skipped":4,"failed_chunks":5,"errors":["file /ifs/data/nas1/left: input/output error"]}]}`
	s.Run(papitest.Get(onePS1+reports, left), papitest.Get(onePS2+received, left))
	if b.FS.Exists("/ifs/data/nas1/left") {
		t.Error("the file that was left out is on the target")
	}
	s.World.Dials[dial.SkipCounters] = dial.Null
	s.Run(papitest.Get(onePS1+reports, `{"reports":[{"error_io_files_skipped":null,"failed_chunks":null,"files_unlinked":0}]}`))
	s.World.Dials[dial.SkipCounters] = dial.Absent
	if _, _, body := s.Do(papitest.Request{Method: "GET", Path: onePS1 + reports}); strings.Contains(string(body), "files_skipped\":") &&
		strings.Contains(string(body), "error_io") {
		t.Errorf("the figures are there: %s", body)
	}
	delete(s.World.Dials, dial.SkipCounters)
	s.answered(runIt, 201, "")
	s.Wait(time.Minute)
	s.Run(papitest.Get(onePS1+reports, `{"reports":[{"error_io_files_skipped":0,"failed_chunks":0,"errors":[]}]}`))
	if !b.FS.Exists("/ifs/data/nas1/left") {
		t.Error("the next run does not bring the file")
	}
}

// A file of which only attributes change is replicated and counted, without a byte; where it is counted is a dial.
func TestReportsOfAttributesAlone(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	s.Run(papitest.Post(onePS1+policies, newPolicy, 201, ""))
	s.answered(runIt, 201, "")
	s.Wait(time.Minute)
	s.World.Do(func() {
		attr := fs.Attr{Mode: "0711", Owner: "root", Group: "wheel"}
		if err := s.World.Cluster("ps1").FS.Touch("/ifs/data/nas1", fs.Clients, attr); err != nil {
			t.Fatal(err)
		}
	})
	s.answered(runIt, 201, "")
	s.Wait(time.Minute)
	s.Run(papitest.Get(onePS1+reports, `{"reports":[{"files_changed":1,"file_data_bytes":0,"files_new":0,"dirs_changed":0,"lins_total":1}]}`))
	s.World.Dials[dial.AttributeChanges] = "lins_total"
	s.Run(papitest.Get(onePS1+reports, `{"reports":[{"files_changed":0,"file_data_bytes":0,"lins_total":1}]}`))
}
