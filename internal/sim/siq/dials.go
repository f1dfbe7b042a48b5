// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

// Dial is a question about OneFS that no source answers. The simulator can be set to any of the values; a client must get to the same
// end, or to the same named refusal, under each.
type Dial struct {
	Name     string
	Values   []string
	Default  string
	Evidence Evidence // the line that says that it is not known, or only inferred
}

// Values that several dials share.
const (
	Refused  = "refused"                 // an error answer, nothing happens
	JobFails = "job_fails"               // accepted, then the job fails and the report says why
	JobDone  = "finishes_without_change" // accepted, the job finishes, nothing has changed
	Runs     = "runs"                    // works as if all were well
	Conflict = "job_fails_and_conflicts" // accepted, the job fails and the policy is conflicted
	Joins    = "joins"                   // accepted, an id comes back, nothing new starts
	Canceled = "canceled"                // accepted, then the job ends canceled
	Yes      = "yes"
	No       = "no"
)

// Dials are the questions behind the rows of this package and behind package world's way of carrying them out.
var Dials = []Dial{
	{
		"job_on_disabled_policy",
		[]string{Refused, JobFails, Runs},
		Refused,
		synciq("OneFS's own answer: [unknown]. ViPR waits 33–40 s after enabling"),
	},
	{
		"sync_when_target_open",
		[]string{Conflict, JobFails, Refused},
		Conflict,
		synciq("must not overwrite B; job fails and P needs attention. [inferred;"),
	},
	{"second_allow_write", []string{Refused, JobDone, JobFails}, Refused, synciq("| second allow_write when writes_enabled |")},
	{"revert_when_writes_disabled", []string{Refused, JobDone, JobFails}, Refused, synciq("| allow_write_revert when writes_disabled |")},
	{
		"revert_while_enabling",
		[]string{Runs, Refused},
		Runs,
		synciq("if still failing, cancel, then allow_write_revert or (last resort) break association [inferred]"),
	},
	{
		"resync_prep_when_writes_disabled",
		[]string{Refused, JobFails},
		Refused,
		synciq("| resync_prep when T(P) is writes_disabled | must fail"),
	},
	{
		"second_resync_prep",
		[]string{Refused, JobFails, JobDone},
		Refused,
		behaviour("allow_write when already writable, job on a disabled policy"),
	},
	{
		"resync_prep_unsupported",
		[]string{Refused, JobFails},
		Refused,
		synciq("| resync_prep on a copy policy, or with excludes/includes/file criteria |"),
	},
	{
		"resync_prep_when_conflicted",
		[]string{Runs, Refused},
		Runs,
		synciq("HTTP status, code and text for every row of the illegal-action table."),
	},
	{
		"wrong_state",
		[]string{Refused, JobFails},
		Refused,
		synciq("Codes for the table above are otherwise [unknown]; simulator default proposal"),
	},
	{"wrong_state_status", []string{"409", "400", "500"}, "409", synciq("409 `AEC_CONFLICT` for wrong state or active job")},
	{
		"allow_write_over_hanging_job",
		[]string{Runs, Refused},
		Runs,
		synciq("cancel from the source (PUT job canceled), else from the target"),
	},
	{"second_job", []string{Refused, Joins}, Refused, behaviour("A second POST while one lives: [unknown], simulator 409.")},
	{"modify_with_job", []string{Refused, Runs}, Refused, synciq("OneFS answer [unknown], simulator should reject [inferred]")},
	{"stop_without_job", []string{Refused, Runs}, Refused, behaviour("Status of body-less POST actions; default page size")},
	{"job_when_service_off", []string{Refused, Canceled}, Refused, synciq("`service: paused` pauses all jobs, `off` cancels them")},
	{"delete_when_target_unreachable", []string{Refused, Runs}, Refused, synciq("skips the far side (needed when B is dead)")},
	{"quota_scan_on_target", []string{JobFails, Runs}, Runs, synciq("KB 000019414 full text and the quota conflict on the *target* side.")},
	{
		"overlapping_targets",
		[]string{JobFails, Refused},
		JobFails,
		synciq("| two policies to one target path, or overlapping targets | not supported"),
	},
	{"mirror_schedule", []string{"empty", "inherited"}, "empty", synciq("inferred for empty schedule] Consequence")},
	{"schedule_after_prep", []string{"kept", "cleared"}, "kept", synciq("resync_prep disables P but does not clear its schedule")},
	{
		"mirror_target_host",
		[]string{"coordinator_ip", "source_host"},
		"coordinator_ip",
		synciq("T(P).source_host / last_source_coordinator_ip). [inferred]"),
	},
	{
		"mirror_accelerated_failback",
		[]string{No, Yes},
		No,
		synciq("Exact JSON of a fresh M: target_host, schedule, enabled, accelerated_failback"),
	},
	{
		"source_closed_at",
		[]string{"finalize", "restore"},
		"finalize",
		synciq("When exactly P.enabled flips and A's path turns read-only during resync_prep"),
	},
	{
		"policy_disabled_at",
		[]string{"commit", "start"},
		"commit",
		synciq("When exactly P.enabled flips and A's path turns read-only during resync_prep"),
	},
	{"reverse_checked_at", []string{"finalize", "start"}, "finalize", synciq("and what a cancel in each phase leaves.")},
	{"enabled_lag_on_starts", []string{Yes, No}, Yes, synciq("ViPR waits 33–40 s after enabling before the next call.")},
	{"target_job_listed", []string{Yes, No}, Yes, synciq("Whether allow_write/revert jobs appear in `GET /sync/jobs` of the target")},
	{"running_job_report", []string{No, Yes}, No, behaviour("A running job's report may be in the list too. [inferred]")},
	{"report_id", []string{"counter_name", "name"}, "counter_name", behaviour("but the recorded one shows just the policy name")},
	{"job_post_id", []string{"name", "number"}, "number", behaviour("not the policy name; do not use it as a key.")},
	{"failed_job_state", []string{"failed", "needs_attention"}, "failed", synciq("P.last_job_state failed/needs_attention, often")},
	{"cycle_keeps_sync_state", []string{Yes, No}, Yes, synciq("Whether `has_sync_state`, `last_success` of P survive")},
	{"failed_run", []string{"conflicted", "runs_again"}, "conflicted", peers("a failure that runs again by itself")},
	{"next_run_when_conflicted", []string{"shown", "null"}, "shown", synciq("blocks schedules silently")},
	{"lag_enabled", []string{"3s", "0s", "40s"}, "3s", synciq("EMC's own code sleeps 33–40 s after enable")},
	{"lag_job", []string{"2s", "0s", "10s"}, "2s", synciq("CSM sleeps 3 s after starting a job before polling")},
	{"lag_target_state", []string{"3s", "0s", "40s"}, "3s", synciq("configurable delay on enabled, job appearance, T state")},
	{"lag_job_gone", []string{"3s", "0s", "40s"}, "3s", synciq("ViPR waits 40 s after cancel and re-reads, because the record lags")},
	{"lag_report", []string{"2s", "0s", "40s"}, "2s", synciq("a job vanishing is not success")},
	{"job_length", []string{"usual", "long"}, "usual", synciq("no published figure; grows with changes on A since the last sync")},
}
