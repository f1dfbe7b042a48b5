// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// thresholds are limits as answers show them, with what has been passed.
type thresholds struct {
	world.QuotaThresholds

	AdvisoryExceeded     bool   `json:"advisory_exceeded"`
	AdvisoryLastExceeded *int64 `json:"advisory_last_exceeded"`
	HardExceeded         bool   `json:"hard_exceeded"`
	HardLastExceeded     *int64 `json:"hard_last_exceeded"`
	SoftExceeded         bool   `json:"soft_exceeded"`
	SoftLastExceeded     *int64 `json:"soft_last_exceeded"`
}

// old tells whether the request asks for quotas as they were before version 7: usage had "logical", and thresholds_include_overhead stood
// for thresholds_on.
func old(r *rest.Request) bool { return r.Revision == 1 }

// oldUsage is the usage of a quota as version 1 shows it.
type oldUsage struct {
	world.QuotaUsage

	Logical int64 `json:"logical"`
}

func shown(r *rest.Request, d world.QuotaDomain) any {
	use := r.Cluster.QuotaUse(d)
	out := map[string]any{
		"container": d.Container, "description": d.Description, "efficiency_ratio": nil, "enforced": d.Enforced, "id": d.ID,
		"include_snapshots": d.IncludeSnapshots, "labels": d.Labels, "linked": d.Linked,
		"notifications": r.Cluster.Quota.Notifications(d.ID), "path": d.Path, "persona": d.Persona, "ready": d.Ready,
		"reduction_ratio": nil, "thresholds": passed(d, use), "thresholds_on": d.ThresholdsOn, "type": d.Type, "usage": use,
	}
	if old(r) {
		out["usage"], out["thresholds_include_overhead"] = oldUsage{use, use.FSLogical}, d.ThresholdsOn == "physicalsize"
	}
	return out
}

func passed(d world.QuotaDomain, use world.QuotaUsage) thresholds {
	over := func(limit *int64) bool { return limit != nil && use.FSLogical > *limit }
	advisory, soft := d.Thresholds.Bytes()
	return thresholds{
		QuotaThresholds: d.Thresholds, AdvisoryExceeded: over(advisory), HardExceeded: over(d.Thresholds.Hard),
		SoftExceeded: over(soft),
	}
}

// exceeds tells whether a quota has passed any of its limits.
func exceeds(r *rest.Request, d world.QuotaDomain) bool {
	p := passed(d, r.Cluster.QuotaUse(d))
	return p.AdvisoryExceeded || p.HardExceeded || p.SoftExceeded
}
