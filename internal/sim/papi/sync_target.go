// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var syncTargetRoutes = []Route{
	{"GET", "/sync/target/policies", listTargetPolicies},
	{"GET", "/sync/target/policies/{TargetPolicyId}", showTargetPolicy},
	{"DELETE", "/sync/target/policies/{TargetPolicyId}", breakTargetPolicy},
	{"POST", "/sync/target/policies/{Policy}/cancel", cancelTargetPolicy},
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

func (r *Request) showTarget(t world.TargetRecord) any {
	now := r.World.Now()
	return targetDoc{
		State: t.StateSeen(now), ID: t.ID, LastJobState: t.LastJobStateSeen(now), Coordinator: t.CoordinatorIP,
		LastUpdate: epoch(t.LastUpdate),
		Name:       t.Name, SourceGUID: t.SourceGUID, SourceHost: t.SourceHost, TargetPath: t.TargetPath,
	}
}

func listTargetPolicies(r *Request) Answer {
	path := r.Query.Get("target_path")
	var items []world.TargetRecord
	for _, t := range r.Cluster.TargetRecords() {
		if path == "" || t.TargetPath == path {
			items = append(items, t)
		}
	}
	return Listing[world.TargetRecord]{Key: "policies", Items: items, Show: r.showTarget}.Answer(r)
}

func showTargetPolicy(r *Request) Answer {
	t, ok := r.Cluster.TargetRecord(r.recordKey("TargetPolicyId"))
	if !ok {
		return NotFound("", "Target policy matching: '%s' not found.", r.Param("TargetPolicyId"))
	}
	return Item("policies", r.showTarget(t))
}

// recordKey is the name or the id of a target record in a path.
func (r *Request) recordKey(param string) string {
	key := r.Param(param)
	if _, ok := r.Cluster.TargetRecord(ownID(key)); ok && r.World.Dials.Is(dial.TargetRecordID, "own") {
		return ownID(key)
	}
	return key
}

func breakTargetPolicy(r *Request) Answer {
	a := siq.Break
	if r.Flag("force", false) {
		a = siq.BreakForce
	}
	return r.act(a, r.recordKey("TargetPolicyId"))
}

func cancelTargetPolicy(r *Request) Answer {
	if bad := r.Decode(&struct{}{}); bad != nil {
		return *bad
	}
	out := r.Cluster.SyncAct(siq.Stop, r.recordKey("Policy"), world.SyncRequest{})
	if out.Refused != nil {
		return r.refusal(out.Refused)
	}
	return OK(map[string]any{"id": out.Policy})
}
