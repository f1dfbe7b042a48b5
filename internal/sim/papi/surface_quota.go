// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

// quotaRights are asked for together: a real cluster answered a quota PUT with 403 until both were given (behaviour.md 11).
const quotaRights = "ISI_PRIV_QUOTA ISI_PRIV_QUOTA_QUOTAMANAGEMENT"

// quotaSurface is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var quotaSurface = []resource{
	{"/quota/quotas", []int{1, 7, 8, 12, 15}, quotaRights, methods{
		"GET": "enforced exceeded include_snapshots limit path persona " +
			"recurse_path_children recurse_path_parents report_id resolve_names resume type zone",
		"POST":   "zone",
		"DELETE": "enforced include_snapshots path persona recurse_path_children recurse_path_parents type zone",
	}},
	{"/quota/quotas/{QuotaQuotaId}", []int{1, 7, 8, 12, 15}, quotaRights, methods{
		"GET":    "resolve_names zone",
		"PUT":    "",
		"DELETE": "",
	}},
	{"/quota/quotas-summary", []int{1}, quotaRights, methods{"GET": ""}},
	{"/quota/quotas/{Qid}/notifications", []int{1, 7}, quotaRights, methods{
		"GET":    "",
		"POST":   "",
		"PUT":    "",
		"DELETE": "",
	}},
	{"/quota/quotas/{Qid}/notifications/{QuotaNotificationId}", []int{1, 7}, quotaRights, methods{
		"GET":    "",
		"PUT":    "",
		"DELETE": "",
	}},
	{"/quota/settings/notifications", []int{1, 7}, quotaRights, methods{
		"GET":    "",
		"POST":   "",
		"DELETE": "",
	}},
	{"/quota/settings/notifications/{SettingsNotificationId}", []int{1, 7}, quotaRights, methods{
		"GET":    "",
		"PUT":    "",
		"DELETE": "",
	}},
}
