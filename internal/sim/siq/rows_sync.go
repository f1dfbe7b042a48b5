// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

// runSteps is a run of X: snapshot the source, send what changed since the last run, keep the result on the target. The names of
// the first and the last phase are those of a recorded report.
func runSteps(begin ...Op) []Step {
	return []Step{
		{Name: "STF_PHASE_SUMM_TREE", Shows: "sync", Lasts: Brief, Begin: append([]Op{TakeSource}, begin...)},
		{Name: "transfer", Shows: "sync", Lasts: Changes, End: []Op{CopyHalf}},
		{Name: "STF_PHASE_IDMAP_SEND", Shows: "sync", Lasts: Brief, End: []Op{CopyAll, KeepTarget, KeepSource}},
	}
}

var (
	firstRun = job(Plan{Steps: runSteps(TargetTo(WritesDisabled), ProtectTarget), Conflicts: true})
	laterRun = job(Plan{Steps: runSteps(), Conflicts: true})

	notRunnable = "The policy {name} is disabled and cannot be started."
	targetOpen  = "The target of policy {name} does not take part in its replication: writes are allowed there."

	ready     = at(Protected, ProtectedAgain, BothTargets)
	firstTime = at(NeverRun, ReverseOnly)
	closed    = at(FailingOver, FailedOver, Reverting, Preparing, Reversed, FailingBack, BothOpen, RevertingBack, PreparingBack,
		ReverseLost, BothResyncMade)
	everywhere = at(NeverRun, ReverseOnly, Protected, ProtectedAgain, BothTargets, FailingOver, FailedOver, Reverting, Preparing,
		Reversed, FailingBack, BothOpen, RevertingBack, PreparingBack, ReverseLost, BothResyncMade)

	on      = []Switch{Enabled}
	off     = []Switch{Disabled}
	there   = []Switch{Disabled, Enabled}
	missing = []Switch{Absent}
	whoever = []Switch{Absent, Disabled, Enabled} // the record alone decides
)

var (
	firstRunKnown = synciq("First run of P puts a SyncIQ (restricted-writer) domain on B's path.")
	laterRunKnown = synciq("| 1 | protected | enabled, schedule set | writes_disabled |")
	openDial      = map[string]Outcome{
		Conflict: jobFails(targetOpen, true), JobFails: jobFails(targetOpen, false), Refused: refuse(WrongState, targetOpen),
	}
)

// syncRows are runs of X, started by a request or by the schedule.
var syncRows = []Row{
	{ID: "sync.first", Action: Sync, Positions: firstTime, Self: on, Outcome: firstRun, Evidence: firstRunKnown},
	{ID: "sync.again", Action: Sync, Positions: ready, Self: on, Outcome: laterRun, Evidence: laterRunKnown},
	{ID: "sync.target_open", Action: Sync, Positions: closed, Self: on, Dial: "sync_when_target_open", Answers: openDial},
	{
		ID: "sync.disabled_first", Action: Sync, Positions: firstTime, Self: off, Dial: "job_on_disabled_policy",
		Answers: map[string]Outcome{Refused: refuse(WrongState, notRunnable), JobFails: jobFails(notRunnable, false), Runs: firstRun},
	},
	{
		ID: "sync.disabled", Action: Sync, Positions: ready, Self: off, Dial: "job_on_disabled_policy",
		Answers: map[string]Outcome{Refused: refuse(WrongState, notRunnable), JobFails: jobFails(notRunnable, false), Runs: laterRun},
	},
	{
		ID: "sync.disabled_target_open", Action: Sync, Positions: closed, Self: off, Dial: "job_on_disabled_policy",
		Answers: map[string]Outcome{
			Refused: refuse(WrongState, notRunnable), JobFails: jobFails(notRunnable, false), Runs: jobFails(targetOpen, true),
		},
	},
	{ID: "sync.unknown", Action: Sync, Positions: everywhere, Self: missing, Outcome: noPolicy, Evidence: notFoundKnown},

	{ID: "scheduled.first", Action: Scheduled, Positions: firstTime, Self: on, Outcome: firstRun, Evidence: firstRunKnown},
	{ID: "scheduled.again", Action: Scheduled, Positions: ready, Self: on, Outcome: laterRun, Evidence: laterRunKnown},
	{
		ID: "scheduled.target_open", Action: Scheduled, Positions: closed, Self: on, Dial: "sync_when_target_open",
		Answers: map[string]Outcome{Conflict: jobFails(targetOpen, true), JobFails: jobFails(targetOpen, false), Refused: ignore},
	},
	{
		ID: "scheduled.disabled", Action: Scheduled, Positions: everywhere, Self: off, Outcome: ignore,
		Evidence: synciq("on failback P starts replicating by itself as soon as it is enabled"),
	},
	{
		ID: "scheduled.unknown", Action: Scheduled, Positions: everywhere, Self: missing, Outcome: ignore,
		Evidence: synciq("association on B is broken, T(P) disappears, B becomes writable, reports and snapshots go"),
	},

	{
		ID: "test.run", Action: Test, Positions: everywhere, Self: on,
		Outcome:  job(Plan{Steps: []Step{{Name: "test", Shows: "none", Lasts: Brief}}}),
		Evidence: synciq("POST job `action` ∈ resync_prep, allow_write, allow_write_revert, test."),
	},
	{
		ID: "test.disabled", Action: Test, Positions: everywhere, Self: off, Dial: "job_on_disabled_policy",
		Answers: map[string]Outcome{
			Refused: refuse(WrongState, notRunnable), JobFails: jobFails(notRunnable, false),
			Runs: job(Plan{Steps: []Step{{Name: "test", Shows: "none", Lasts: Brief}}}),
		},
	},
	{ID: "test.unknown", Action: Test, Positions: everywhere, Self: missing, Outcome: noPolicy, Evidence: notFoundKnown},
}
