// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// policyFacts are what the policy and its jobs say. Where its target host leads to is told by the other cluster.
func policyFacts(p onefs.SyncPolicy, jobs []onefs.SyncJob) survey.PolicyFacts {
	out := survey.PolicyFacts{
		LastFailed: survey.Ended(p.LastJobState), PasswordSet: p.PasswordSet, Certificate: p.TargetCertificateID,
		Restricted: p.RestrictTargetNetwork,
	}
	if n := p.SourceNetwork; n != nil {
		out.Pinned = n.Subnet + "." + n.Pool
	}
	if len(jobs) > 0 {
		out.Job = jobs[0].State
	}
	return out
}
