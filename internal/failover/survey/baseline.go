// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

// BaselineState says from where on the reports of a policy count.
type BaselineState string

// The states.
const (
	// NothingRan: when the baseline was taken the policy had never started and had no report, so every report counts.
	NothingRan BaselineState = "nothing_ran"
	// AfterRun: reports count whose job id is above Job and whose run began after Started.
	AfterRun BaselineState = "after_run"
	// NoneCounts: what had run before is not known any more, so no report is known to be ours, and a run is due. It ends with the baseline
	// that is noted before that run.
	NoneCounts BaselineState = "none_counts"
)

// Baseline is what a proof begins from. Job and Started are both of the cluster that runs the job: the highest job id in the reports of the
// policy, 0 without a report, and when the policy last started in Unix seconds, 0 if it never did. The report of a run that began before
// may come late, with a higher id; it did not start later.
type Baseline struct {
	State   BaselineState `json:"baseline"`
	Job     int64         `json:"job,omitempty"`
	Started int64         `json:"started,omitempty"`
}

// BaselineAfter is the baseline that is taken when these are the highest job id and the last start.
func BaselineAfter(job, started int64) Baseline {
	if job == 0 && started == 0 {
		return Baseline{State: NothingRan}
	}
	return Baseline{State: AfterRun, Job: job, Started: started}
}

// Precedes tells that a report is of a run that began after the baseline was taken.
func (b Baseline) Precedes(r Report) bool {
	switch b.State {
	case NothingRan, AfterRun:
		return r.Job > b.Job && r.Started > b.Started
	default:
		return false
	}
}

// valid tells whether this release knows the state, and whether numbers stand only where they mean something.
func (b Baseline) valid() bool {
	switch b.State {
	case AfterRun:
		return true
	case NothingRan, NoneCounts:
		return b.Job == 0 && b.Started == 0
	default:
		return false
	}
}
