// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

// syncSurface is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var syncSurface = []resource{
	{"/sync/policies", []int{1, 3, 7, 14}, "ISI_PRIV_SYNCIQ", methods{
		"GET":    "dir limit resume scope sort summary",
		"POST":   "",
		"DELETE": "force local_only",
	}},
	{"/sync/policies/{SyncPolicyId}", []int{1, 3, 7, 14}, "ISI_PRIV_SYNCIQ", methods{
		"GET":    "",
		"PUT":    "",
		"DELETE": "force local_only",
	}},
	{"/sync/policies/{Policy}/reset", []int{1}, "ISI_PRIV_SYNCIQ", methods{"POST": ""}},
	{"/sync/jobs", []int{1, 3, 7, 15}, "ISI_PRIV_SYNCIQ", methods{
		"GET":    "dir limit resume sort state",
		"POST":   "",
		"DELETE": "",
	}},
	{"/sync/jobs/{SyncJobId}", []int{1, 3, 7, 15}, "ISI_PRIV_SYNCIQ", methods{"GET": "", "PUT": ""}},
	{"/sync/target/policies", []int{1}, "ISI_PRIV_SYNCIQ", methods{"GET": "dir limit resume sort target_path"}},
	{"/sync/target/policies/{TargetPolicyId}", []int{1}, "ISI_PRIV_SYNCIQ", methods{"GET": "", "DELETE": "force"}},
	{"/sync/target/policies/{Policy}/cancel", []int{1}, "ISI_PRIV_SYNCIQ", methods{"POST": ""}},
	{"/sync/reports", []int{1, 4, 7, 15}, "ISI_PRIV_SYNCIQ", methods{
		"GET": "dir limit newer_than policy_name reports_per_policy resume sort state summary",
	}},
	{"/sync/reports/{SyncReportId}", []int{1, 4, 7, 15}, "ISI_PRIV_SYNCIQ", methods{"GET": ""}},
	{"/sync/reports/{Rid}/subreports", []int{1, 4, 7, 15}, "ISI_PRIV_SYNCIQ", methods{
		"GET": "dir limit newer_than resume sort state",
	}},
	{"/sync/reports/{Rid}/subreports/{ReportSubreportId}", []int{1, 4, 7, 15}, "ISI_PRIV_SYNCIQ", methods{"GET": ""}},
	{"/sync/target/reports", []int{1, 4, 7, 15}, "ISI_PRIV_SYNCIQ", methods{
		"GET": "dir limit newer_than policy_name reports_per_policy resume sort state summary",
	}},
	{"/sync/target/reports/{TargetReportId}", []int{1, 4, 7, 15}, "ISI_PRIV_SYNCIQ", methods{"GET": ""}},
	{"/sync/settings", []int{1, 3, 7, 14, 16}, "ISI_PRIV_SYNCIQ", methods{"GET": "", "PUT": ""}},
	{"/sync/rules", []int{1, 3}, "ISI_PRIV_SYNCIQ", methods{"GET": "dir limit resume sort type", "POST": "", "DELETE": "type"}},
	{"/sync/rules/{SyncRuleId}", []int{1, 3}, "ISI_PRIV_SYNCIQ", methods{"GET": "", "PUT": "", "DELETE": ""}},
	{"/sync/certificates/peer", []int{7}, "ISI_PRIV_SYNCIQ", methods{"GET": "dir limit resume sort"}},
	{"/sync/certificates/peer/{CertificatesPeerId}", []int{7}, "ISI_PRIV_SYNCIQ", methods{"GET": ""}},
	{"/sync/certificates/server", []int{7}, "ISI_PRIV_SYNCIQ", methods{"GET": "dir limit resume sort"}},
	{"/sync/certificates/server/{CertificatesServerId}", []int{7}, "ISI_PRIV_SYNCIQ", methods{"GET": ""}},
}
