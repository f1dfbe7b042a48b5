// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package run

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/progress"
)

// Outcome is what a run leaves behind. It is never nil, also beside an error.
type Outcome struct {
	// Survey is the last look at both clusters.
	Survey *survey.Survey
	RunID  string
	// ManualSteps are what people still have to do.
	ManualSteps []string
	// Before is the first look at both clusters, nil where nothing was to be done.
	Before *survey.Survey
	// Approved are the keys of the plan.
	Approved []survey.Key
	// Reports are those of the jobs that the run has waited for, in the order in which they came.
	Reports []JobReport
	// Events are what the run has told, without its waits.
	Events []progress.Event
}

// JobReport is the report of a job that a run has waited for.
type JobReport struct {
	Cluster, Policy string
	survey.Report
}
