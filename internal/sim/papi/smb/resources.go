// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smb

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// resources is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var resources = []rest.Resource{
	rest.At("/protocols/smb/shares", []int{1, 3, 4, 6, 7, 12}, "ISI_PRIV_SMB", rest.Methods{
		"GET":    "dir limit offset resolve_names resume scope sort zone",
		"POST":   "zone",
		"DELETE": "zone",
	}),
	rest.At("/protocols/smb/shares/{SmbShareId}", []int{1, 3, 4, 6, 7, 12}, "ISI_PRIV_SMB", rest.Methods{
		"GET":    "resolve_names scope zone",
		"PUT":    "zone",
		"DELETE": "zone",
	}),
	rest.At("/protocols/smb/shares-summary", []int{1}, "ISI_PRIV_SMB", rest.Methods{"GET": "zone"}),
	rest.At("/protocols/smb/sessions", []int{1, 11}, "ISI_PRIV_SMB", rest.Methods{"GET": "limit lnn lnn_skip resume"}),
	rest.At("/protocols/smb/sessions/{SmbSessionId}", []int{1, 11}, "ISI_PRIV_SMB", rest.Methods{"DELETE": ""}),
	rest.At("/protocols/smb/sessions/{Computer}/{SmbSessionsComputerUser}", []int{1}, "ISI_PRIV_SMB", rest.Methods{"DELETE": ""}),
	rest.At("/protocols/smb/openfiles", []int{1}, "ISI_PRIV_SMB", rest.Methods{"GET": "dir limit resume sort"}),
	rest.At("/protocols/smb/openfiles/{SmbOpenfileId}", []int{1}, "ISI_PRIV_SMB", rest.Methods{"DELETE": ""}),
	rest.At("/protocols/smb/settings/global", []int{1, 3, 6, 7}, "ISI_PRIV_SMB", rest.Methods{"GET": "scope", "PUT": ""}),
}
