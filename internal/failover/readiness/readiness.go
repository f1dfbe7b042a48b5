// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package readiness

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/quota"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/spn"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Readiness are the findings of a controlled move that is about to be planned. Pure.
func Readiness(s *survey.Survey, in survey.Intent) []finding.Finding {
	moving, names := pool.MovingNames(s, in)
	out := &finding.Findings{List: names}
	pool.NameReadiness(s, in, moving, out)
	for _, k := range in.Keys() {
		clusterReadiness(s, in, k, out)
		pool.NetworkReadiness(s, in, k, out)
		replication.CertificateReadiness(s, k, out)
	}
	for _, p := range s.Pairs {
		replication.PositionReadiness(s, in, p, out)
		replication.PolicyReadiness(s, in, p, out)
		replication.PathReadiness(s, in, p, out)
		replication.Readiness(s, in, p, out)
		replication.WayBackReadiness(s, in, p, out)
	}
	replication.UndeclaredReadiness(s, out)
	spn.ADReadiness(s, in, moving, out)
	out.List = append(out.List, pool.InterfaceReadiness(s, in)...)
	out.List = append(out.List, spn.DirectoryReadiness(s, in, moving)...)
	share.ObjectReadiness(s, in, out)
	share.TrusteeReadiness(s, in, out)
	share.OriginalsReadiness(s, out)
	quota.HalfMadeReadiness(s, in, out)
	share.ProtocolReadiness(s, in, out)
	quota.Readiness(s, in, out)
	return underWay(s, in, out.List)
}

// underWay: once the names have left from, nothing that would have kept the run from starting may keep it from its end, for clients are
// waiting. What forbids a step whatever the reason stays.
func underWay(s *survey.Survey, in survey.Intent, list []finding.Finding) []finding.Finding {
	if s.Run == nil || position.Serving(s) == in.From() {
		return list
	}
	for i, f := range list {
		always := f.ID == "unexpected_position" || f.ID == "resync_prep_left_out" || f.ID == "copy_left_open" || strings.HasPrefix(f.ID, "name_")
		if f.Severity == finding.Blocking && !always {
			list[i].Severity = finding.Risk
		}
	}
	return list
}
