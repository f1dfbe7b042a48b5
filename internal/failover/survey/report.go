// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
)

// ended: the pair "in between, and failed" is not running and may be started again (synciq.md §1.4).
func Ended(state string) bool {
	return state == stateFailed || state == StateAttention || state == StateCanceled
}

// Actions of a SyncIQ job; a sync is a POST without an action (synciq.md §1.1).
const (
	ActionSync             = ""
	ActionAllowWrite       = "allow_write"
	ActionResyncPrep       = "resync_prep"
	ActionAllowWriteRevert = "allow_write_revert"
	StateFinished          = "finished"
	stateFailed            = "failed"
	StateAttention         = "needs_attention"
	StateCanceled          = "canceled"
	StateSkipped           = "skipped"
)

// sameAction: OneFS says "run", "none", "sync", "copy" or nothing for a sync, and shows inner steps of resync prep as actions.
func SameAction(shown, wanted string) bool {
	if wanted != ActionSync {
		return shown == wanted || wanted == ActionResyncPrep && len(shown) > len(wanted) && shown[:len(wanted)] == wanted
	}
	switch shown {
	case "", "run", "none", "sync", "copy":
		return true
	}
	return false
}

// Report is what one job report says, as far as a proof needs it.
type Report struct {
	Job     int64
	Started int64 // by the clock of the cluster that ran it, seconds
	Action  string
	State   string
	Errors  []string
	Changed int64
	Still   bool
}

// quiet: the run had nothing to carry. A skipped run of a policy with skip_when_source_unmodified is quiet as well.
func (r Report) Quiet() bool {
	return r.State == StateSkipped || r.State == StateFinished && (r.Still || mutant.On(mutant.QuietRunSkipped))
}

// over: the job of the report has ended.
func (r Report) Over() bool {
	return Ended(r.State) || r.State == StateFinished || r.State == StateSkipped
}

// Baseline is what a proof begins from, both of the cluster that runs the job: the highest job id in the reports of the policy, and when
// the policy last started. The report of a run that began before may come late, with a higher id; it did not start later.
type Baseline struct{ Job, Started int64 }

// Since is the name under which the second half of a baseline stands beside a witness.
func Since(witness string) string { return "started before " + witness }

// NoteBaseline writes both halves of a baseline into the run's record.
func (rec *RunRecord) NoteBaseline(witness string, b Baseline) {
	rec.Baselines[witness], rec.Baselines[Since(witness)] = b.Job, b.Started
}

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
