// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// rights are asked for together: a real cluster answered a quota PUT with 403 until both were given (behaviour.md 11).
const rights = "ISI_PRIV_QUOTA ISI_PRIV_QUOTA_QUOTAMANAGEMENT"

// resources is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var resources = []rest.Resource{
	rest.At("/quota/quotas", []int{1, 7, 8, 12, 15}, rights, rest.Methods{
		"GET": "enforced exceeded include_snapshots limit path persona " +
			"recurse_path_children recurse_path_parents report_id resolve_names resume type zone",
		"POST":   "zone",
		"DELETE": "enforced include_snapshots path persona recurse_path_children recurse_path_parents type zone",
	}),
	rest.At("/quota/quotas/{QuotaQuotaId}", []int{1, 7, 8, 12, 15}, rights, rest.Methods{
		"GET":    "resolve_names zone",
		"PUT":    "",
		"DELETE": "",
	}),
	rest.At("/quota/quotas-summary", []int{1}, rights, rest.Methods{"GET": ""}),
	rest.At("/quota/quotas/{Qid}/notifications", []int{1, 7}, rights, rest.Methods{
		"GET":    "",
		"POST":   "",
		"PUT":    "",
		"DELETE": "",
	}),
	rest.At("/quota/quotas/{Qid}/notifications/{QuotaNotificationId}", []int{1, 7}, rights, rest.Methods{
		"GET":    "",
		"PUT":    "",
		"DELETE": "",
	}),
	rest.At("/quota/settings/notifications", []int{1, 7}, rights, rest.Methods{
		"GET":    "",
		"POST":   "",
		"DELETE": "",
	}),
	rest.At("/quota/settings/notifications/{SettingsNotificationId}", []int{1, 7}, rights, rest.Methods{
		"GET":    "",
		"PUT":    "",
		"DELETE": "",
	}),
}
