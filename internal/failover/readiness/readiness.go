// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package readiness

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/quota"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/spn"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/syncready"
)

// Readiness is what the two clusters say about a move that is about to be planned, as it counts for a controlled one. Pure.
func Readiness(s *survey.Survey, in survey.Intent) []finding.Finding {
	moving, names := pool.MovingNames(s, in)
	out := &finding.Findings{List: names}
	pool.NameReadiness(s, in, moving, out)
	pool.EndpointReadiness(s, in, moving, out)
	for _, k := range in.Keys() {
		clusterReadiness(s, in, k, out)
		pool.NetworkReadiness(s, in, k, out)
		syncready.CertificateReadiness(s, k, out)
	}
	for _, p := range s.Pairs {
		syncready.PositionReadiness(s, in, p, out)
		syncready.PolicyReadiness(s, in, p, out)
		syncready.ProofReadiness(s, in, p, out)
		syncready.PathReadiness(s, in, p, out)
		syncready.Readiness(s, in, p, moving, out)
		syncready.WayBackReadiness(s, in, p, out)
	}
	syncready.CloudReadiness(s, in, out)
	syncready.UndeclaredReadiness(s, out)
	syncready.OverlapReadiness(s, in, out)
	syncready.SnapshotReadiness(s, in, out)
	spn.ADReadiness(s, in, moving, out)
	out.List = append(out.List, pool.InterfaceReadiness(s, in)...)
	out.List = append(out.List, spn.DirectoryReadiness(s, in, moving)...)
	share.ObjectReadiness(s, in, out)
	share.TrusteeReadiness(s, in, out)
	share.OriginalsReadiness(s, out)
	share.EditedReadiness(s, in, out)
	if s.Disbelieved != "" {
		out.Add(finding.New(finding.JournalNotBelieved, "the journal", s.Disbelieved+". It does not count, and the next run replaces it",
			"find out who wrote the file, if no run of this tool was stopped while it began; nothing has to be put back"))
	}
	quota.HalfMadeReadiness(s, in, out)
	share.ProtocolReadiness(s, in, out)
	quota.Readiness(s, in, out)
	return out.List
}
