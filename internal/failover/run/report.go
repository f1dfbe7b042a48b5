// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package run

import (
	"context"
	"encoding/json"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// NoteStage remembers how a stage went.
func (r *Run) NoteStage(st survey.StageID, steps int, began time.Time, err error) {
	s := survey.StageReport{
		Stage:   st,
		Steps:   steps,
		Began:   began.UTC().Truncate(time.Second),
		Seconds: time.Since(began).Round(time.Second).Seconds(),
	}
	if err != nil {
		s.Error = err.Error()
	}
	r.Stages = append(r.Stages, s)
}

// NoteReport remembers the report of a job that was waited for.
func (r *Run) NoteReport(cluster, policy string, rep survey.Report) {
	r.Mu.Lock()
	defer r.Mu.Unlock()
	r.reports = append(r.reports, JobReport{Cluster: cluster, Policy: policy, Report: rep})
}

// Fill gives an outcome what the run has come to, also when it failed.
func (r *Run) Fill(out *Outcome) {
	out.Survey, out.ManualSteps, out.RunID, out.Reports, out.Events = r.Survey, r.Manual, r.LastID, r.reports, r.Feed.Events()
}

// Report writes the report of a run that is over. Each cluster that may be spoken to gets a copy; one that does not take it is logged,
// because the run is over all the same.
func (r *Run) Report(ctx context.Context, record *survey.RunRecord) {
	out := survey.RunReport{
		Format: journal.RunReportFormat, ID: record.ID, Resource: r.Intent.ID, From: record.From, To: record.To, Moves: r.Moves,
		Started:  record.Started,
		Finished: journal.StartTime(), Stages: r.Stages, ManualSteps: append([]string{}, r.Manual...),
	}
	b, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		r.Log(ctx, "the run's report cannot be encoded", map[string]any{"error": err.Error()})
		return
	}
	for _, k := range r.Engine.Reachable(r.Intent) {
		if err := journal.WriteFile(ctx, r.Engine, journal.Own(r.Engine), k, journal.RunPath(r.Engine, record.ID), b); err != nil {
			r.Log(ctx, "the run's report could not be written", map[string]any{"cluster": k, "error": err.Error()})
		}
	}
}
