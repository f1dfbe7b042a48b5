// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

// Findings that change from hour to hour; no plan shows them.
var (
	// DataOld is `data_old`.
	DataOld = register(SectionAges, Spec{
		Name: "data_old", About: Health, In: risk(), Attribute: "policies", Observed: true,
		Means: "The copy is older than the limit that the policy itself names (`rpo_alert`).",
		Cure:  "Run it.",
	})

	// FailoverSnapshotMissing is `failover_snapshot_missing`.
	FailoverSnapshotMissing = register(SectionAges, Spec{
		Name: "failover_snapshot_missing", About: Health, In: risk(), Attribute: "policies", Observed: true,
		Means: "The receiving cluster has no snapshot to which an interrupted copy could be brought back.",
		Cure:  "One more run makes one.",
	})

	// InventoryNotWritten is `inventory_not_written`.
	InventoryNotWritten = register(SectionAges, Spec{
		Name: "inventory_not_written", About: Health, In: risk(), Observed: true,
		Means: "No inventory lies on the clusters. If the state is lost together with a cluster, nobody knows what that had.",
		Cure: "The first apply after an import writes one. Where it has been lost since, `terraform apply -replace=<address>` forgets the " +
			"pool and adopts it, which writes one and changes nothing else.",
	})

	// InventoryStale is `inventory_stale`.
	InventoryStale = register(SectionAges, Spec{
		Name: "inventory_stale", About: Health, In: risk(), Observed: true,
		Means: "The inventory on the clusters is more than 30 days old.",
		Cure:  "`terraform apply -replace=<address>` forgets the pool and adopts it, which writes it anew and changes nothing else.",
	})

	// DNSNotDelegated is `dns_not_delegated`.
	DNSNotDelegated = register(SectionAges, Spec{
		Name: "dns_not_delegated", About: Health, In: risk(), Observed: true,
		Means: "The site's DNS does not lead the name to the SmartConnect service of both clusters.",
		Cure:  "Add the missing `NS` record.",
	})

	// DNSAlias is `dns_alias`.
	DNSAlias = register(SectionAges, Spec{
		Name: "dns_alias", About: Health, In: risk(), Observed: true,
		Means: "The name is a `CNAME`. Kerberos does not work with it, and it does not follow the pool.",
		Cure:  "Delegate the name itself.",
	})

	// DNSNameDenied is `dns_name_denied`.
	DNSNameDenied = register(SectionAges, Spec{
		Name: "dns_name_denied", About: Health, In: risk(), Observed: true,
		Means: "The cluster that does not serve the name says that it does not exist (`NXDOMAIN`) instead of refusing to answer. A " +
			"resolver that asks that cluster first tells clients so.",
		Cure: "Delegate the name to the serving cluster alone, and change the delegation with each move.",
	})

	// DNSAnswersKept is `dns_answers_kept`.
	DNSAnswersKept = register(SectionAges, Spec{
		Name: "dns_answers_kept", About: Health, In: risk(), Observed: true,
		Means: "The site's resolver keeps the answer longer than the pool says.",
		Cure:  "Take its least time to live out.",
	})

	// DNSUnreachable is `dns_unreachable`.
	DNSUnreachable = register(SectionAges, Spec{
		Name: "dns_unreachable", About: Health, In: risk(), Observed: true,
		Means: "The machine that runs Terraform could not look the name up.",
		Cure:  "Let it ask the site's DNS.",
	})
)
