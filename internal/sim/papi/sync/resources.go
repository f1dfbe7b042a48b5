// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// resources is what the contract says about these paths: revisions, guarding privilege, methods and their query names.
var resources = []rest.Resource{
	rest.At("/sync/policies", []int{1, 3, 7, 14}, "ISI_PRIV_SYNCIQ", rest.Methods{
		"GET":    "dir limit resume scope sort summary",
		"POST":   "",
		"DELETE": "force local_only",
	}),
	rest.At("/sync/policies/{SyncPolicyId}", []int{1, 3, 7, 14}, "ISI_PRIV_SYNCIQ", rest.Methods{
		"GET":    "",
		"PUT":    "",
		"DELETE": "force local_only",
	}),
	rest.At("/sync/policies/{Policy}/reset", []int{1}, "ISI_PRIV_SYNCIQ", rest.Methods{"POST": ""}),
	rest.At("/sync/jobs", []int{1, 3, 7, 15}, "ISI_PRIV_SYNCIQ", rest.Methods{
		"GET":    "dir limit resume sort state",
		"POST":   "",
		"DELETE": "",
	}),
	rest.At("/sync/jobs/{SyncJobId}", []int{1, 3, 7, 15}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": "", "PUT": ""}),
	rest.At("/sync/target/policies", []int{1}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": "dir limit resume sort target_path"}),
	rest.At("/sync/target/policies/{TargetPolicyId}", []int{1}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": "", "DELETE": "force"}),
	rest.At("/sync/target/policies/{Policy}/cancel", []int{1}, "ISI_PRIV_SYNCIQ", rest.Methods{"POST": ""}),
	rest.At("/sync/reports", []int{1, 4, 7, 15}, "ISI_PRIV_SYNCIQ", rest.Methods{
		"GET": "dir limit newer_than policy_name reports_per_policy resume sort state summary",
	}),
	rest.At("/sync/reports/{SyncReportId}", []int{1, 4, 7, 15}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": ""}),
	rest.At("/sync/reports/{Rid}/subreports", []int{1, 4, 7, 15}, "ISI_PRIV_SYNCIQ", rest.Methods{
		"GET": "dir limit newer_than resume sort state",
	}),
	rest.At("/sync/reports/{Rid}/subreports/{ReportSubreportId}", []int{1, 4, 7, 15}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": ""}),
	rest.At("/sync/target/reports", []int{1, 4, 7, 15}, "ISI_PRIV_SYNCIQ", rest.Methods{
		"GET": "dir limit newer_than policy_name reports_per_policy resume sort state summary",
	}),
	rest.At("/sync/target/reports/{TargetReportId}", []int{1, 4, 7, 15}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": ""}),
	rest.At("/sync/settings", []int{1, 3, 7, 14, 16}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": "", "PUT": ""}),
	rest.At("/sync/rules", []int{1, 3}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": "dir limit resume sort type", "POST": "", "DELETE": "type"}),
	rest.At("/sync/rules/{SyncRuleId}", []int{1, 3}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": "", "PUT": "", "DELETE": ""}),
	rest.At("/sync/certificates/peer", []int{7}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": "dir limit resume sort"}),
	rest.At("/sync/certificates/peer/{CertificatesPeerId}", []int{7}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": ""}),
	rest.At("/sync/certificates/server", []int{7}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": "dir limit resume sort"}),
	rest.At("/sync/certificates/server/{CertificatesServerId}", []int{7}, "ISI_PRIV_SYNCIQ", rest.Methods{"GET": ""}),
}
