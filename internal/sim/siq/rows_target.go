// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

var (
	noRecord = Outcome{Refuse: &Refusal{Kind: NotFound, Text: "Target policy matching: '{name}' not found."}}
	noPolicy = Outcome{Refuse: &Refusal{Kind: NotFound, Text: "Policy matching: '{name}' not found."}}

	notFoundKnown = behaviour("| AEC_NOT_FOUND | 404 |")
	noRecordKnown = synciq("404, text **`Target policy matching: '<name>' not found.`**")

	// allow brings the target back to the last completed sync, which also undoes a run that was under way, and opens it.
	allow = Plan{Steps: []Step{
		{
			Name: "allow_write_restore", Shows: "allow_write", Lasts: Undo,
			Begin: []Op{FailSourceJob, TargetTo(EnablingWrites)}, End: []Op{RestoreTarget},
		},
		{Name: "allow_write_open", Shows: "allow_write", Lasts: Brief, End: []Op{OpenTarget, TargetTo(WritesEnabled)}},
	}}
	// revert closes the target and throws away what was written there.
	revert = Plan{Steps: []Step{
		{Name: "allow_write_revert_close", Shows: "allow_write_revert", Lasts: Brief, Begin: []Op{
			TargetTo(DisablingWrites),
			ProtectTarget,
		}},
		{Name: "allow_write_revert_restore", Shows: "allow_write_revert", Lasts: Undo, End: []Op{RestoreTarget, TargetTo(WritesDisabled)}},
	}}

	alreadyOpen   = "Writes are already allowed on the target of policy {name}."
	alreadyClosed = "Writes are not allowed on the target of policy {name}."
	wrongState    = "The target of policy {name} is not in a state in which this is possible."
	wrongDial     = map[string]Outcome{Refused: refuse(WrongState, wrongState), JobFails: jobFails(wrongState, false)}

	recordless = at(NeverRun, ReverseOnly)
	recorded   = at(Protected, ProtectedAgain, BothTargets, FailingOver, FailedOver, Reverting, Preparing, Reversed, FailingBack, BothOpen,
		RevertingBack, PreparingBack, ReverseLost, BothResyncMade)
	notForWrites = at(Preparing, Reversed, FailingBack, BothOpen, RevertingBack, PreparingBack, ReverseLost, BothResyncMade)
)

// targetRows are the actions that the target cluster is asked for.
var targetRows = []Row{
	{ID: "allow_write.unknown", Action: AllowWrite, Positions: recordless, Self: whoever, Outcome: noRecord, Evidence: noRecordKnown},
	{
		ID: "allow_write.run", Action: AllowWrite, Positions: ready, Self: whoever, Outcome: job(allow),
		Evidence: synciq("1→3 allow_write on the *target* cluster, P named by its source name or id."),
	},
	{
		ID: "allow_write.retry", Action: AllowWrite, Positions: at(FailingOver), Self: whoever, Outcome: job(allow),
		Evidence: synciq("T(P) can stay **enabling_writes with last_job_state failed**"),
	},
	{
		ID: "allow_write.again", Action: AllowWrite, Positions: at(FailedOver), Self: whoever, Dial: "second_allow_write",
		Answers: map[string]Outcome{
			Refused: refuse(WrongState, alreadyOpen), JobDone: doneWithoutChange, JobFails: jobFails(alreadyOpen, false),
		},
	},
	{
		ID: "allow_write.wrong_state", Action: AllowWrite, Positions: append(at(Reverting), notForWrites...), Self: whoever,
		Dial: "wrong_state", Answers: wrongDial,
	},

	{ID: "allow_write_revert.unknown", Action: Revert, Positions: recordless, Self: whoever, Outcome: noRecord, Evidence: noRecordKnown},
	{
		ID: "allow_write_revert.run", Action: Revert, Positions: at(FailedOver), Self: whoever, Outcome: job(revert),
		Evidence: synciq("roll B's path back to the last completed sync's snapshot"),
	},
	{
		ID: "allow_write_revert.retry", Action: Revert, Positions: at(Reverting), Self: whoever, Outcome: job(revert),
		Evidence: synciq("| failed allow_write_revert | disabling_writes + failed, same rule"),
	},
	{
		ID: "allow_write_revert.enabling", Action: Revert, Positions: at(FailingOver), Self: whoever, Dial: "revert_while_enabling",
		Answers: map[string]Outcome{Runs: job(revert), Refused: refuse(WrongState, wrongState)},
	},
	{
		ID: "allow_write_revert.closed", Action: Revert, Positions: ready, Self: whoever, Dial: "revert_when_writes_disabled",
		Answers: map[string]Outcome{
			Refused: refuse(WrongState, alreadyClosed), JobDone: doneWithoutChange, JobFails: jobFails(alreadyClosed, false),
		},
	},
	{ID: "allow_write_revert.wrong_state", Action: Revert, Positions: notForWrites, Self: whoever, Dial: "wrong_state", Answers: wrongDial},

	{ID: "break.unknown", Action: Break, Positions: recordless, Self: whoever, Outcome: noRecord, Evidence: noRecordKnown},
	{ID: "break.run", Action: Break, Positions: recorded, Self: whoever, Outcome: broken, Evidence: brokenKnown},
	{ID: "break_force.unknown", Action: BreakForce, Positions: recordless, Self: whoever, Outcome: noRecord, Evidence: noRecordKnown},
	{ID: "break_force.run", Action: BreakForce, Positions: recorded, Self: whoever, Outcome: broken, Evidence: brokenKnown},

	{ID: "stop.unknown", Action: Stop, Positions: recordless, Self: whoever, Outcome: noRecord, Evidence: noRecordKnown},
	{
		ID: "stop.idle", Action: Stop, Positions: recorded, Self: whoever, Dial: "stop_without_job",
		Answers: map[string]Outcome{Refused: refuse(WrongState, "The policy {name} has no active job."), Runs: now()},
	},
}

var (
	broken      = now(OpenTarget, DropTarget, SelfOff, NeedReset)
	brokenKnown = synciq("B writable, P disabled and needs reset, then full or differential copy.")
)
