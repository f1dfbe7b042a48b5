// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

var targetRoutes = []rest.Route{
	rest.Get("/sync/target/policies", listTargetPolicies),
	rest.Get("/sync/target/policies/{TargetPolicyId}", showTargetPolicy),
	rest.Delete("/sync/target/policies/{TargetPolicyId}", breakTargetPolicy),
	rest.Post("/sync/target/policies/{Policy}/cancel", cancelTargetPolicy),
}

// targetDoc is a target record as the API shows it.
type targetDoc struct {
	State        siq.Target `json:"failover_failback_state"`
	ID           string     `json:"id"`
	LastJobState string     `json:"last_job_state"`
	Coordinator  string     `json:"last_source_coordinator_ip"`
	LastUpdate   *int64     `json:"last_update_from_source"`
	Legacy       bool       `json:"legacy_policy"`
	Name         string     `json:"name"`
	SourceGUID   string     `json:"source_cluster_guid"`
	SourceHost   string     `json:"source_host"`
	TargetPath   string     `json:"target_path"`
}

func shownTarget(r *rest.Request, t synciq.TargetRecord) any {
	now := r.World.Now()
	return targetDoc{
		State: t.StateSeen(now), ID: t.ID, LastJobState: t.LastJobStateSeen(now), Coordinator: t.CoordinatorIP,
		LastUpdate: epoch(t.LastUpdate),
		Name:       t.Name, SourceGUID: t.SourceGUID, SourceHost: t.SourceHost, TargetPath: t.TargetPath,
	}
}

func listTargetPolicies(r *rest.Request) rest.Answer {
	path := r.Query.Get("target_path")
	var items []synciq.TargetRecord
	for _, t := range synciq.Of(r.Cluster).TargetRecords() {
		if path == "" || t.TargetPath == path {
			items = append(items, t)
		}
	}
	return rest.Listing[synciq.TargetRecord]{
		Key: "policies", Items: items,
		Show: func(t synciq.TargetRecord) any { return shownTarget(r, t) },
	}.Answer(r)
}

func showTargetPolicy(r *rest.Request) rest.Answer {
	t, ok := synciq.Of(r.Cluster).TargetRecord(recordKey(r, "TargetPolicyId"))
	if !ok {
		return rest.NotFound("", "Target policy matching: '%s' not found.", r.Param("TargetPolicyId"))
	}
	return rest.Item("policies", shownTarget(r, t))
}

// recordKey is the name or the id of a target record in a path.
func recordKey(r *rest.Request, param string) string {
	key := r.Param(param)
	if _, ok := synciq.Of(r.Cluster).TargetRecord(rest.OwnID(key)); ok && r.World.Dials.Is(dial.TargetRecordID, "own") {
		return rest.OwnID(key)
	}
	return key
}

func breakTargetPolicy(r *rest.Request) rest.Answer {
	a := siq.Break
	if r.Flag("force", false) {
		a = siq.BreakForce
	}
	return act(r, a, recordKey(r, "TargetPolicyId"))
}

func cancelTargetPolicy(r *rest.Request) rest.Answer {
	if bad := r.Decode(&struct{}{}); bad != nil {
		return *bad
	}
	out := synciq.Of(r.Cluster).Act(siq.Stop, recordKey(r, "Policy"), synciq.Request{})
	if out.Refused != nil {
		return refusal(r, out.Refused)
	}
	return rest.OK(map[string]any{"id": out.Policy})
}
