// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

// Findings about shares, exports, quotas and service principal names.
var (
	// OriginalsLost is `originals_lost`.
	OriginalsLost = register(SectionObjects, Spec{
		Name: "originals_lost", About: Completeness, In: risk(),
		Means: "A share or an export lets nobody write, its counterpart on the other side does, and no journal tells what it was: the " +
			"fence of a run whose record is gone may have been left on it. It is not copied.",
		Cure: "Give it the rights that it should have; the request has those of its counterpart.",
	})

	// EditedUnderFence is `edited_under_fence`.
	EditedUnderFence = register(SectionObjects, Spec{
		Name: "edited_under_fence", About: OpenRun, In: everywhere(Blocking, Risk, Uncontrolled, Isolate, Abort),
		Note: "It is only a risk on the cluster that receives the pool, whose definitions are replaced, and for a run that is open while what " +
			"was changed lets nobody write.",
		Means: "Somebody has changed a share, an export or the interfaces of the pool while the fence held them. What it has is neither what " +
			"it had nor what the fence made of it, and nothing tells which is meant. It is copied nowhere and left as it is, and the journal " +
			"keeps what it had.",
		Cure: "Give it back what it had (the request is in the message), and add what else it should have once the run is over. Or list the id " +
			"in `ignore_findings` and apply: then what it has is what is meant, and what it had is forgotten. Take the id out again.",
	})

	// OriginalUnconfirmed is `original_unconfirmed`.
	OriginalUnconfirmed = register(SectionObjects, Spec{
		Name: "original_unconfirmed", About: OpenRun, In: everywhere(Blocking, Risk, Uncontrolled, Isolate, Abort),
		Note: "It is only a risk on the cluster that receives the pool, and while a run is open.",
		Means: "A share or an export is read-only as a fence leaves it, and only one copy of the journal says what it was before. Neither the " +
			"other copy, nor Terraform's state, nor its counterpart on the other cluster says the same. Whoever can write files on one cluster " +
			"can write that copy, so no run gives these rights back by itself, and the object is copied nowhere.",
		Cure: "Give it the rights that it should have. Or, while a run is open, list the id in `ignore_findings` and apply: then it gets back " +
			"what the journal says. Take the id out again.",
	})

	// JournalNotBelieved is `journal_not_believed`.
	JournalNotBelieved = register(SectionObjects, Spec{
		Name: "journal_not_believed", About: OpenRun, In: risk(),
		Means: "The newer copy of the journal tells of a run, a takeover or a drill that neither the other copy nor Terraform's state knows. " +
			"It was written while a run began that was stopped before its first act, or by somebody else. It does not count, and the next run " +
			"replaces it.",
		Cure: "Find out who wrote the file if no run of this tool was stopped. Nothing has to be put back.",
	})

	// FencePoolRules is `fence_pool_rules`.
	FencePoolRules = register(SectionObjects, Spec{
		Name: "fence_pool_rules", About: Health, In: stops(), Attribute: "fence",
		Means: "With `fence = \"interfaces\"`: the pool has rules, which would put interfaces back into it.",
		Cure:  "Use `fence = \"shares_and_exports\"`.",
	})

	// FencePoolReplicates is `fence_pool_replicates`.
	FencePoolReplicates = register(SectionObjects, Spec{
		Name: "fence_pool_replicates", About: Health, In: stops(), Attribute: "fence",
		Means: "With `fence = \"interfaces\"`: SyncIQ needs the pool, so taking its interfaces would stop the last sync.",
		Cure:  "Use `fence = \"shares_and_exports\"`.",
	})

	// FenceOtherWay is `fence_other_way`.
	FenceOtherWay = register(SectionObjects, Spec{
		Name: "fence_other_way", About: Health, In: stops(), Attribute: "fence",
		Means: "With `fence = \"interfaces\"`: clients reach the data by another pool or access zone as well, so the fence would not " +
			"hold.",
		Cure: "Use `fence = \"shares_and_exports\"`.",
	})

	// ZoneMissing is `zone_missing`.
	ZoneMissing = register(SectionObjects, Spec{
		Name: "zone_missing", About: Health, In: stops(),
		Means: "The receiving cluster has no access zone of that name.",
		Cure:  "Create the zone there.",
	})

	// ShareWithOtherPath is `share_with_other_path`.
	ShareWithOtherPath = register(SectionObjects, Spec{
		Name: "share_with_other_path", About: Health, In: stops(),
		Means: "The receiving cluster has a share of that name with another path.",
		Cure:  "Rename or remove one of them.",
	})

	// AliasWithOtherPath is `alias_with_other_path`.
	AliasWithOtherPath = register(SectionObjects, Spec{
		Name: "alias_with_other_path", About: Health, In: stops(),
		Means: "The receiving cluster has an NFS alias of that name that leads out of the policies' directories.",
		Cure:  "Rename or remove one of them.",
	})

	// ObjectAbovePolicy is `object_above_policy`.
	ObjectAbovePolicy = register(SectionObjects, Spec{
		Name: "object_above_policy", About: Completeness, In: risk(),
		Means: "A share or export reaches beyond the policy's directory; it is neither made read-only nor copied. If somebody writes " +
			"through it, the last sync will not become quiet, and the run stops.",
		Cure: "Let it begin at or below the policy's directory.",
	})

	// ObjectAboveInUse is `object_above_in_use`.
	ObjectAboveInUse = register(SectionObjects, Spec{
		Name: "object_above_in_use", About: Sessions, In: stopsControlled(),
		Means: "Clients were seen that may be writing through a share or export which reaches beyond the policy's directory, such as " +
			"`/ifs`. No fence covers it, so what they write after the last sync would be lost. A session does not tell through which " +
			"share it came: every session counts whose user may have the right to write there.",
		Cure: "Remove the share or export, let it begin at or below the policy's directory, or give the right to write to named users " +
			"who are not connected. Where nobody writes below the policy's directory through it, ignore the finding.",
	})

	// ShareContinuityDiffers is `share_continuity_differs`.
	ShareContinuityDiffers = register(SectionObjects, Spec{
		Name: "share_continuity_differs", About: Completeness, In: stopsControlled(),
		Means: "A share has continuous availability on one cluster only. OneFS sets it when a share is created and at no other time, so " +
			"the copy cannot be made alike.",
		Cure: "Create the share on the receiving cluster anew, or ignore the finding: it then stays as it is there.",
	})

	// OtherZoneServesPath is `other_zone_serves_path`.
	OtherZoneServesPath = register(SectionObjects, Spec{
		Name: "other_zone_serves_path", About: Completeness, In: risk(),
		Means: "A share or export of another access zone gives the same data; its clients will have it read-only.",
		Cure:  "Remove it if nobody needs it.",
	})

	// LocalTrustee is `local_trustee`.
	LocalTrustee = register(SectionObjects, Spec{
		Name: "local_trustee", About: Health, In: risk(),
		Means: "A share gives rights to accounts without a domain. If only one cluster knows them they mean nobody, or somebody else, " +
			"on the other.",
		Cure: "Give the rights to accounts of the domain, or of a directory that both clusters use.",
	})

	// QuotaScanUnfinished is `quota_scan_unfinished`.
	QuotaScanUnfinished = register(SectionObjects, Spec{
		Name: "quota_scan_unfinished", About: Health, In: risk(),
		Means: "A quota below the policy's directory is not scanned yet. The run waits for the job QuotaScan, because until it is " +
			"done every run of the policy fails.",
		Cure: "Wait for the job before the run begins, if you would rather.",
	})

	// QuotaAbovePolicy is `quota_above_policy`.
	QuotaAbovePolicy = register(SectionObjects, Spec{
		Name: "quota_above_policy", About: Health, In: risk(),
		Means: "A quota on a directory above the policy's does not move, and the receiving cluster has none like it.",
		Cure:  "Make it by hand on the receiving cluster.",
	})

	// QuotaLeftBehind is `quota_left_behind`.
	QuotaLeftBehind = register(SectionObjects, Spec{
		Name: "quota_left_behind", About: Health, In: risk(),
		Means: "The pool is at rest, and a quota of its data is on the other cluster alone: a run whose record is gone left it there. " +
			"There it neither limits nor counts.",
		Cure: "Create it on the cluster that serves (the request is in the message), with its notification rules; or remove it if " +
			"nobody needs it.",
	})

	// QuotaHalfMade is `quota_half_made`.
	QuotaHalfMade = register(SectionObjects, Spec{
		Name: "quota_half_made", About: Health, In: risk(),
		Means: "A quota has the limits of its counterpart on the other cluster, and only part of its notification rules: a run whose " +
			"record is gone may have left it half made. It is not copied over its counterpart.",
		Cure: "Give it the rules that it should have.",
	})

	// ADOffline is `ad_offline`.
	ADOffline = register(SectionObjects, Spec{
		Name: "ad_offline", About: Kerberos, In: risk(),
		Means: "The cluster does not reach Active Directory; SPNs may not move.",
		Cure:  "Make a domain controller reachable.",
	})

	// ADProviderMissing is `ad_provider_missing`.
	ADProviderMissing = register(SectionObjects, Spec{
		Name: "ad_provider_missing", About: Kerberos, In: risk(),
		Means: "The access zone on the receiving cluster lacks an Active Directory provider that the other has. Its SPNs stay.",
		Cure:  "Add the provider to the access zone.",
	})

	// SPNMissing is `spn_missing`.
	SPNMissing = register(SectionObjects, Spec{
		Name: "spn_missing", About: Kerberos, In: risk(),
		Means: "The SPN of a name that moves is on neither cluster's account. The run adds it on the receiving one.",
		Cure:  "Nothing has to be done; to have it earlier, `isi auth ads spn create`.",
	})

	// SPNLeftBehind is `spn_left_behind`.
	SPNLeftBehind = register(SectionObjects, Spec{
		Name: "spn_left_behind", About: Kerberos, In: risk(),
		Means: "The pool is at rest, and the SPN of one of its names is on the account of the cluster that does not serve: Kerberos " +
			"fails for that name.",
		Cure: "The text has the two commands that carry it over.",
	})

	// SPNNotRegistered is `spn_not_registered`.
	SPNNotRegistered = register(SectionObjects, Spec{
		Name: "spn_not_registered", About: Kerberos, In: risk(), Observed: true,
		Means: "The pool is at rest, OneFS recommends the SPN on the cluster that serves, and no account of the clusters has it.",
		Cure:  "`isi auth ads spn create` adds it.",
	})

	// SPNOnThirdAccount is `spn_on_third_account`.
	SPNOnThirdAccount = register(SectionObjects, Spec{
		Name: "spn_on_third_account", About: Kerberos, In: stopsCalm(),
		Note: "risk without `active_directory`",
		Means: "Another account of the forest has the SPN as well. With `active_directory`, an SPN that moves cannot be added while " +
			"it has.",
		Cure: "Find the account with `setspn -Q`, and remove the SPN there.",
	})

	// SPNClassNotMoved is `spn_class_not_moved`.
	SPNClassNotMoved = register(SectionObjects, Spec{
		Name: "spn_class_not_moved", About: Kerberos, In: risk(),
		Means: "There is an SPN of another class (such as `nfs`) for a name that moves.",
		Cure:  "Add the class to `spn_service_classes`, or move it by hand.",
	})

	// SPNAliasStays is `spn_alias_stays`.
	SPNAliasStays = register(SectionObjects, Spec{
		Name: "spn_alias_stays", About: Kerberos, In: stopsCalm(),
		Means: "With `active_directory`: an SPN of another class (such as `cifs`) would stay, and a class that moves (`HOST`) stands " +
			"for it; Active Directory then refuses the move.",
		Cure: "Add the class to `spn_service_classes`.",
	})

	// SPNRightMissing is `spn_right_missing`.
	SPNRightMissing = register(SectionObjects, Spec{
		Name: "spn_right_missing", About: Privilege, In: stopsCalm(),
		Means: "With `active_directory`: its account may not write the SPNs of a cluster's computer account; the validated write is " +
			"not enough.",
		Cure: "Grant the right (see [Your first failover](first-failover.md)), or set `spn_credentials`. In `ignore_findings` it " +
			"means that somebody else moves the SPNs.",
	})

	// SPNAccountMissing is `spn_account_missing`.
	SPNAccountMissing = register(SectionObjects, Spec{
		Name: "spn_account_missing", About: Kerberos, In: stopsCalm(),
		Means: "With `active_directory`: a cluster's computer account is not in the domain that is read.",
		Cure:  "Set `base`.",
	})

	// DirectoryRefused is `directory_refused`.
	DirectoryRefused = register(SectionObjects, Spec{
		Name: "directory_refused", About: LogIn, In: stopsCalm(),
		Means: "`active_directory` lets nobody in: wrong password, certificate or ticket.",
		Cure:  "Correct `active_directory` in the provider block.",
	})

	// DirectoryUnreachable is `directory_unreachable`.
	DirectoryUnreachable = register(SectionObjects, Spec{
		Name: "directory_unreachable", About: Kerberos, In: risk(),
		Means: "No domain controller of `active_directory` answers; SPNs may not move.",
		Cure:  "Make a domain controller reachable.",
	})
)
