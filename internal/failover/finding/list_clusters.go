// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

// Findings about a cluster as a whole.
var (
	// ClusterUnreachable is `cluster_unreachable`.
	ClusterUnreachable = register(SectionClusters, Spec{
		Name: "cluster_unreachable", About: Unread, In: refused(), Attribute: "pools",
		Means: "The cluster did not answer.",
		Cure:  "Check network and `endpoint`.",
	})

	// ClusterRefused is `cluster_refused`.
	ClusterRefused = register(SectionClusters, Spec{
		Name: "cluster_refused", About: Unread, In: refused(), Attribute: "pools",
		Means: "It answered, and refused the log-in or the right to read.",
		Cure:  "Check user name, password and role; a changed role counts from the next log-in on.",
	})

	// ClusterCertificate is `cluster_certificate`.
	ClusterCertificate = register(SectionClusters, Spec{
		Name: "cluster_certificate", About: Unread, In: refused(), Attribute: "pools",
		Means: "Its certificate is not signed by a known authority.",
		Cure:  "Set `ca_certificate_file` or `ca_certificate_pem`.",
	})

	// ClusterOther is `cluster_other`.
	ClusterOther = register(SectionClusters, Spec{
		Name: "cluster_other", About: Unread, In: refused(), Attribute: "pools",
		Means: "Another cluster answers at the endpoint than at the last refresh: its GUID differs from the one in state. What was seen last " +
			"stays, and nothing moves.",
		Cure: "Correct `endpoint`, above all where it is a name that moved. If the cluster was replaced on purpose: `terraform state rm`, and " +
			"import the pool again.",
	})

	// ClusterTwice is `cluster_twice`.
	ClusterTwice = register(SectionClusters, Spec{
		Name: "cluster_twice", About: Target, In: always(), Attribute: "pools",
		Means: "The endpoints of both clusters lead to one cluster.",
		Cure:  "Correct one `endpoint`.",
	})

	// EndpointMoves is `endpoint_moves`.
	EndpointMoves = register(SectionClusters, Spec{
		Name: "endpoint_moves", About: Health, In: stops(), Attribute: "pools",
		Final: "in the middle of the run the provider would speak to the other cluster; the cure is an endpoint that stays",
		Means: "The provider reaches a cluster by a name that moves. After the move that name leads to the other cluster.",
		Cure:  "Use a management name or address as `endpoint`.",
	})

	// EndpointInPool is `endpoint_in_pool`.
	EndpointInPool = register(SectionClusters, Spec{
		Name: "endpoint_in_pool", About: Health, In: stops(), Attribute: "fence",
		Final: "the run would cut itself off in its middle; the cure is an endpoint outside the pool, or another fence",
		Means: "With `fence = \"interfaces\"`: the provider reaches the cluster through the pool, and the fence takes away the interfaces of " +
			"that pool.",
		Cure: "Use an endpoint in another pool, or `fence = \"shares_and_exports\"`.",
	})

	// OneFSTooOld is `onefs_too_old`.
	OneFSTooOld = register(SectionClusters, Spec{
		Name: "onefs_too_old", About: Version, In: stopsCalm(),
		Means: "OneFS is older than 9.5.",
		Cure:  "Upgrade.",
	})

	// TargetOlder is `target_older`.
	TargetOlder = register(SectionClusters, Spec{
		Name: "target_older", About: Version, In: stopsCalm(),
		Means: "The receiving cluster runs an older OneFS. SyncIQ replicates only to a target of the same or a newer release, so the last " +
			"sync would fail.",
		Cure: "Upgrade the receiving cluster.",
	})

	// TargetNewer is `target_newer`.
	TargetNewer = register(SectionClusters, Spec{
		Name: "target_newer", About: Version, In: stopsCalm(),
		Means: "The receiving cluster runs a newer OneFS. SyncIQ does not replicate to an older release, so there is no way back, and no " +
			"copy is kept up to date, until the other cluster is upgraded.",
		Cure: "Upgrade the other cluster first. In `ignore_findings` it means that the pool may stay there, unprotected, until that is done.",
	})

	// LicenceMissing is `licence_missing`.
	LicenceMissing = register(SectionClusters, Spec{
		Name: "licence_missing", About: Health, In: stops(),
		Means: "SyncIQ, or SmartQuotas when quotas move, is not licensed.",
		Cure:  "Activate the licence: `isi license add`.",
	})

	// NodesNotAsked is `nodes_not_asked`.
	NodesNotAsked = register(SectionClusters, Spec{
		Name: "nodes_not_asked", About: Sessions, In: stopsControlled(),
		Note: "risk where no share is fenced, and with `fence = \"interfaces\"`",
		Means: "Open SMB files, and the right to end a session, are known to each node alone, and some nodes cannot be asked. Who is " +
			"connected there could write on after the last sync. The text names the nodes, and why each cannot be asked.",
		Cure: "Let the runner reach an address of every node that lies in a pool of the System zone, or list one of each in " +
			"`node_endpoints`; or set `fence = \"interfaces\"`.",
	})

	// SessionsEnded is `sessions_ended`.
	SessionsEnded = register(SectionClusters, Spec{
		Name: "sessions_ended", About: Sessions, In: risk(),
		Means: "SMB sessions are open on the cluster, those of other pools and tenants among them. OneFS does not tell through which " +
			"share a session came, nor which rights it got then, so when the fence is set all of them are ended. Clients connect again at once.",
		Cure: "Tell the other users of the cluster, or move at an hour when nobody minds.",
	})

	// NodeDown is `node_down`.
	NodeDown = register(SectionClusters, Spec{
		Name: "node_down", About: Health, In: risk(),
		Means: "Nodes of the cluster are down.",
		Cure:  "Bring the nodes up: `isi status` shows them.",
	})

	// ClockSkew is `clock_skew`.
	ClockSkew = register(SectionClusters, Spec{
		Name: "clock_skew", About: Health, In: risk(),
		Means: "The cluster's clock is more than five minutes away from the runner's. Kerberos fails then.",
		Cure:  "Let both follow the same time servers.",
	})

	// SyncThrottled is `sync_throttled`.
	SyncThrottled = register(SectionClusters, Spec{
		Name: "sync_throttled", About: Health, In: risk(),
		Means: "A SyncIQ performance rule is enabled: the last sync and the first run of the mirror take longer.",
		Cure:  "Switch it off for the failover.",
	})

	// ProtocolServiceOff is `protocol_service_off`.
	ProtocolServiceOff = register(SectionClusters, Spec{
		Name: "protocol_service_off", About: Health, In: stops(),
		Means: "The receiving cluster does not serve SMB or NFS at all, and the pool has shares or exports.",
		Cure:  "Switch the service on: `isi services smb enable`, `isi services nfs enable`.",
	})

	// SyncIQService is `synciq_service`.
	SyncIQService = register(SectionClusters, Spec{
		Name: "synciq_service", About: Health, In: stops(),
		Means: "The SyncIQ service is off or paused.",
		Cure:  "`isi sync settings modify --service=on`.",
	})

	// PrivilegeMissing is `privilege_missing`.
	PrivilegeMissing = register(SectionClusters, Spec{
		Name: "privilege_missing", About: Privilege, In: risk(),
		Note:  "an apply of a controlled move stops before its first write",
		Means: "The role lacks a privilege that a stage of the run will need; the text names both. Reading is enough for a plan.",
		Cure:  "See [Your first failover](first-failover.md), part 2.",
	})

	// JournalDirectory is `journal_directory`.
	JournalDirectory = register(SectionClusters, Spec{
		Name: "journal_directory", About: Health, In: stops(),
		Note:  "risk without a fence",
		Means: "The journal directory is missing or cannot be written.",
		Cure:  "See [Your first failover](first-failover.md), part 3.",
	})

	// JournalUnreadable is `journal_unreadable`.
	JournalUnreadable = register(SectionClusters, Spec{
		Name: "journal_unreadable", About: Privilege, In: risk(),
		Note: "an apply stops before its first write",
		Means: "The cluster refuses the journal to the provider's user: the files belong to another account, as with an account that is only " +
			"for plans. The plan takes from Terraform's state whether a run is open; what another run has done since then it cannot know, and the " +
			"apply then says that the plan is stale.",
		Cure: "Nothing, for plans. Apply with the account that the files belong to.",
	})

	// JournalOwner is `journal_owner`.
	JournalOwner = register(SectionClusters, Spec{
		Name: "journal_owner", About: Privilege, In: stopsCalm(),
		Note: "risk where the whole journal directory belongs to one other account, as for an account that is only for plans",
		Means: "A journal, an inventory or their directory belongs to another account than the provider's user and root, or others may write " +
			"it. Whoever can write these files can tell a run what shares and exports had before the fence.",
		Cure: "If the account is known, for instance because the provider's user has changed, give the files to the provider's user with mode " +
			"0600 and the directories with mode 0700, as [Your first failover](first-failover.md), part 3, shows. Otherwise find out what it wrote.",
	})

	// JournalFormat is `journal_format`.
	JournalFormat = register(SectionClusters, Spec{
		Name: "journal_format", About: Unread, In: always(),
		Means: "A later release of this provider has written the journal. This release cannot tell whether a run is open, so it plans and " +
			"writes nothing, not even after the loss of a cluster.",
		Cure: "Use the release that wrote the journal, or a later one.",
	})
)
