// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dial

// Dials of shares, sessions, open files and quotas.
const (
	PermissionOrder   = "share_permission_order"
	OpenFilesScope    = "open_files_scope"
	SessionEndScope   = "session_end_by_user_scope"
	SessionBegan      = "session_began"
	ClientSummary     = "client_summary"
	PersistentHandles = "persistent_handles"
	QuotaScanTime     = "quota_scan_time"
	Changelists       = "snapshot_changelists"
	WORMDomains       = "worm_domains"
	CloudPools        = "cloud_pools"
)

// Values of ClientSummary.
const (
	TopClients  = "top"
	IdleClients = "idle_too"
)

var protocols = []Dial{
	{
		PermissionOrder, Choice,
		[]string{Given, "deny_first"},
		Given,
		"the order in which OneFS keeps the permissions of a share",
		behaviour("`permissions` is a whole list; order matters [inferred]."),
	},
	{
		OpenFilesScope, Choice,
		[]string{"node", "cluster"},
		"node",
		"whose open files does a node list and close: its own, or all of the cluster's?",
		behaviour("Open files cover the answering node only: ask each node. [inferred: no node parameter]"),
	},
	{
		SessionEndScope, Choice,
		[]string{"node", "cluster"},
		"node",
		"does the DELETE of sessions by computer and user reach the answering node alone, or all nodes?",
		manuals("seen only for the node that one is connected to; `isi smb sessions list` can ask another node"),
	},
	{
		SessionBegan, Choice,
		[]string{"shown", Absent},
		"shown",
		"do sessions tell how long ago they began (active_time)?",
		rules("say which field tells; a dial and a second close where none does"),
	},
	{
		ClientSummary, Choice,
		[]string{"active", TopClients, IdleClients},
		"active",
		"whom the client statistics list: whoever was active lately, only the busiest of each node and protocol, or idle ones too",
		behaviour("Only active and top clients per protocol, not every mount."),
	},
	{
		PersistentHandles, Choice,
		[]string{"rechecked", "kept"},
		"rechecked",
		"may a client that reclaims a persistent handle still write when its share no longer lets it?",
		behaviour("`continuously_available` only at creation, `ca_timeout` and `ca_write_integrity` later."),
	},
	{
		QuotaScanTime, Duration,
		[]string{"20s", "0s", "10m"},
		"20s",
		"how long a QuotaScan takes",
		behaviour("Creating one on a directory with data starts a QuotaScan. [inferred, recalled; agrees with section 6]"),
	},
	{
		Changelists, Choice,
		[]string{"404", "403", "assumed"},
		"404",
		"does /snapshot/changelists answer what differs between two snapshots? Its shape is assumed",
		rules("are in no contract of ours: they are dials marked *assumed*, 404 and 403 fall back"),
	},
	{
		WORMDomains, Choice,
		[]string{"404", "403", "assumed"},
		"404",
		"does /worm/domains list SmartLock directories? Its shape is assumed",
		rules("are in no contract of ours: they are dials marked *assumed*, 404 and 403 fall back"),
	},
	{
		CloudPools, Choice,
		[]string{"404", "403", "assumed"},
		"404",
		"does /cloud/pools list CloudPools storages? Its shape is assumed",
		rules("are in no contract of ours: they are dials marked *assumed*, 404 and 403 fall back"),
	},
}
