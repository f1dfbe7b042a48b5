// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"errors"
	"testing"
	"time"
)

// TestTakeoverAfter_LostAgain: a cluster is lost again while the run that isolates it is half done. What was fenced there before the first
// takeover has to be restored one day, and what may be discarded is still counted from the first fork.
func TestTakeoverAfter_LostAgain(t *testing.T) {
	t.Parallel()
	s := world()
	share := s.Clusters["prod"].Objects[0]
	s.Settings.Lost = map[string]string{"prod": "2026-05-02T09:00:00Z"}
	s.Takeover = &Takeover{
		Run: "first", Lost: "prod", GUID: "guid", Fork: "2026-05-01T09:00:00Z", Names: []string{"nas1.example.com"},
		Originals: map[string][]Object{"prod": {share}},
	}
	s.Run = &RunRecord{ID: "second", From: "prod", To: "dr", Schedules: map[string]Schedule{"nas1": {Text: "every 5 minutes"}}}
	after := takeoverAfter(s, Intent{ID: s.ID, Active: "dr", Pools: s.Pools})
	if _, ok := findObject(after.Originals["prod"], share.address()); !ok {
		t.Errorf("the original of %s is lost for good", share.address())
	}
	if after.Fork != s.Takeover.Fork || after.Run != "first" || after.GUID != "guid" {
		t.Errorf("fork %s of run %s, want those of the first takeover", after.Fork, after.Run)
	}
	if after.Schedules["nas1"].Text != "every 5 minutes" {
		t.Errorf("schedules are %v", after.Schedules)
	}
}

// TestNote_LeaseRanOut: a run that slept past its lease may have an heir, whose journal it must not replace.
func TestNote_LeaseRanOut(t *testing.T) {
	t.Parallel()
	s := world()
	s.Run = &RunRecord{ID: "old", From: "prod", To: "dr"}
	s.JournalRevision = 4
	r := &run{
		engine: New(nil, Options{}), survey: s, notes: newNotes(), intent: Intent{ID: s.ID, Active: "dr", Pools: s.Pools},
	}
	r.lease = &lease{engine: r.engine, until: time.Now()}
	err := r.note(t.Context(), func(*RunRecord) {})
	if _, final := errors.AsType[*finalError](err); !final {
		t.Errorf("the journal was written without a lease: %v", err)
	}
	if s.JournalRevision != 4 {
		t.Errorf("revision %d, want 4", s.JournalRevision)
	}
}
