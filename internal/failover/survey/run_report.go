// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"time"
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
