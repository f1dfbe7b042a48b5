// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// RunReport is what auditors read afterwards: what a run moved, when, and what it left to people. It lies on both clusters beside the
// journal and is never changed. Times are of the machine that ran Terraform.
type RunReport struct {
	Format   int    `json:"format"`
	ID       string `json:"id"`
	Resource string `json:"resource"`
	From     string `json:"from"`
	To       string `json:"to"`
	// Moves are the approved moves of the apply that ended the run; one that was interrupted before has done the others.
	Moves    Moves     `json:"moves"`
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished"`
	// Stages are those of that apply, in the order in which they ran.
	Stages      []StageReport `json:"stages"`
	ManualSteps []string      `json:"manual_steps"`
}

// StageReport is one stage as it went.
type StageReport struct {
	Stage StageID   `json:"stage"`
	Steps int       `json:"steps"`
	Began time.Time `json:"began"`
	// Seconds is how long it took.
	Seconds float64 `json:"seconds"`
	// Error is what went wrong, "" if nothing did.
	Error string `json:"error,omitempty"`
}

const runReportFormat = 1

// runPath is where the report of a run lies.
func (e *Engine) runPath(id string) string {
	return e.options.JournalDirectory + "/runs/" + url.PathEscape(id) + ".json"
}

// noteStage remembers how a stage went.
func (r *run) noteStage(st StageID, steps int, began time.Time, err error) {
	s := StageReport{
		Stage:   st,
		Steps:   steps,
		Began:   began.UTC().Truncate(time.Second),
		Seconds: time.Since(began).Round(time.Second).Seconds(),
	}
	if err != nil {
		s.Error = err.Error()
	}
	r.stages = append(r.stages, s)
}

// report writes the report of a run that is over. Each cluster that may be spoken to gets a copy; one that does not take it is logged,
// because the run is over all the same.
func (r *run) report(ctx context.Context, record *RunRecord) {
	out := RunReport{
		Format: runReportFormat, ID: record.ID, Resource: r.intent.ID, From: record.From, To: record.To, Moves: r.moves, Started: record.Started,
		Finished: startTime(), Stages: r.stages, ManualSteps: append([]string{}, r.manual...),
	}
	b, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		r.log(ctx, "the run's report cannot be encoded", map[string]any{"error": err.Error()})
		return
	}
	for _, k := range r.engine.reachable(r.intent) {
		if err := r.engine.writeFile(ctx, own(), k, r.engine.runPath(record.ID), b); err != nil {
			r.log(ctx, "the run's report could not be written", map[string]any{"cluster": k, "error": err.Error()})
		}
	}
}

// ErrNoRun is a run of which no cluster has a report.
var ErrNoRun = errors.New("no report of this run")

// RunReport reads the report of a run from the first of the clusters that has it. With unread clusters the answer is their reasons beside
// ErrNoRun.
func (e *Engine) RunReport(ctx context.Context, id string, clusters []string) (*RunReport, map[string]string, error) {
	unread := map[string]string{}
	for _, k := range clusters {
		c := e.client(k)
		if c == nil {
			unread[k] = e.noClient(k).Error()
			continue
		}
		b, err := c.ReadFile(ctx, e.runPath(id))
		switch {
		case errors.Is(err, onefs.ErrNotFound):
			continue
		case err != nil:
			unread[k] = err.Error()
			continue
		}
		r := new(RunReport)
		if err := json.Unmarshal(b, r); err != nil {
			return nil, unread, fmt.Errorf("the report of run %s on %s cannot be read: %w", id, k, err)
		}
		if r.Format != runReportFormat {
			return nil, unread, fmt.Errorf(
				"the report of run %s on %s has format %d; this release reads format %d",
				id,
				k,
				r.Format,
				runReportFormat,
			)
		}
		return r, unread, nil
	}
	return nil, unread, ErrNoRun
}
