// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

// Findings about the two pools and their names.
var (
	// PoolMissing is `pool_missing`.
	PoolMissing = register(SectionNames, Spec{
		Name: "pool_missing", About: Target, In: always(), Attribute: "pools",
		Means: "There is no pool of that id.",
		Cure:  "`isi network pools list` shows the ids.",
	})

	// PoolIgnored is `pool_ignored`.
	PoolIgnored = register(SectionNames, Spec{
		Name: "pool_ignored", About: Target, In: always(), Attribute: "pools",
		Means: "The pool carries an alias `igls-ignore-…`: somebody has taken it out of every failover.",
		Cure:  "Remove the alias, or leave the pool out.",
	})

	// ZonesDiffer is `zones_differ`.
	ZonesDiffer = register(SectionNames, Spec{
		Name: "zones_differ", About: Target, In: always(), Attribute: "pools",
		Means: "The two pools belong to access zones of different names.",
		Cure:  "Pair pools of access zones with the same name.",
	})

	// NameCannotBeParked is `name_cannot_be_parked`.
	NameCannotBeParked = register(SectionNames, Spec{
		Name: "name_cannot_be_parked", About: Labels, In: alwaysCalm(), Attribute: "pools",
		Means: "With the prefix `igls-original-` the first label would be longer than DNS allows (63), or the name begins with " +
			"`igls-`.",
		Cure: "Rename it, or list in `names` only those that move.",
	})

	// ZoneNameAmbiguous is `zone_name_ambiguous`.
	ZoneNameAmbiguous = register(SectionNames, Spec{
		Name: "zone_name_ambiguous", About: Labels, In: alwaysCalm(), Attribute: "names",
		Means: "The pool's zone name may be the pool's own or one that moves, and nothing recorded tells.",
		Cure:  "The text has both readings of `names` to paste.",
	})

	// NameNotFound is `name_not_found`.
	NameNotFound = register(SectionNames, Spec{
		Name: "name_not_found", About: Completeness, In: alwaysCalm(), Attribute: "names",
		Means: "A name in `names` is on neither pool.",
		Cure:  "Remove it from `names`, or add it to the pool that serves.",
	})

	// NameOnThirdPool is `name_on_third_pool`.
	NameOnThirdPool = register(SectionNames, Spec{
		Name: "name_on_third_pool", About: Target, In: stops(), Holds: true,
		Means: "The receiving cluster has the name on another pool already.",
		Cure:  "Remove it there.",
	})

	// NameOnBothSides is `name_on_both_sides`.
	NameOnBothSides = register(SectionNames, Spec{
		Name: "name_on_both_sides", About: Target, In: stops(), Holds: true,
		Means: "Both clusters answer the name.",
		Cure: "Park it on the one that must not. After a takeover that was killed half-way: cut the lost cluster off again until the " +
			"takeover is finished.",
	})

	// PoolWithoutInterfaces is `pool_without_interfaces`.
	PoolWithoutInterfaces = register(SectionNames, Spec{
		Name: "pool_without_interfaces", About: Health, In: stops(),
		Means: "The receiving pool has no network interface; nobody could connect.",
		Cure:  "Add one: `isi network pools modify`.",
	})

	// PoolNodesSuspended is `pool_nodes_suspended`.
	PoolNodesSuspended = register(SectionNames, Spec{
		Name: "pool_nodes_suspended", About: Health, In: stops(),
		Note:  "risk unless it is all of them",
		Means: "SmartConnect is told not to hand out nodes of the receiving pool.",
		Cure:  "Resume them: `isi network pools sc-resume-nodes`.",
	})

	// LongTTL is `long_ttl`.
	LongTTL = register(SectionNames, Spec{
		Name: "long_ttl", About: Health, In: risk(),
		Means: "Clients may remember the old address for more than a minute.",
		Cure:  "Set the pool's TTL to 0.",
	})

	// PathServedElsewhere is `path_served_elsewhere`.
	PathServedElsewhere = register(SectionNames, Spec{
		Name: "path_served_elsewhere", About: Completeness, In: risk(),
		Means: "Another pool of the same access zone serves the same data; its clients will have it read-only.",
		Cure:  "Give it a resource of its own, or tag it `igls-ignore-…`.",
	})

	// NoSmartconnectService is `no_smartconnect_service`.
	NoSmartconnectService = register(SectionNames, Spec{
		Name: "no_smartconnect_service", About: Health, In: risk(),
		Means: "The subnet has no SmartConnect service address, so nobody can ask the cluster for names.",
		Cure:  "Give the subnet one: `isi network subnets modify`.",
	})

	// ZoneNameStays is `zone_name_stays`.
	ZoneNameStays = register(SectionNames, Spec{
		Name: "zone_name_stays", About: Labels, In: risk(),
		Means: "The zone name is taken for the pool's own and stays.",
		Cure:  "List it in `names` if it should move.",
	})

	// NameMovesForTheFirstTime is `name_moves_for_the_first_time`.
	NameMovesForTheFirstTime = register(SectionNames, Spec{
		Name: "name_moves_for_the_first_time", About: Labels, In: risk(),
		Means: "The name is not parked on the receiving pool; it is added there.",
		Cure:  "List the names that move in `names` if it should stay.",
	})

	// NameNotQualified is `name_not_qualified`.
	NameNotQualified = register(SectionNames, Spec{
		Name: "name_not_qualified", About: Labels, In: risk(),
		Means: "The name has no domain, so neither DNS nor Kerberos know it.",
		Cure:  "Write it with its domain.",
	})

	// NameLiveNowhere is `name_live_nowhere`.
	NameLiveNowhere = register(SectionNames, Spec{
		Name: "name_live_nowhere", About: Labels, In: risk(),
		Means: "A parked name that no cluster answers: retired, or lost. It is not touched.",
		Cure:  "List it in `names`, and the next apply publishes it where the pool serves; or remove the parked name.",
	})
)
