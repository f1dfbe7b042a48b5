// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync

import (
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

var ruleRoutes = []rest.Route{
	rest.Get("/sync/rules", listRules),
	rest.Post("/sync/rules", createRule),
	rest.Delete("/sync/rules", deleteRules),
	rest.Get("/sync/rules/{SyncRuleId}", showRule),
	rest.Put("/sync/rules/{SyncRuleId}", changeRule),
	rest.Delete("/sync/rules/{SyncRuleId}", deleteRule),
}

// ruleBody is what POST and PUT take; type only at creation.
type ruleBody struct {
	Description string               `json:"description"`
	Enabled     bool                 `json:"enabled"`
	Limit       int64                `json:"limit"`
	Schedule    *synciq.RuleSchedule `json:"schedule" nullable:"true"`
	Type        string               `json:"type" api:"create" enum:"bandwidth,file_count,cpu,worker"`
}

func listRules(r *rest.Request) rest.Answer {
	kind := r.Query.Get("type")
	var items []synciq.Rule
	for _, rule := range synciq.Of(r.Cluster).Rules.All() {
		if kind == "" || rule.Type == kind {
			items = append(items, rule)
		}
	}
	return rest.Listing[synciq.Rule]{
		Key: "rules", Items: items,
		Show: func(s synciq.Rule) any { return s },
	}.Answer(r)
}

func findRule(r *rest.Request) (synciq.Rule, *rest.Answer) {
	rule, ok := synciq.Of(r.Cluster).Rules.Get(r.Param("SyncRuleId"))
	if !ok {
		return rule, rest.Refuse(rest.NotFound("", "Performance rule '%s' not found.", r.Param("SyncRuleId")))
	}
	return rule, nil
}

func showRule(r *rest.Request) rest.Answer {
	rule, bad := findRule(r)
	if bad != nil {
		return *bad
	}
	return rest.Item("rules", rule)
}

func createRule(r *rest.Request) rest.Answer {
	body := ruleBody{Enabled: true}
	if bad := r.Edit(&body); bad != nil {
		return *bad
	}
	for _, name := range []string{"limit", "type"} {
		if !r.Has(name) {
			return rest.Fail(400, "AEC_ARG_REQUIRED", name, "property '%s' is required", name).Because(rest.RuleBadValue)
		}
	}
	rules := &synciq.Of(r.Cluster).Rules
	n := 0
	for rules.Has(fmt.Sprintf("%s-%d", shortType[body.Type], n)) {
		n++
	}
	rule := synciq.Rule{ID: fmt.Sprintf("%s-%d", shortType[body.Type], n), Type: body.Type}
	rules.Put(rule.ID, body.into(rule))
	return rest.Created(rule.ID)
}

var shortType = map[string]string{"bandwidth": "bw", "file_count": "fc", "cpu": "cpu", "worker": "wk"}

func (b ruleBody) into(rule synciq.Rule) synciq.Rule {
	rule.Description, rule.Enabled, rule.Limit, rule.Schedule = b.Description, b.Enabled, b.Limit, b.Schedule
	return rule
}

func changeRule(r *rest.Request) rest.Answer {
	rule, bad := findRule(r)
	if bad != nil {
		return *bad
	}
	body := ruleBody{rule.Description, rule.Enabled, rule.Limit, rule.Schedule, rule.Type}
	if bad := r.Edit(&body); bad != nil {
		return *bad
	}
	synciq.Of(r.Cluster).Rules.Put(rule.ID, body.into(rule))
	return rest.Done()
}

func deleteRule(r *rest.Request) rest.Answer {
	rule, bad := findRule(r)
	if bad != nil {
		return *bad
	}
	synciq.Of(r.Cluster).Rules.Delete(rule.ID)
	return rest.Done()
}

func deleteRules(r *rest.Request) rest.Answer {
	kind := r.Query.Get("type")
	for id, rule := range synciq.Of(r.Cluster).Rules.All() {
		if kind == "" || rule.Type == kind {
			synciq.Of(r.Cluster).Rules.Delete(id)
		}
	}
	return rest.Done()
}
