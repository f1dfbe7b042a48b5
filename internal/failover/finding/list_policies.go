// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

// Findings about SyncIQ policies.
var (
	// PolicyOfOpenRun is `policy_of_open_run`.
	PolicyOfOpenRun = register(SectionPolicies, Spec{
		Name: "policy_of_open_run", About: OpenRun, In: alwaysRun(), Attribute: "policies",
		Means: "A policy that an unfinished run moves was taken out of `policies`. The run has its original schedule, and what it " +
			"fenced for it.",
		Cure: "Write it into `policies` again, apply until the run has ended, then take it out.",
	})

	// DrillOpen is `drill_open`.
	DrillOpen = register(SectionPolicies, Spec{
		Name: "drill_open", About: Data, In: risk(),
		Means: "A drill of the pool is open: its copies stand still and are written to by whoever tests. A failover closes it first, and " +
			"discards what was written there.",
		Cure: "Set `open = false` in the resource of the drill and apply.",
	})

	// DrillOverdue is `drill_overdue`.
	DrillOverdue = register(SectionPolicies, Spec{
		Name: "drill_overdue", About: Data, In: risk(),
		Means: "A drill of the pool is open for longer than its `max_duration`. Nothing replicates meanwhile.",
		Cure:  "Set `open = false` in the resource of the drill and apply.",
	})

	// PolicyMissing is `policy_missing`.
	PolicyMissing = register(SectionPolicies, Spec{
		Name: "policy_missing", About: Completeness, In: alwaysCalm(), Attribute: "policies",
		Means: "Neither cluster has a policy of that name. The text has the nearest name that exists.",
		Cure:  "Use the name on its home cluster, not `…_mirror`.",
	})

	// PolicyAmbiguous is `policy_ambiguous`.
	PolicyAmbiguous = register(SectionPolicies, Spec{
		Name: "policy_ambiguous", About: Completeness, In: alwaysCalm(), Attribute: "policies",
		Means: "Both clusters have a policy of that name, and each replicates to the other one. Which of them serves the pool cannot " +
			"be told, and nothing is guessed; the text has both directories.",
		Cure: "Give the one that is not meant another name.",
	})

	// PolicyElsewhere is `policy_elsewhere`.
	PolicyElsewhere = register(SectionPolicies, Spec{
		Name: "policy_elsewhere", About: Completeness, In: alwaysCalm(), Attribute: "policies",
		Means: "The policy exists, and the other cluster has no record of it: its target host leads elsewhere, or what tied the two " +
			"together was broken. The text has the target host, where that leads, and what its last run said.",
		Cure: "Point it at a name of the other cluster's System zone that stays, and run it once. A broken association needs " +
			"`isi sync policies reset`, and a run that copies everything anew.",
	})

	// PolicyCopies is `policy_copies`.
	PolicyCopies = register(SectionPolicies, Spec{
		Name: "policy_copies", About: Completeness, In: alwaysCalm(), Attribute: "policies",
		Means: "The policy's action is copy. Only sync policies can fail back.",
		Cure:  "Make it a sync policy, or take it out of `policies`.",
	})

	// PolicyFiltered is `policy_filtered`.
	PolicyFiltered = register(SectionPolicies, Spec{
		Name: "policy_filtered", About: Completeness, In: alwaysCalm(), Attribute: "policies",
		Means: "The policy has includes, excludes or file criteria. OneFS cannot fail such a policy back.",
		Cure:  "Take the filters off; the next run then copies everything anew.",
	})

	// PolicyWithoutFailback is `policy_without_failback`.
	PolicyWithoutFailback = register(SectionPolicies, Spec{
		Name: "policy_without_failback", About: Completeness, In: alwaysCalm(), Attribute: "policies",
		Means: "`disable_fofb` or `disable_stf` is set on the policy.",
		Cure:  "Set both to false: `isi sync policies modify`.",
	})

	// PolicyNeverRun is `policy_never_run`.
	PolicyNeverRun = register(SectionPolicies, Spec{
		Name: "policy_never_run", About: Position, In: stops(), Attribute: "policies",
		Note: "risk where the pool is already where it shall be",
		Means: "It has never run, so there is nothing to fail over to. In `ignore_findings` it means that the pool moves without the " +
			"data of this policy.",
		Cure: "Run it once.",
	})

	// PolicyDisabled is `policy_disabled`.
	PolicyDisabled = register(SectionPolicies, Spec{
		Name: "policy_disabled", About: Data, In: stops(), Attribute: "policies",
		Final: "what is written after the last sync would stay behind; the cure is to enable the policy",
		Note:  "risk where the pool is already where it shall be",
		Means: "The policy is disabled. Nothing switches it on by itself. A run that stops before the names move because of it has " +
			"put everything back.",
		Cure: "Enable it, and find out who disabled it.",
	})

	// PolicyConflicted is `policy_conflicted`.
	PolicyConflicted = register(SectionPolicies, Spec{
		Name: "policy_conflicted", About: Health, In: stops(), Attribute: "policies",
		Means: "Its last run failed and no run starts until it is resolved.",
		Cure:  "Cure the cause, then `isi sync policies resolve`.",
	})

	// PolicyLastRunFailed is `policy_last_run_failed`.
	PolicyLastRunFailed = register(SectionPolicies, Spec{
		Name: "policy_last_run_failed", About: Health, In: risk(), Attribute: "policies",
		Means: "The last run did not end well.",
		Cure:  "Mend the cause and run it once.",
	})

	// RunCountersMissing is `run_counters_missing`.
	RunCountersMissing = register(SectionPolicies, Spec{
		Name: "run_counters_missing", About: Health, In: stopsControlled(), Attribute: "policies",
		Note: "risk of every run but a controlled one",
		Means: "The newest report of the policy lacks counters, or they are null: of files that were skipped, of chunks that failed, or of " +
			"what changed. That is no zero, so the report of a last sync would not prove that everything was carried over.",
		Cure: "If this release never gives them, compare both sides after a run, and accept it by name. A report without any counter of " +
			"changes is never accepted.",
	})

	// RunLeftFiles is `run_left_files`.
	RunLeftFiles = register(SectionPolicies, Spec{
		Name: "run_left_files", About: Health, In: stopsControlled(), Attribute: "policies",
		Note: "risk of every run but a controlled one",
		Means: "One of the newest runs finished, but its report says that files were skipped, that chunks failed, or of an error. Nothing " +
			"says that a later run has made up for it.",
		Cure: "Read the report, mend the cause, and see that the files are on the other cluster.",
	})

	// AttributesChanged is `attributes_changed`.
	AttributesChanged = register(SectionPolicies, Spec{
		Name: "attributes_changed", About: Health, In: stopsControlled(), Attribute: "policies",
		Note: "found by the last sync, which stops the run",
		Means: "Behind the fence something changes attributes of files all the time, but no data and no name. The newest changes would be " +
			"left behind.",
		Cure: "Stop what touches them (a scan, a backup, a job of the cluster), or accept it by name.",
	})

	// SnapshotBeforePrep is `snapshot_before_prep`.
	SnapshotBeforePrep = register(SectionPolicies, Spec{
		Name: "snapshot_before_prep", About: Health, In: stopsCalm(), Attribute: "policies",
		Note: "in the middle of a run: no resync prep, clients are up, the next apply tries again",
		Means: "Resync prep rolls the old side back to the last sync. The snapshot that keeps what was written there after it cannot be " +
			"taken: SnapshotIQ has no licence there, or refuses.",
		Cure: "Add the licence, or make room. Accepted by name, resync prep runs without it.",
	})

	// PolicyJobStopped is `policy_job_stopped`.
	PolicyJobStopped = register(SectionPolicies, Spec{
		Name: "policy_job_stopped", About: Health, In: stops(), Attribute: "policies",
		Means: "A job is paused or needs attention; the last sync would wait for ever.",
		Cure:  "Resume or cancel the job: `isi sync jobs`.",
	})

	// PolicyRunning is `policy_running`.
	PolicyRunning = register(SectionPolicies, Spec{
		Name: "policy_running", About: Health, In: risk(), Attribute: "policies", Observed: true,
		Means: "A job runs; the last sync of a run begins after it.",
		Cure:  "Wait for it, or cancel the job.",
	})

	// PolicyNotDeclared is `policy_not_declared`.
	PolicyNotDeclared = register(SectionPolicies, Spec{
		Name: "policy_not_declared", About: Completeness, In: stopsCalm(), Attribute: "policies",
		Note: "risk where no share and no export of the zone serves its data; a warning where nothing moves",
		Means: "A policy of the pool's access zone is not in `policies`, and clients reach its data through the names of the pool. The names " +
			"would move, and the data would stay behind, read-only where the names are then. In an access zone with several pools nothing is " +
			"said: each may have policies of its own.",
		Cure: "Add it to `policies`. In `ignore_findings` it means that clients of that data may lose write access.",
	})

	// PoliciesOverlap is `policies_overlap`.
	PoliciesOverlap = register(SectionPolicies, Spec{
		Name: "policies_overlap", About: Completeness, In: refusedCalm(), Attribute: "policies",
		Note: "risk where the directories that receive the mirrors do not overlap",
		Means: "Two of the policies lie one in the other. After a move both mirrors would replicate into one directory, which SyncIQ " +
			"refuses: there would be no copy and no way back.",
		Cure: "Replicate the directory with one policy, and take the other out of `policies`.",
	})

	// PolicyPinned is `policy_pinned`.
	PolicyPinned = register(SectionPolicies, Spec{
		Name: "policy_pinned", About: Health, In: risk(), Attribute: "policies",
		Means: "The policy is tied to single nodes. The mirror does not take that over.",
		Cure:  "Clear the restriction on the policy.",
	})

	// TargetPathChanged is `target_path_changed`.
	TargetPathChanged = register(SectionPolicies, Spec{
		Name: "target_path_changed", About: Health, In: stops(), Attribute: "policies",
		Means: "The policy's target path is not where the other cluster holds its copy. No run starts.",
		Cure:  "Set the target path back.",
	})

	// TargetRecordTwice is `target_record_twice`.
	TargetRecordTwice = register(SectionPolicies, Spec{
		Name: "target_record_twice", About: Health, In: stops(), Attribute: "policies",
		Means: "Another policy of the same name replicates to the same cluster; by name the two records cannot be told apart.",
		Cure:  "Rename the other policy on its cluster, or break its record if it is not used any more.",
	})

	// PathOutsideZone is `path_outside_zone`.
	PathOutsideZone = register(SectionPolicies, Spec{
		Name: "path_outside_zone", About: Health, In: stops(), Attribute: "policies",
		Means: "The policy's directory lies outside the base path of the pool's access zone.",
		Cure:  "Give the access zone a base path that holds it.",
	})

	// MirrorNameTaken is `mirror_name_taken`.
	MirrorNameTaken = register(SectionPolicies, Spec{
		Name: "mirror_name_taken", About: Health, In: stops(), Attribute: "policies",
		Means: "A policy with the mirror's name exists and is not the mirror.",
		Cure:  "Rename it.",
	})

	// UnexpectedPosition is `unexpected_position`.
	UnexpectedPosition = register(SectionPolicies, Spec{
		Name: "unexpected_position", About: Position, In: stops(), Attribute: "policies", Holds: true,
		Means: "Policy, mirror and target records are in a combination that no failover leaves behind; the text lists them.",
		Cure: "Look at both clusters, and bring the pair to a known position by hand. Where a copy is being opened or closed by " +
			"somebody, wait until that is over.",
	})

	// ReplicatesThroughMovingName is `replicates_through_moving_name`.
	ReplicatesThroughMovingName = register(SectionPolicies, Spec{
		Name: "replicates_through_moving_name", About: Health, In: stops(), Attribute: "policies",
		Final: "after the names have moved no job of the policy or its mirror finds the other cluster, so both sides would stay writable " +
			"with no way on or back; the cure is a target host that stays",
		Means: "The target host of the policy, or of its mirror, is a name that changes hands in this run, live or parked.",
		Cure:  "Point it at another name of the other cluster.",
	})

	// TargetHostWrong is `target_host_wrong`.
	TargetHostWrong = register(SectionPolicies, Spec{
		Name: "target_host_wrong", About: Health, In: stops(), Attribute: "policies",
		Means: "The policy's target host leads to its own cluster, or to a pool outside the other cluster's System zone.",
		Cure:  "Point it at a name of the other cluster that stays.",
	})

	// ReplicatesThroughPool is `replicates_through_pool`.
	ReplicatesThroughPool = register(SectionPolicies, Spec{
		Name: "replicates_through_pool", About: Health, In: risk(), Attribute: "policies",
		Means: "Replication goes over the pool that clients use.",
		Cure:  "Point the policy at another name or address of the other cluster.",
	})

	// ReplicatesThroughDynamicPool is `replicates_through_dynamic_pool`.
	ReplicatesThroughDynamicPool = register(SectionPolicies, Spec{
		Name: "replicates_through_dynamic_pool", About: Health, In: stops(), Attribute: "policies",
		Means: "The pool that replication goes to hands its addresses from node to node. Jobs fail.",
		Cure:  "Make the pool static.",
	})

	// DomainNotMarked is `domain_not_marked`.
	DomainNotMarked = register(SectionPolicies, Spec{
		Name: "domain_not_marked", About: Health, In: stopsCalm(), Attribute: "policies",
		Note: "risk unless its runs met hard links",
		Means: "The first resync prep will walk the whole directory, which can take hours. Clients are up meanwhile. With hard links that " +
			"lead out of the directory it fails, and the pair never turns back.",
		Cure: "`accelerated_failback` and one more run mark the directory before the move, or show that it cannot be marked.",
	})

	// SmartLockDirectory is `smartlock_directory`.
	SmartLockDirectory = register(SectionPolicies, Spec{
		Name: "smartlock_directory", About: Health, In: risk(), Attribute: "policies",
		Means: "The policy's directory is, holds or lies in a SmartLock directory. A copy that was opened cannot be rolled back " +
			"(`allow_write_revert` is not supported), so a run that is taken back turns the policy instead. Committed files stay where they are.",
		Cure: "Nothing has to be done; know that an abort takes longer.",
	})

	// NoWayBack is `no_way_back`.
	NoWayBack = register(SectionPolicies, Spec{
		Name: "no_way_back", About: Health, In: stopsCalm(), Attribute: "policies",
		Means: "The two directories are SmartLock directories of different kinds, and SyncIQ cannot fail such a pair back.",
		Cure: "Replicate between directories of the same kind. In `ignore_findings` it means that the pool may stay on the other cluster, " +
			"without a copy.",
	})

	// CloudPoolsFiles is `cloud_pools`.
	CloudPoolsFiles = register(SectionPolicies, Spec{
		Name: "cloud_pools", About: Completeness, In: risk(),
		Means: "The cluster moves files to CloudPools storages. After the move the other cluster may only read them there until it is " +
			"given access.",
		Cure: "`isi cloud access add` on the receiving cluster, once the pool has moved.",
	})

	// ResyncPrepLeftOut is `resync_prep_left_out`.
	ResyncPrepLeftOut = register(SectionPolicies, Spec{
		Name: "resync_prep_left_out", About: Data, In: stops(), Attribute: "policies", Holds: true,
		Final: "the move would leave behind what was written on the side that serves; `discard_changes_since` is the word that gives " +
			"changes up",
		Note: "risk unless the old side still serves",
		Means: "Both sides are writable and no run of ours proved that nothing was written on the old one. Resync prep would discard " +
			"such writes, so it is left out.",
		Cure: "Compare both sides; the text has the line that gives them up. While the old side serves, a move would leave behind " +
			"what was written there: roll the open copy back if nothing on it is wanted, with `isi sync recovery allow-write` and its option " +
			"`--revert`.",
	})

	// CopyLeftOpen is `copy_left_open`.
	CopyLeftOpen = register(SectionPolicies, Spec{
		Name: "copy_left_open", About: Data, In: stops(), Attribute: "policies", Holds: true,
		Final: "nothing proves that nobody wrote on one of the two sides; `discard_changes_since` is the word that gives changes up",
		Note:  "a warning where nothing moves",
		Means: "The pool is where it is declared to be, and its copy on the other side is writable: replication stands still.",
		Cure:  "Compare both sides; if nothing that was written on the other side is wanted, roll the copy back by hand.",
	})

	// WouldLeaveWritesBehind is `would_leave_writes_behind`.
	WouldLeaveWritesBehind = register(SectionPolicies, Spec{
		Name: "would_leave_writes_behind", About: Data, In: refusedBoth(), Attribute: "policies",
		Means: "The other side was opened by hand and serves; the declared side does not have what was written there.",
		Cure:  "Accept where the pool is, protect it, then move.",
	})

	// WayBackPassword is `way_back_password`.
	WayBackPassword = register(SectionPolicies, Spec{
		Name: "way_back_password", About: LogIn, In: risk(), Attribute: "policies",
		Means: "The other cluster asks sources for a password that the mirror does not know.",
		Cure:  "Give the mirror the password, or take the password off.",
	})

	// CertificateMissing is `certificate_missing`.
	CertificateMissing = register(SectionPolicies, Spec{
		Name: "certificate_missing", About: Health, In: stops(), Attribute: "policies",
		Means: "Replication is encrypted, and the receiving cluster does not know the other's certificate. Resync prep would fail.",
		Cure:  "Import it: `isi sync certificates peer import`.",
	})

	// CertificateExpires is `certificate_expires`.
	CertificateExpires = register(SectionPolicies, Spec{
		Name: "certificate_expires", About: Health, In: stops(),
		Note:  "risk until it has ended",
		Means: "A certificate of SyncIQ ends within 30 days, or has ended.",
		Cure:  "Import a new one, and let the policies use it.",
	})

	// ReplicatesByHandOnly is `replicates_by_hand_only`.
	ReplicatesByHandOnly = register(SectionPolicies, Spec{
		Name: "replicates_by_hand_only", About: Health, In: risk(), Attribute: "policies",
		Means: "The policy of a `onefs_syncIQ_mirror` that replicates now has no schedule, while the other one has.",
		Cure:  "Write the schedule into the mirror; the text has the line.",
	})
)
