// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"errors"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/lease"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/surveytest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// TestTakeoverAfter_LostAgain: a cluster is lost again while the run that isolates it is half done. What was fenced there before the first
// takeover has to be restored one day, and what may be discarded is still counted from the first fork.
func TestTakeoverAfter_LostAgain(t *testing.T) {
	t.Parallel()
	s := surveytest.World()
	share := s.Clusters["prod"].Objects[0]
	s.Settings.Lost = map[string]string{"prod": "2026-05-02T09:00:00Z"}
	s.Takeover = &survey.Takeover{
		Run: "first", Lost: "prod", GUID: "guid", Fork: "2026-05-01T09:00:00Z", Names: []string{"nas1.example.com"},
		Originals: map[string][]survey.Object{"prod": {share}},
	}
	s.Run = &survey.RunRecord{ID: "second", From: "prod", To: "dr", Schedules: map[string]survey.Schedule{"nas1": {Text: "every 5 minutes"}}}
	after := takeoverAfter(s, survey.Intent{ID: s.ID, Active: "dr", Pools: s.Pools})
	if _, ok := survey.FindObject(after.Originals["prod"], share.Address()); !ok {
		t.Errorf("the original of %s is lost for good", share.Address())
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
	s := surveytest.World()
	s.Run = &survey.RunRecord{ID: "old", From: "prod", To: "dr"}
	s.JournalRevision = 4
	r := &run.Run{
		Engine: clusters.New(nil, clusters.Options{}), Survey: s, Notes: run.NewNotes(),
		Intent: survey.Intent{ID: s.ID, Active: "dr", Pools: s.Pools},
	}
	r.Lease = &lease.Lease{Engine: r.Engine}
	err := r.Note(t.Context(), func(*survey.RunRecord) {})
	if _, final := errors.AsType[*onefs.FinalError](err); !final {
		t.Errorf("the journal was written without a lease: %v", err)
	}
	if s.JournalRevision != 4 {
		t.Errorf("revision %d, want 4", s.JournalRevision)
	}
}
