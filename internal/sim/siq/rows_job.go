// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

var (
	noJob      = refuse(NotFound, "Job matching: '{name}' not found.")
	noJobKnown = synciq("With no job: 404 for the single GET, empty `jobs` list for the collection.")
)

// jobRows are the writes to X's job when there is none.
var jobRows = []Row{
	{ID: "cancel.no_job", Action: Cancel, Positions: everywhere, Self: whoever, Outcome: noJob, Evidence: noJobKnown},
	{ID: "pause.no_job", Action: Pause, Positions: everywhere, Self: whoever, Outcome: noJob, Evidence: noJobKnown},
	{ID: "resume.no_job", Action: Resume, Positions: everywhere, Self: whoever, Outcome: noJob, Evidence: noJobKnown},
}
