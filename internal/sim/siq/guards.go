// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

var (
	activeDelete = refuse(ActiveJob, "The policy {name} has an active job and cannot be deleted.")
	activeModify = map[string]Outcome{Refused: refuse(ActiveJob, "The policy {name} has an active job and cannot be modified.")}
	activeSecond = map[string]Outcome{Refused: refuse(ActiveJob, "The policy {name} has an active job."), Joins: now()}
	activeBreak  = refuse(ActiveJob, "The policy {name} has an active job and its association cannot be broken.")
	errorState   = refuse(WrongState, "The policy {name} is in an error state. Please resolve it and retry.")
	noFailback   = "The policy {name} does not support failback: it copies, filters or excludes."
	taken        = "The target path of policy {name} overlaps the target of another policy."
	lost         = "The association of policy {name} with its target is lost. Reset the policy."
	unreachable  = "Unable to connect to the target cluster of policy {name}."
	otherCluster = "The target host of policy {name} is a different cluster than before. Reset the policy."
	noEncryption = "SyncIQ policy failed to establish an encrypted connection"
	quotaText    = "A new quota domain that has not finished QuotaScan has been found"

	wrongPool     = "The target host of policy {name} is not in a static pool of the System access zone."
	poolKnown     = synciq("needs static-allocation pools and the System access zone; a dynamic pool makes the job fail")
	wrongPassword = "Authentication with target failed"
	passwordKnown = synciq("`Authentication with target failed` (pre-shared key)")

	activeKnown   = synciq("OneFS text **`The policy <name> has an active job and cannot be deleted.`**")
	forceKnown    = synciq("`?force=true` ignores running jobs")
	breakKnown    = behaviour("(source then needs reset and a full or differential sync); `force` = though a job runs.")
	putJobKnown   = synciq("PUT job body `state` ∈ canceled, running, paused.")
	licenceKnown  = behaviour("| AEC_LIMIT_EXCEEDED, AEC_INVALID_LICENSE, AEC_NAMETOO_LONG | 403 |")
	conflictKnown = synciq("OneFS text contains **`is in an error state. Please resolve it and retry`**")
	silentKnown   = synciq("**Conflicted policy** blocks schedules silently")
	lostKnown     = synciq("association lost, target GUID changed, source/target/filters edited | runs fail until reset")
	guidKnown     = synciq("a changed GUID makes the job fail")
	acceptedKnown = synciq("A POST can be accepted (201 with an id) and the job then fail")
	cryptKnown    = synciq("policies without `target_certificate_id` fail; M needs the reverse certificate")
	quotaKnown    = synciq("a quota whose QuotaScan has not finished makes the sync job fail with report error")

	posted = []Action{Sync, Test, ResyncPrep, AllowWrite, Revert}
	runs   = []Action{Sync, Scheduled}
)

// guards is what conditions mean for actions, in no particular order: no condition has two guards for one action.
var guards = []Guard{
	{
		ID: "no_licence", Condition: NoLicence, Actions: posted, Outcome: refuse(Unlicensed, "SyncIQ is not licensed."),
		Evidence: licenceKnown,
	},
	{ID: "no_licence.schedule", Condition: NoLicence, Actions: []Action{Scheduled}, Outcome: ignore, Evidence: licenceKnown},

	{
		ID: "service_off", Condition: ServiceOff, Actions: posted, Dial: "job_when_service_off",
		Answers: map[string]Outcome{
			Refused:  refuse(WrongState, "The SyncIQ service is off."),
			Canceled: {Job: &Plan{Canceled: true, Steps: []Step{{Name: "start", Lasts: Brief}}}},
		},
	},
	{
		ID: "service_off.schedule", Condition: ServiceOff, Actions: []Action{Scheduled}, Outcome: ignore,
		Evidence: synciq("`service: paused` pauses all jobs, `off` cancels them"),
	},

	{ID: "active.second", Condition: ActiveSource, Actions: []Action{Sync, Test, ResyncPrep}, Dial: "second_job", Answers: activeSecond},
	{
		ID: "active.schedule", Condition: ActiveSource, Actions: []Action{Scheduled}, Outcome: ignore,
		Evidence: behaviour("One live job per policy. [inferred: keyed by policy]"),
	},
	{
		ID: "active.modify", Condition: ActiveSource, Actions: []Action{Enable, Disable, Modify, Reset},
		Dial: "modify_with_job", Answers: activeModify,
	},
	{ID: "active.delete", Condition: ActiveSource, Actions: []Action{Delete, DeleteLocal}, Outcome: activeDelete, Evidence: activeKnown},
	{
		ID: "active.delete_force", Condition: ActiveSource, Actions: []Action{DeleteForce},
		Outcome: now(StopJob, OpenTarget, DropTarget, DropHistory, DropSelf), Evidence: forceKnown,
	},
	{ID: "active.break", Condition: ActiveSource, Actions: []Action{Break}, Outcome: activeBreak, Evidence: breakKnown},
	{
		ID: "active.break_force", Condition: ActiveSource, Actions: []Action{BreakForce},
		Outcome: now(StopJob, OpenTarget, DropTarget, SelfOff, NeedReset), Evidence: breakKnown,
	},
	{ID: "active.cancel", Condition: ActiveSource, Actions: []Action{Cancel}, Outcome: now(StopJob), Evidence: putJobKnown},
	{
		ID: "active.stop", Condition: ActiveSource, Actions: []Action{Stop}, Outcome: now(StopJob),
		Evidence: behaviour("`cancel` stops the newest job from the target side"),
	},
	{ID: "active.pause", Condition: ActiveSource, Actions: []Action{Pause}, Outcome: now(PauseJob), Evidence: putJobKnown},
	{ID: "active.resume", Condition: ActiveSource, Actions: []Action{Resume}, Outcome: now(ResumeJob), Evidence: putJobKnown},

	{ID: "active_target.second", Condition: ActiveTarget, Actions: []Action{AllowWrite, Revert}, Dial: "second_job", Answers: activeSecond},
	{ID: "active_target.break", Condition: ActiveTarget, Actions: []Action{Break}, Outcome: activeBreak, Evidence: breakKnown},
	{
		ID: "active_target.break_force", Condition: ActiveTarget, Actions: []Action{BreakForce},
		Outcome: now(StopJob, OpenTarget, DropTarget, SelfOff, NeedReset), Evidence: breakKnown,
	},
	{ID: "active_target.cancel", Condition: ActiveTarget, Actions: []Action{Cancel}, Outcome: now(StopJob), Evidence: putJobKnown},
	{
		ID: "active_target.stop", Condition: ActiveTarget, Actions: []Action{Stop}, Outcome: now(StopJob),
		Evidence: behaviour("`cancel` stops the newest job from the target side"),
	},
	{ID: "active_target.pause", Condition: ActiveTarget, Actions: []Action{Pause}, Outcome: now(PauseJob), Evidence: putJobKnown},
	{ID: "active_target.resume", Condition: ActiveTarget, Actions: []Action{Resume}, Outcome: now(ResumeJob), Evidence: putJobKnown},
	{
		ID: "active_target.delete", Condition: ActiveTarget, Actions: []Action{Delete}, Outcome: activeDelete, Evidence: activeKnown,
	},
	{
		ID: "active_target.delete_force", Condition: ActiveTarget, Actions: []Action{DeleteForce},
		Outcome: now(StopJob, OpenTarget, DropTarget, DropHistory, DropSelf), Evidence: forceKnown,
	},

	{
		ID: "hanging.stop", Condition: Hanging, Actions: []Action{Stop}, Outcome: now(StopJob),
		Evidence: synciq("cancel from the source (PUT job canceled), else from the target"),
	},
	{
		ID: "hanging.allow_write", Condition: Hanging, Actions: []Action{AllowWrite}, Dial: "allow_write_over_hanging_job",
		Answers: map[string]Outcome{Refused: refuse(ActiveJob, "The policy {name} has an active job.")},
	},

	{ID: "conflicted.sync", Condition: Conflicted, Actions: []Action{Sync}, Outcome: errorState, Evidence: conflictKnown},
	{ID: "conflicted.schedule", Condition: Conflicted, Actions: []Action{Scheduled}, Outcome: ignore, Evidence: silentKnown},
	{
		ID: "conflicted.resync_prep", Condition: Conflicted, Actions: []Action{ResyncPrep}, Dial: "resync_prep_when_conflicted",
		Answers: map[string]Outcome{Refused: errorState},
	},
	{
		ID: "conflicted.resolve", Condition: Conflicted, Actions: []Action{Resolve}, Outcome: now(ClearConflict, TakeProperties),
		Evidence: synciq("fix cause; PUT `{\"conflicted\":false}`"),
	},

	{
		ID: "unsupported", Condition: Unsupported, Actions: []Action{ResyncPrep}, Dial: "resync_prep_unsupported",
		Answers: map[string]Outcome{Refused: refuse(WrongState, noFailback), JobFails: jobFails(noFailback, false)},
	},
	{
		ID: "path_taken", Condition: PathTaken, Actions: []Action{Sync}, Dial: "overlapping_targets",
		Answers: map[string]Outcome{Refused: refuse(WrongState, taken), JobFails: jobFails(taken, true)},
	},
	{
		ID: "path_taken.schedule", Condition: PathTaken, Actions: []Action{Scheduled}, Dial: "overlapping_targets",
		Answers: map[string]Outcome{Refused: ignore, JobFails: jobFails(taken, true)},
	},
	{ID: "association_lost", Condition: AssociationLost, Actions: runs, Outcome: jobFails(lost, true), Evidence: lostKnown},
	{
		ID: "association_lost.resync_prep", Condition: AssociationLost, Actions: []Action{ResyncPrep}, Outcome: jobFails(lost, false),
		Evidence: lostKnown,
	},
	{ID: "target_unreachable", Condition: TargetUnreachable, Actions: runs, Outcome: jobFails(unreachable, true), Evidence: acceptedKnown},
	{
		ID: "target_unreachable.other", Condition: TargetUnreachable, Actions: []Action{Test, ResyncPrep},
		Outcome:  jobFails(unreachable, false),
		Evidence: acceptedKnown,
	},
	{
		ID: "target_unreachable.delete", Condition: TargetUnreachable, Actions: []Action{Delete, DeleteForce},
		Dial:    "delete_when_target_unreachable",
		Answers: map[string]Outcome{Refused: refuse(WrongState, unreachable), Runs: goneLocal},
	},
	{ID: "wrong_cluster", Condition: WrongCluster, Actions: runs, Outcome: jobFails(otherCluster, true), Evidence: guidKnown},
	{
		ID: "wrong_cluster.other", Condition: WrongCluster, Actions: []Action{Test, ResyncPrep}, Outcome: jobFails(otherCluster, false),
		Evidence: guidKnown,
	},
	{ID: "wrong_pool", Condition: WrongPool, Actions: runs, Outcome: jobFails(wrongPool, true), Evidence: poolKnown},
	{
		ID: "wrong_pool.other", Condition: WrongPool, Actions: []Action{Test, ResyncPrep}, Outcome: jobFails(wrongPool, false),
		Evidence: poolKnown,
	},
	{ID: "no_certificate", Condition: NoCertificate, Actions: runs, Outcome: jobFails(noEncryption, true), Evidence: cryptKnown},
	{
		ID: "no_certificate.other", Condition: NoCertificate, Actions: []Action{Test, ResyncPrep}, Outcome: jobFails(noEncryption, false),
		Evidence: cryptKnown,
	},
	{ID: "no_password", Condition: NoPassword, Actions: runs, Outcome: jobFails(wrongPassword, true), Evidence: passwordKnown},
	{
		ID: "no_password.other", Condition: NoPassword, Actions: []Action{Test, ResyncPrep}, Outcome: jobFails(wrongPassword, false),
		Evidence: passwordKnown,
	},
	{ID: "quota_scan", Condition: QuotaScan, Actions: runs, Outcome: jobFails(quotaText, true), Evidence: quotaKnown},
	{
		ID: "target_quota_scan", Condition: TargetQuotaScan, Actions: runs, Dial: "quota_scan_on_target",
		Answers: map[string]Outcome{JobFails: jobFails(quotaText, true)},
	},
}

// Guards lists all guards.
func Guards() []Guard { return guards }
