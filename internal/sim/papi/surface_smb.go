// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

// smbSurface is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var smbSurface = []resource{
	{"/protocols/smb/shares", []int{1, 3, 4, 6, 7, 12}, "ISI_PRIV_SMB", methods{
		"GET":    "dir limit offset resolve_names resume scope sort zone",
		"POST":   "zone",
		"DELETE": "zone",
	}},
	{"/protocols/smb/shares/{SmbShareId}", []int{1, 3, 4, 6, 7, 12}, "ISI_PRIV_SMB", methods{
		"GET":    "resolve_names scope zone",
		"PUT":    "zone",
		"DELETE": "zone",
	}},
	{"/protocols/smb/shares-summary", []int{1}, "ISI_PRIV_SMB", methods{"GET": "zone"}},
	{"/protocols/smb/sessions", []int{1, 11}, "ISI_PRIV_SMB", methods{"GET": "limit lnn lnn_skip resume"}},
	{"/protocols/smb/sessions/{SmbSessionId}", []int{1, 11}, "ISI_PRIV_SMB", methods{"DELETE": ""}},
	{"/protocols/smb/sessions/{Computer}/{SmbSessionsComputerUser}", []int{1}, "ISI_PRIV_SMB", methods{"DELETE": ""}},
	{"/protocols/smb/openfiles", []int{1}, "ISI_PRIV_SMB", methods{"GET": "dir limit resume sort"}},
	{"/protocols/smb/openfiles/{SmbOpenfileId}", []int{1}, "ISI_PRIV_SMB", methods{"DELETE": ""}},
	{"/protocols/smb/settings/global", []int{1, 3, 6, 7}, "ISI_PRIV_SMB", methods{"GET": "scope", "PUT": ""}},
}
