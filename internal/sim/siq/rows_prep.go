// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

// prep is resync_prep of X: mark the source's domain, roll the source back to the state both sides share, make the reverse policy,
// and hand over. The hand-over happens at one instant, so nobody sees two enabled policies.
var prep = Plan{Steps: []Step{
	{
		Name: "resync_prep_domain_mark", Shows: "resync_prep_domain_mark", Lasts: Walk,
		Begin: []Op{TargetTo(CreatingResync), CheckReverse}, End: []Op{MarkSource},
	},
	{Name: "resync_prep_restore", Shows: "resync_prep_restore", Lasts: Undo, End: []Op{RestoreSource}},
	{Name: "resync_prep_finalize", Shows: "resync_prep_finalize", Lasts: Brief, Begin: []Op{ProtectSource}, End: []Op{ReverseMade}},
	{
		Name: "resync_prep_commit", Shows: "resync_prep_commit", Lasts: Brief,
		End: []Op{SelfOff, TargetTo(ResyncPolicyCreated), ReverseTargetTo(WritesDisabled), ReverseOn, ShareBaseline},
	},
}}

var (
	notFailedOver     = "The policy {name} has not been failed over."
	alreadyPrepared   = "The policy {name} has been prepared for failback already."
	doneWithoutChange = job(Plan{Steps: []Step{{Name: "check", Shows: "none", Lasts: Brief}}})

	failedOver = at(FailedOver, Preparing)
	midway     = at(FailingOver, Reverting)
	handedOver = at(Reversed, FailingBack, BothOpen, RevertingBack, PreparingBack, ReverseLost, BothResyncMade)
	notYet     = at(NeverRun, ReverseOnly, Protected, ProtectedAgain, BothTargets)
)

// prepRows are resync_prep.
var prepRows = []Row{
	{
		ID: "resync_prep.run", Action: ResyncPrep, Positions: at(FailedOver), Self: on, Outcome: job(prep),
		Evidence: synciq("domain_mark → restore → finalize → commit"),
	},
	{
		ID: "resync_prep.retry", Action: ResyncPrep, Positions: at(Preparing), Self: on, Outcome: job(prep),
		Evidence: synciq("Treat resync_prep as restartable, never assume A is writable afterwards"),
	},
	{
		ID: "resync_prep.not_failed_over", Action: ResyncPrep, Positions: notYet, Self: on, Dial: "resync_prep_when_writes_disabled",
		Answers: map[string]Outcome{Refused: refuse(WrongState, notFailedOver), JobFails: jobFails(notFailedOver, false)},
	},
	{
		ID: "resync_prep.midway", Action: ResyncPrep, Positions: midway, Self: on, Dial: "wrong_state",
		Answers: map[string]Outcome{Refused: refuse(WrongState, notFailedOver), JobFails: jobFails(notFailedOver, false)},
	},
	{
		ID: "resync_prep.again", Action: ResyncPrep, Positions: handedOver, Self: on, Dial: "second_resync_prep",
		Answers: map[string]Outcome{
			Refused: refuse(WrongState, alreadyPrepared), JobFails: jobFails(alreadyPrepared, false), JobDone: doneWithoutChange,
		},
	},
	{
		ID: "resync_prep.disabled", Action: ResyncPrep, Positions: failedOver, Self: off, Dial: "job_on_disabled_policy",
		Answers: map[string]Outcome{Refused: refuse(WrongState, notRunnable), JobFails: jobFails(notRunnable, false), Runs: job(prep)},
	},
	{
		ID: "resync_prep.disabled_not_failed_over", Action: ResyncPrep, Positions: append(at(FailingOver, Reverting), notYet...), Self: off,
		Dial: "job_on_disabled_policy",
		Answers: map[string]Outcome{
			Refused: refuse(WrongState, notRunnable), JobFails: jobFails(notRunnable, false), Runs: refuse(WrongState, notFailedOver),
		},
	},
	{
		ID: "resync_prep.disabled_again", Action: ResyncPrep, Positions: handedOver, Self: off, Dial: "second_resync_prep",
		Answers: map[string]Outcome{
			Refused: refuse(WrongState, alreadyPrepared), JobFails: jobFails(alreadyPrepared, false), JobDone: doneWithoutChange,
		},
	},
	{ID: "resync_prep.unknown", Action: ResyncPrep, Positions: everywhere, Self: missing, Outcome: noPolicy, Evidence: notFoundKnown},
}
