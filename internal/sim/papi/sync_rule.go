// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var syncRuleRoutes = []Route{
	{"GET", "/sync/rules", listSyncRules},
	{"POST", "/sync/rules", createSyncRule},
	{"DELETE", "/sync/rules", deleteSyncRules},
	{"GET", "/sync/rules/{SyncRuleId}", showSyncRule},
	{"PUT", "/sync/rules/{SyncRuleId}", changeSyncRule},
	{"DELETE", "/sync/rules/{SyncRuleId}", deleteSyncRule},
}

// ruleBody is what POST and PUT take; type only at creation.
type ruleBody struct {
	Description string                  `json:"description"`
	Enabled     bool                    `json:"enabled"`
	Limit       int64                   `json:"limit"`
	Schedule    *world.SyncRuleSchedule `json:"schedule" nullable:"true"`
	Type        string                  `json:"type" api:"create" enum:"bandwidth,file_count,cpu,worker"`
}

func listSyncRules(r *Request) Answer {
	kind := r.Query.Get("type")
	var items []world.SyncRule
	for _, rule := range r.Cluster.Sync.Rules.All() {
		if kind == "" || rule.Type == kind {
			items = append(items, rule)
		}
	}
	return Listing[world.SyncRule]{Key: "rules", Items: items, Show: func(s world.SyncRule) any { return s }}.Answer(r)
}

func (r *Request) rule() (world.SyncRule, *Answer) {
	rule, ok := r.Cluster.Sync.Rules.Get(r.Param("SyncRuleId"))
	if !ok {
		return rule, refuse(NotFound("", "Performance rule '%s' not found.", r.Param("SyncRuleId")))
	}
	return rule, nil
}

func showSyncRule(r *Request) Answer {
	rule, bad := r.rule()
	if bad != nil {
		return *bad
	}
	return Item("rules", rule)
}

func createSyncRule(r *Request) Answer {
	body := ruleBody{Enabled: true}
	if bad := r.Edit(&body); bad != nil {
		return *bad
	}
	for _, name := range []string{"limit", "type"} {
		if !r.has(name) {
			return Fail(400, "AEC_ARG_REQUIRED", name, "property '%s' is required", name).Because(RuleBadValue)
		}
	}
	rules := &r.Cluster.Sync.Rules
	n := 0
	for rules.Has(fmt.Sprintf("%s-%d", shortType[body.Type], n)) {
		n++
	}
	rule := world.SyncRule{ID: fmt.Sprintf("%s-%d", shortType[body.Type], n), Type: body.Type}
	rules.Put(rule.ID, body.into(rule))
	return Created(rule.ID)
}

var shortType = map[string]string{"bandwidth": "bw", "file_count": "fc", "cpu": "cpu", "worker": "wk"}

func (b ruleBody) into(rule world.SyncRule) world.SyncRule {
	rule.Description, rule.Enabled, rule.Limit, rule.Schedule = b.Description, b.Enabled, b.Limit, b.Schedule
	return rule
}

func changeSyncRule(r *Request) Answer {
	rule, bad := r.rule()
	if bad != nil {
		return *bad
	}
	body := ruleBody{rule.Description, rule.Enabled, rule.Limit, rule.Schedule, rule.Type}
	if bad := r.Edit(&body); bad != nil {
		return *bad
	}
	r.Cluster.Sync.Rules.Put(rule.ID, body.into(rule))
	return Done()
}

func deleteSyncRule(r *Request) Answer {
	rule, bad := r.rule()
	if bad != nil {
		return *bad
	}
	r.Cluster.Sync.Rules.Delete(rule.ID)
	return Done()
}

func deleteSyncRules(r *Request) Answer {
	kind := r.Query.Get("type")
	for id, rule := range r.Cluster.Sync.Rules.All() {
		if kind == "" || rule.Type == kind {
			r.Cluster.Sync.Rules.Delete(id)
		}
	}
	return Done()
}
