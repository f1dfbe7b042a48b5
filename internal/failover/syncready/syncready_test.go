// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package syncready_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/surveytest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/syncready"
)

// edits of the world in which prod serves nas1 and is protected.
func forward(change func(v *survey.PolicyView)) func(*survey.Survey) {
	return func(s *survey.Survey) { s.Clusters["prod"].SetPolicy("nas1", change) }
}

func record(state string) func(*survey.Survey) {
	return func(s *survey.Survey) { s.Clusters["dr"].SetTarget("nas1", "/ifs/dr/nas1", state) }
}

func both(list ...func(*survey.Survey)) func(*survey.Survey) {
	return func(s *survey.Survey) {
		for _, f := range list {
			f(s)
		}
	}
}

func licences(cluster, status string) func(*survey.Survey) {
	return func(s *survey.Survey) { s.Clusters[cluster].Licences = map[string]string{"SNAPSHOTIQ": status} }
}

// openRun is a run to dr with its last sync proven, or not.
func openRun(p survey.Proof) func(*survey.Survey) {
	return func(s *survey.Survey) {
		s.Run = &survey.RunRecord{
			ID: "r", From: "prod", To: "dr", Schedules: map[string]survey.Schedule{"nas1": {}}, Witnesses: survey.Witnesses{},
		}
		s.NoteWitness(survey.LastSyncOf("nas1"), survey.Baseline{State: survey.NothingRan})
		s.SetProof(survey.LastSyncOf("nas1"), p)
	}
}

// TestReadiness_OfPolicies is the table of what is found about policies, reports and snapshots before a move from prod to dr.
func TestReadiness_OfPolicies(t *testing.T) {
	t.Parallel()
	seen := func(runs survey.RunFacts) func(*survey.Survey) {
		return forward(func(v *survey.PolicyView) { v.Runs = runs })
	}
	missing := seen(survey.RunFacts{Missing: []string{"failed_chunks"}})
	left := seen(survey.RunFacts{Left: []string{"error_io_files_skipped 2"}, Report: 7})
	quiet, touched := survey.Proof{Ran: true, Quiet: true}, survey.Proof{Ran: true, Touched: 3}
	certificate := func(s *survey.Survey) {
		forward(func(v *survey.PolicyView) { v.Certificate = "c" })(s)
		f := &s.Clusters["prod"].Facts
		f.Certificate, f.Own = "c", []survey.CertificateView{{ID: "c", Name: "own", Subject: "prod", Status: "valid"}}
	}
	for name, c := range map[string]struct {
		world func(*survey.Survey)
		found string
	}{
		"healthy":                            {func(*survey.Survey) {}, ""},
		"counters missing":                   {missing, "run_counters_missing"},
		"files left":                         {left, "run_left_files"},
		"counters missing, last sync proven": {both(missing, openRun(quiet)), ""},
		"attributes alone":                   {openRun(touched), "attributes_changed"},
		"attributes alone, accepted":         {openRun(survey.Proof{Ran: true, Quiet: true, Touched: 3}), ""},
		"no licence for snapshots":           {licences("prod", "Expired"), "snapshot_before_prep"},
		"an evaluation licence":              {licences("prod", "Evaluation"), ""},
		"no licence on the side that stays":  {licences("dr", "Expired"), ""},
		"conflicted":                         {forward(func(v *survey.PolicyView) { v.Conflicted = true }), "policy_conflicted"},
		"last run failed":                    {forward(func(v *survey.PolicyView) { v.LastFailed = true }), "policy_last_run_failed"},
		"job paused":                         {forward(func(v *survey.PolicyView) { v.Job = "paused" }), "policy_job_stopped"},
		"job needs attention":                {forward(func(v *survey.PolicyView) { v.Job = survey.StateAttention }), "policy_job_stopped"},
		"job runs":                           {forward(func(v *survey.PolicyView) { v.Job = "running" }), "policy_running"},
		"not marked":                         {forward(func(v *survey.PolicyView) { v.DomainMarked = false }), "domain_not_marked"},
		"copies":                             {forward(func(v *survey.PolicyView) { v.Action = "copy" }), "policy_copies"},
		"filtered":                           {forward(func(v *survey.PolicyView) { v.Filtered = true }), "policy_filtered"},
		"no failback":                        {forward(func(v *survey.PolicyView) { v.NoFailback = true }), "policy_without_failback"},
		"disabled":                           {forward(func(v *survey.PolicyView) { v.Enabled = false }), "policy_disabled"},
		"never run":                          {func(s *survey.Survey) { delete(s.Clusters["dr"].Targets, "nas1") }, "policy_never_run"},
		"opened by somebody":                 {record(position.WritesEnabled), "resync_prep_left_out"},
		"being opened":                       {record(position.EnablingWrites), "unexpected_position"},
		"being opened by us":                 {both(record(position.EnablingWrites), openRun(quiet)), ""},
		"opened by us":                       {both(record(position.WritesEnabled), openRun(quiet)), ""},
		"disabled, and no record": {
			both(forward(func(v *survey.PolicyView) { v.Enabled = false }), func(s *survey.Survey) { delete(s.Clusters["dr"].Targets, "nas1") }),
			"unexpected_position",
		},
		"target path changed": {forward(func(v *survey.PolicyView) { v.TargetPath = "/ifs/x" }), "target_path_changed"},
		"two records": {
			func(s *survey.Survey) {
				v := s.Clusters["dr"].Targets["nas1"]
				v.Namesakes = []string{"other"}
				s.Clusters["dr"].Targets["nas1"] = v
			},
			"target_record_twice",
		},
		"outside the zone": {func(s *survey.Survey) { s.Clusters["prod"].ZonePath = "/ifs/elsewhere" }, "path_outside_zone"},
		"mirror's name taken": {
			func(s *survey.Survey) {
				s.Clusters["dr"].SetPolicy("nas1_mirror", func(v *survey.PolicyView) { v.SourcePath = "/ifs/x" })
			},
			"mirror_name_taken",
		},
		"through a moving name": {forward(func(v *survey.PolicyView) { v.TargetHost = "nas1.example.com" }), "replicates_through_moving_name"},
		"to itself":             {forward(func(v *survey.PolicyView) { v.Back = "g.s.p" }), "target_host_wrong"},
		"through clients' pool": {forward(func(v *survey.PolicyView) { v.Through = "groupnet0.subnet0.nas1" }), "replicates_through_pool"},
		"through a dynamic pool": {
			forward(func(v *survey.PolicyView) { v.Through, v.Dynamic = "g.s.p", true }), "replicates_through_dynamic_pool",
		},
		"pinned": {forward(func(v *survey.PolicyView) { v.Pinned = "s.p" }), "policy_pinned"},
		"password on the way back": {
			func(s *survey.Survey) { s.Clusters["prod"].Facts.SyncPassword = true },
			"way_back_password",
		},
		"password, mirror there": {
			func(s *survey.Survey) {
				s.Clusters["prod"].Facts.SyncPassword = true
				s.Clusters["dr"].SetPolicy("nas1_mirror", func(v *survey.PolicyView) { v.SourcePath, v.TargetPath = "/ifs/dr/nas1", "/ifs/data/nas1" })
			},
			"way_back_password",
		},
		"certificate not known": {certificate, "certificate_missing"},
		"certificate known": {
			both(certificate, func(s *survey.Survey) {
				s.Clusters["dr"].Facts.Peers = []survey.CertificateView{{Subject: "prod", Status: "valid"}}
			}),
			"",
		},
		"certificate ends": {
			func(s *survey.Survey) {
				s.Clusters["prod"].Facts.Own = []survey.CertificateView{{Name: "own", Status: "expiring"}}
				s.Clusters["prod"].Facts.Peers = []survey.CertificateView{{Name: "peer", Status: "expired"}}
			},
			"certificate_expires certificate_expires",
		},
		"undeclared": {
			func(s *survey.Survey) {
				s.Undeclared = []string{"other"}
				for _, c := range s.Clusters {
					c.ZonePools = []string{"groupnet0.subnet0.nas1"}
				}
			},
			"policy_not_declared",
		},
		"overlap": {
			func(s *survey.Survey) {
				inner := survey.Pair{Name: "in", Home: "prod", Paths: map[string]string{"prod": "/ifs/data/nas1/in", "dr": "/ifs/dr/nas1/in"}}
				s.Pairs = append(s.Pairs, inner)
				s.Clusters["prod"].SetPolicy("in", func(v *survey.PolicyView) {
					*v = s.Clusters["prod"].Policies["nas1"]
					v.SourcePath, v.TargetPath = inner.Paths["prod"], inner.Paths["dr"]
				})
				s.Clusters["dr"].SetTarget("in", inner.Paths["dr"], position.WritesDisabled)
			},
			"policies_overlap",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, in := surveytest.World(), surveytest.Intent("dr")
			c.world(s)
			out := &finding.Findings{}
			for _, p := range s.Pairs {
				out.List = append(out.List, syncready.PolicyShape(s, p)...)
				syncready.PositionReadiness(s, in, p, out)
				syncready.PolicyReadiness(s, in, p, out)
				syncready.ProofReadiness(s, in, p, out)
				syncready.PathReadiness(s, in, p, out)
				syncready.Readiness(s, in, p, []string{"nas1.example.com", "fin.example.com"}, out)
				syncready.WayBackReadiness(s, in, p, out)
			}
			syncready.JobReadiness(s, in, out)
			syncready.UndeclaredReadiness(s, out)
			syncready.OverlapReadiness(s, in, out)
			syncready.CertificateReadiness(s, "prod", out)
			syncready.SnapshotReadiness(s, in, out)
			if got := ids(out.List); got != c.found {
				t.Errorf("found %q, want %q", got, c.found)
			}
		})
	}
}

func ids(list []finding.Finding) string {
	var out []string
	for _, f := range list {
		out = append(out, f.ID.String())
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// TestReadiness_ProofFindingsByKind: what keeps a last sync from being proven blocks a controlled run, can be accepted by name, and is a
// risk of every other.
func TestReadiness_ProofFindingsByKind(t *testing.T) {
	t.Parallel()
	for _, id := range []finding.ID{finding.RunCountersMissing, finding.RunLeftFiles, finding.AttributesChanged} {
		for _, k := range finding.Kinds() {
			f := finding.New(id, "it", "is so", "").For(finding.Run{Kind: k})
			if f.Stops(nil) != (k == finding.Controlled) || f.Stops([]string{id.String()}) {
				t.Errorf("%s, %s: %s", id, k, f.Severity)
			}
		}
	}
	for _, k := range finding.Kinds() {
		f := finding.New(finding.SnapshotBeforePrep, "it", "is so", "").For(finding.Run{Kind: k})
		if f.Stops(nil) == k.Emergency() || f.Stops([]string{finding.SnapshotBeforePrep.String()}) {
			t.Errorf("%s: %s", k, f.Severity)
		}
	}
}

// TestLoss is the table of a move away from a lost cluster: how much is lost, what the reports do not prove, and what is accepted.
func TestLoss(t *testing.T) {
	t.Parallel()
	lost := time.Date(2026, 5, 2, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		newest time.Duration // before the loss, 0: no finished run
		runs   survey.RunFacts
		max    time.Duration
		errors string
		risks  string
	}{
		"nothing accepted":   {newest: 4 * time.Minute, errors: "data_loss"},
		"accepted":           {newest: 4 * time.Minute, max: 5 * time.Minute},
		"more than accepted": {newest: 6 * time.Minute, max: 5 * time.Minute, errors: "data_loss"},
		"no finished run":    {errors: "recovery_point_unknown"},
		"counters missing": {
			newest: 4 * time.Minute, max: 5 * time.Minute, runs: survey.RunFacts{Missing: []string{"failed_chunks"}}, risks: "run_counters_missing",
		},
		"files left": {
			newest: 4 * time.Minute, max: 5 * time.Minute, runs: survey.RunFacts{Left: []string{"failed_chunks 1"}, Report: 9},
			risks: "run_left_files",
		},
	} {
		s, in := surveytest.World(), surveytest.Intent("dr")
		s.Settings.Lost = map[string]string{"prod": lost.Format(time.RFC3339)}
		v := s.Clusters["dr"].Targets["nas1"]
		if v.Runs = c.runs; c.newest > 0 {
			v.Newest = lost.Add(-c.newest).Unix()
		}
		s.Clusters["dr"].Targets["nas1"] = v
		if c.max > 0 {
			in.MaxDataLoss = &c.max
		}
		if got := ids(replication.LossFindings(s, in)); got != c.errors {
			t.Errorf("%s: errors %q, want %q", name, got, c.errors)
		}
		risks := syncready.LossRisks(s, in)
		if got := ids(risks); got != c.risks {
			t.Errorf("%s: risks %q, want %q", name, got, c.risks)
		}
		for _, f := range risks {
			if !strings.Contains(f.Text, "max_data_loss") {
				t.Errorf("%s: %s", name, f.Text)
			}
		}
	}
}

// TestMayRevert is the table of what lets an open copy be rolled back to its last sync.
func TestMayRevert(t *testing.T) {
	t.Parallel()
	ours := both(record(position.WritesEnabled), openRun(survey.Proof{Ran: true, Quiet: true}), func(s *survey.Survey) {
		s.Run.Order, s.Run.Names = survey.WritesFirst, []string{"nas1.example.com"}
		s.SetFenced("prod", s.Clusters["prod"].Objects[0], true)
	})
	for name, c := range map[string]struct {
		world func(*survey.Survey)
		may   bool
	}{
		"nobody was led there": {ours, true},
		"half-way":             {both(ours, record(position.DisablingWrites)), true},
		"not open":             {both(ours, record(position.WritesDisabled)), false},
		"no run":               {both(ours, func(s *survey.Survey) { s.Run = nil }), false},
		"names first":          {both(ours, func(s *survey.Survey) { s.Run.Order = survey.NamesFirst }), false},
		"published":            {both(ours, func(s *survey.Survey) { s.Run.Published = true }), false},
		"name gone":            {both(ours, func(s *survey.Survey) { s.Run.Names = []string{"other.example.com"} }), false},
		"not proven": {
			both(ours, func(s *survey.Survey) { s.SetProof(survey.LastSyncOf("nas1"), survey.Proof{Ran: true}) }), false,
		},
		"attributes, not accepted": {
			both(ours, func(s *survey.Survey) { s.SetProof(survey.LastSyncOf("nas1"), survey.Proof{Ran: true, Touched: 1}) }), false,
		},
		"fence opened": {both(ours, func(s *survey.Survey) { s.SetFenced("prod", s.Clusters["prod"].Objects[0], false) }), false},
	} {
		s := surveytest.World()
		c.world(s)
		if got := replication.MayRevert(s, surveytest.Intent("prod"), surveytest.TestPair); got != c.may {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestKeptSteps: people are told what is known to differ, and in one line a cluster the snapshots of which nothing is known.
func TestKeptSteps(t *testing.T) {
	t.Parallel()
	ends := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	kept := func(name string, compared bool, count int, files ...string) survey.KeptSnapshot {
		return survey.KeptSnapshot{
			Cluster: "prod", Policy: "nas1", Path: "/ifs/data/nas1", Name: name, Expires: ends, Compared: compared, Count: count, Files: files,
		}
	}
	got := replication.KeptSteps(&survey.RunRecord{Kept: []survey.KeptSnapshot{
		kept("same", true, 0), kept("differs", true, 3, "/ifs/data/nas1/a", "/ifs/data/nas1/b"), kept("open1", false, 0), kept("open2", false, 0),
	}})
	want := []string{
		"3 files below /ifs/data/nas1 on prod were written after the last sync of nas1 and have been rolled back; snapshot differs keeps them " +
			"until 2026-06-01: /ifs/data/nas1/a, /ifs/data/nas1/b and 1 more",
		"prod cannot tell whether anything was written there after the last sync; if somebody misses something, it is in these snapshots, kept " +
			"until 2026-06-01: open1, open2",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
