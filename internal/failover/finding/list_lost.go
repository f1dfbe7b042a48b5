// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

// Findings about a cluster that is declared lost, and about its return.
var (
	// TargetIsLost is `target_is_lost`.
	TargetIsLost = register(SectionLost, Spec{
		Name: "target_is_lost", About: Target, In: refused(), Attribute: "active_cluster",
		Means: "The move leads to a cluster that is declared lost.",
		Cure:  "Write the other cluster as `active_cluster`, or remove `lost_since` when it is back.",
	})

	// LostSinceTooEarly is `lost_since_too_early`.
	LostSinceTooEarly = register(SectionLost, Spec{
		Name: "lost_since_too_early", About: Data, In: refused(), Attribute: "active_cluster",
		Means: "The surviving cluster has the report of a finished run that began more than an hour after `lost_since`, so the other " +
			"cluster was alive then, and the data loss would be computed too small.",
		Cure: "Correct `lost_since`; the text has the earliest time that can be true.",
	})

	// LostSinceInFuture is `lost_since_in_future`.
	LostSinceInFuture = register(SectionLost, Spec{
		Name: "lost_since_in_future", About: Data, In: refused(), Attribute: "active_cluster",
		Means: "`lost_since` is more than a day ahead of the clock of this machine, so the data loss would be computed too large.",
		Cure:  "Write the time of the loss, in UTC with a `Z`.",
	})

	// DataLoss is `data_loss`.
	DataLoss = register(SectionLost, Spec{
		Name: "data_loss", About: Data, In: refused(), Attribute: "max_data_loss",
		Means: "More would be lost than `max_data_loss` accepts.",
		Cure:  "The text has the measured value and the line to paste.",
	})

	// RecoveryPointUnknown is `recovery_point_unknown`.
	RecoveryPointUnknown = register(SectionLost, Spec{
		Name: "recovery_point_unknown", About: Data, In: refused(), Attribute: "policies",
		Means: "A policy has no finished run on the surviving cluster, so there is nothing to fail over to.",
		Cure:  "Take such policies out of `policies`, and restore their data from backup.",
	})

	// NamesUnknown is `names_unknown`.
	NamesUnknown = register(SectionLost, Spec{
		Name: "names_unknown", About: Target, In: refused(), Attribute: "names",
		Means: "No inventory tells which names to publish.",
		Cure:  "Write them into `names`; the text has those that are parked on the surviving cluster.",
	})

	// InventoryMissing is `inventory_missing`.
	InventoryMissing = register(SectionLost, Spec{
		Name: "inventory_missing", About: Completeness, In: risk(),
		Means: "Nothing is known of the quotas, shares, exports and SPNs of the lost cluster, or, where the text names policies, of " +
			"what lies below their directories.",
		Cure: "Make them by hand.",
	})

	// InventoryAge is `inventory_age`.
	InventoryAge = register(SectionLost, Spec{
		Name: "inventory_age", About: Completeness, In: risk(),
		Means: "From when the inventory is.",
		Cure:  "Repeat by hand what was changed since.",
	})

	// InventoryOld is `inventory_old`.
	InventoryOld = register(SectionLost, Spec{
		Name: "inventory_old", About: Completeness, In: risk(),
		Means: "The inventory is from more than 7 days before the loss.",
		Cure:  "Repeat by hand what was changed since.",
	})

	// DiscardNeedsAcknowledgement is `discard_needs_acknowledgement`.
	DiscardNeedsAcknowledgement = register(SectionLost, Spec{
		Name: "discard_needs_acknowledgement", About: Data, In: risk(), Attribute: "discard_changes_since",
		Means: "The returned cluster has data that only it has.",
		Cure:  "The text has the line that gives it up.",
	})

	// WouldDiscardSurvivor is `would_discard_survivor`.
	WouldDiscardSurvivor = register(SectionLost, Spec{
		Name: "would_discard_survivor", About: Data, In: refused(), Attribute: "active_cluster",
		Means: "A move to the returned cluster would discard what was written since.",
		Cure:  "Replicate back to it first.",
	})

	// Rebuild is `rebuild`.
	Rebuild = register(SectionLost, Spec{
		Name: "rebuild", About: Data, In: refused(), Attribute: "policies",
		Note:  "risk where the returned cluster is only isolated",
		Means: "The tie between the clusters is gone: another cluster, a missing policy, target record or shared snapshot.",
		Cure:  "Rebuild it by hand.",
	})
)
