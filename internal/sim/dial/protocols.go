// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dial

// Dials of shares, open files and quotas.
const (
	PermissionOrder = "share_permission_order"
	OpenFilesScope  = "open_files_scope"
	QuotaScanTime   = "quota_scan_time"
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
		QuotaScanTime, Duration,
		[]string{"20s", "0s", "10m"},
		"20s",
		"how long a QuotaScan takes",
		behaviour("Creating one on a directory with data starts a QuotaScan. [inferred, recalled; agrees with section 6]"),
	},
}
