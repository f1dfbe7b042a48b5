// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// counters are those that decide, all given and zero.
var counters = []string{
	"files_changed", "files_new", "files_unlinked", "files_transferred", "dirs_changed", "dirs_new", "dirs_moved", "dirs_deleted",
	"file_data_bytes", "error_io_files_skipped", "error_net_files_skipped", "error_checksum_files_skipped", "user_conflict_files_skipped",
	"failed_chunks",
}

// reported is a report of a finished sync in which all counters are zero, but for what is edited; "-" leaves a property out.
func reported(t *testing.T, edit map[string]any) survey.Report {
	t.Helper()
	body := map[string]any{"job_id": 7, "start_time": 700, "policy_name": "nas1", "action": "run", "state": "finished", "errors": []string{}}
	for _, c := range counters {
		body[c] = 0
	}
	for k, v := range edit {
		body[k] = v
		if v == "-" {
			delete(body, k)
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	var x onefs.SyncReport
	if err := json.Unmarshal(text, &x); err != nil {
		t.Fatal(err)
	}
	return Judged([]onefs.SyncReport{x})[0]
}

var (
	missingAccepted = []string{finding.RunCountersMissing.String()}
	touchAccepted   = []string{finding.AttributesChanged.String()}
	allAccepted     = slices.Concat(missingAccepted, touchAccepted)
)

// TestReport_WhatItProves is the table of what a report proves: whether it shows itself whole, proves a run, and proves a quiet one.
func TestReport_WhatItProves(t *testing.T) {
	t.Parallel()
	type edit = map[string]any
	none := edit{}
	for _, c := range counters {
		none[c] = nil
	}
	for name, c := range map[string]struct {
		edit     edit
		accepted []string
		// verdict has a letter for each that holds: w whole, p proves, q quiet.
		verdict string
	}{
		"nothing to carry":                   {edit{}, nil, "wpq"},
		"skipped, for nothing was modified":  {edit{"state": "skipped"}, nil, "wpq"},
		"still running":                      {edit{"state": "running"}, nil, ""},
		"failed":                             {edit{"state": "failed"}, allAccepted, ""},
		"needs attention":                    {edit{"state": "needs_attention"}, allAccepted, ""},
		"canceled":                           {edit{"state": "canceled"}, allAccepted, ""},
		"a state that nobody knows":          {edit{"state": "unknown"}, allAccepted, ""},
		"a file changed":                     {edit{"files_changed": 1, "file_data_bytes": 9, "files_transferred": 1}, allAccepted, "wp"},
		"a file emptied":                     {edit{"files_changed": 1, "files_transferred": 1}, allAccepted, "wp"},
		"a file is new":                      {edit{"files_new": 1}, allAccepted, "wp"},
		"a file is gone":                     {edit{"files_unlinked": 1}, allAccepted, "wp"},
		"a directory changed":                {edit{"dirs_changed": 1}, allAccepted, "wp"},
		"a directory is new":                 {edit{"dirs_new": 1}, allAccepted, "wp"},
		"a directory moved":                  {edit{"dirs_moved": 1}, allAccepted, "wp"},
		"a directory is gone":                {edit{"dirs_deleted": 1}, allAccepted, "wp"},
		"bytes of nothing":                   {edit{"file_data_bytes": 1}, allAccepted, "wp"},
		"attributes alone":                   {edit{"files_changed": 3}, nil, "wp"},
		"attributes alone, accepted":         {edit{"files_changed": 3}, touchAccepted, "wpq"},
		"attributes and a new file":          {edit{"files_changed": 3, "files_new": 1}, touchAccepted, "wp"},
		"attributes, bytes not told":         {edit{"files_changed": 3, "file_data_bytes": nil}, allAccepted, "wp"},
		"attributes, transfers not told":     {edit{"files_changed": 3, "files_transferred": "-"}, touchAccepted, "wp"},
		"a file skipped":                     {edit{"error_io_files_skipped": 1}, allAccepted, ""},
		"a file skipped by the network":      {edit{"error_net_files_skipped": 1}, allAccepted, ""},
		"a file skipped by its checksum":     {edit{"error_checksum_files_skipped": 1}, allAccepted, ""},
		"a file skipped for a conflict":      {edit{"user_conflict_files_skipped": 1}, allAccepted, ""},
		"a chunk failed":                     {edit{"failed_chunks": 1}, allAccepted, ""},
		"an error text in the list":          {edit{"errors": []string{"a worker gave up"}}, allAccepted, ""},
		"an error text alone":                {edit{"errors": nil, "error": "a worker gave up"}, allAccepted, ""},
		"skip counters null":                 {edit{"error_io_files_skipped": nil}, nil, "w"},
		"skip counters null, accepted":       {edit{"error_io_files_skipped": nil}, missingAccepted, "wpq"},
		"skip counters absent":               {edit{"failed_chunks": "-"}, nil, "w"},
		"skip counters absent, accepted":     {edit{"failed_chunks": "-"}, missingAccepted, "wpq"},
		"one absent, another not zero":       {edit{"failed_chunks": "-", "error_io_files_skipped": 2}, allAccepted, ""},
		"changes null":                       {edit{"files_changed": nil}, nil, "w"},
		"changes null, other accepted":       {edit{"files_changed": nil}, touchAccepted, "w"},
		"changes null, accepted":             {edit{"files_changed": nil}, missingAccepted, "wpq"},
		"changes null, others not zero":      {edit{"files_changed": nil, "files_new": 2}, allAccepted, "wp"},
		"no counter at all":                  {none, allAccepted, "w"},
		"transfers null, which decide alone": {edit{"files_transferred": nil}, nil, "wpq"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := reported(t, c.edit)
			verdict := ""
			for letter, holds := range map[string]bool{"w": Whole(r), "p": Proves(r, c.accepted), "q": Quiet(r, c.accepted)} {
				if holds {
					verdict += letter
				}
			}
			for _, letter := range []string{"w", "p", "q"} {
				if strings.Contains(c.verdict, letter) != strings.Contains(verdict, letter) {
					t.Errorf("%+v: got %q, want %q", r, verdict, c.verdict)
				}
			}
		})
	}
}

// TestReport_NoSingleCounterMayBeMissing: whichever deciding counter is null or absent, nothing is proven that was not accepted.
func TestReport_NoSingleCounterMayBeMissing(t *testing.T) {
	t.Parallel()
	for _, c := range counters {
		if c == "files_transferred" {
			continue // it only tells attributes from data
		}
		for _, v := range []any{nil, "-"} {
			r := reported(t, map[string]any{c: v})
			if Quiet(r, touchAccepted) || !slices.Contains(r.Missing, c) {
				t.Errorf("%s = %v: quiet without it, or not named: %v", c, v, r.Missing)
			}
		}
	}
}

// TestProof is about which report counts: the newest of a sync that has ended, after the baseline.
func TestProof(t *testing.T) {
	t.Parallel()
	quiet := survey.Report{Job: 9, Started: 900, State: survey.StateFinished}
	of := func(r survey.Report, edit func(*survey.Report)) survey.Report {
		edit(&r)
		return r
	}
	after := survey.BaselineAfter(5, 500)
	for name, c := range map[string]struct {
		list []survey.Report
		base survey.Baseline
		want survey.Proof
	}{
		"none":                       {nil, after, survey.Proof{}},
		"quiet":                      {[]survey.Report{quiet}, after, survey.Proof{Ran: true, Quiet: true}},
		"before the baseline":        {[]survey.Report{of(quiet, func(r *survey.Report) { r.Job = 5 })}, after, survey.Proof{}},
		"began before, reported now": {[]survey.Report{of(quiet, func(r *survey.Report) { r.Started = 500 })}, after, survey.Proof{}},
		"no baseline counts": {
			[]survey.Report{quiet},
			survey.Baseline{State: survey.NoneCounts},
			survey.Proof{},
		},
		"nothing had run": {
			[]survey.Report{quiet},
			survey.Baseline{State: survey.NothingRan},
			survey.Proof{Ran: true, Quiet: true},
		},
		"carried": {
			[]survey.Report{of(quiet, func(r *survey.Report) { r.Moved = 2 })},
			after,
			survey.Proof{Ran: true},
		},
		"touched": {
			[]survey.Report{of(quiet, func(r *survey.Report) { r.Touched = 2 })},
			after,
			survey.Proof{Ran: true, Touched: 2},
		},
		"left out": {
			[]survey.Report{of(quiet, func(r *survey.Report) { r.Left = []string{"failed_chunks 1"} })},
			after,
			survey.Proof{},
		},
		"not told": {
			[]survey.Report{of(quiet, func(r *survey.Report) { r.Missing = []string{"failed_chunks"} })},
			after,
			survey.Proof{Ran: true},
		},
		"failed after a quiet one": {
			[]survey.Report{of(quiet, func(r *survey.Report) { r.Job, r.State = 10, survey.StateCanceled }), quiet},
			after,
			survey.Proof{},
		},
		"another job after a quiet one": {
			[]survey.Report{of(quiet, func(r *survey.Report) { r.Job, r.Action = 10, survey.ActionResyncPrep }), quiet},
			after,
			survey.Proof{Ran: true, Quiet: true},
		},
		"running after a quiet one": {
			[]survey.Report{of(quiet, func(r *survey.Report) { r.Job, r.State = 10, "running" }), quiet},
			after,
			survey.Proof{Ran: true, Quiet: true},
		},
	} {
		if diff := cmp.Diff(c.want, Proof(c.list, c.base, nil)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestRunFacts: counters are judged by the newest finished sync, what was left out by the newest of all that are shown.
func TestRunFacts(t *testing.T) {
	t.Parallel()
	got := RunFacts([]survey.Report{
		{Job: 9, Action: survey.ActionResyncPrep, State: survey.StateFinished, Missing: []string{"other"}},
		{Job: 8, State: "failed", Errors: []string{"not finished, so not meant"}},
		{Job: 7, State: survey.StateFinished, Missing: []string{"failed_chunks"}},
		{Job: 6, State: survey.StateFinished, Left: []string{"error_io_files_skipped 1"}, Errors: []string{"gave up"}},
		{Job: 5, State: survey.StateFinished, Left: []string{"older"}, Missing: []string{"older"}},
	})
	want := survey.RunFacts{Missing: []string{"failed_chunks"}, Left: []string{"error_io_files_skipped 1", "gave up"}, Report: 6}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestUnproven_Words: the error names policy, cluster, report and figures, and says what to do.
func TestUnproven_Words(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edit map[string]any
		says []string
	}{
		"left out": {
			map[string]any{"error_io_files_skipped": 3, "errors": []string{"gave up"}},
			[]string{"policy nas1 on prod", "report 7", "error_io_files_skipped 3", `"gave up"`, "isi sync reports view nas1 7", "apply again"},
		},
		"missing": {
			map[string]any{"failed_chunks": nil},
			[]string{"policy nas1 on prod", "does not give failed_chunks", `ignore_findings = ["run_counters_missing"]`},
		},
		"blind": {
			func() map[string]any {
				m := map[string]any{}
				for _, c := range counters {
					m[c] = nil
				}
				return m
			}(),
			[]string{"no counter of what changed", "files_changed"},
		},
	} {
		err := &UnprovenError{Policy: "nas1", Cluster: "prod", Report: reported(t, c.edit)}
		for _, s := range c.says {
			if !strings.Contains(err.Error(), s) {
				t.Errorf("%s: %q is not in %v", name, s, err)
			}
		}
	}
}

// TestAccepted: of what is ignored only the findings about reports decide what a report proves.
func TestAccepted(t *testing.T) {
	t.Parallel()
	in := survey.Intent{IgnoreFindings: []string{"policy_pinned", "attributes_changed", "run_counters_missing", "run_left_files"}}
	if got := fmt.Sprint(Accepted(in)); got != "[run_counters_missing attributes_changed]" {
		t.Error(got)
	}
	if got := Accepted(survey.Intent{}); got != nil {
		t.Error(got)
	}
}
