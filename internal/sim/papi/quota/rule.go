// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// addRule makes the rule that the body describes and returns the longer list.
func addRule(r *rest.Request, rules []world.QuotaRule) ([]world.QuotaRule, string, *rest.Answer) {
	var rule world.QuotaRule
	if bad := r.Edit(&rule); bad != nil {
		return nil, "", bad
	}
	rule.ID = world.RuleID(rule.Threshold, rule.Condition)
	if findRule(rules, rule.ID) >= 0 {
		return nil, "", rest.Refuse(rest.Conflict("condition", "a rule %s exists already", rule.ID))
	}
	return append(slices.Clone(rules), rule), rule.ID, nil
}

// changeRule changes the rule of that id as the body says and returns the new list.
func changeRule(r *rest.Request, rules []world.QuotaRule, id string) ([]world.QuotaRule, *rest.Answer) {
	i := findRule(rules, id)
	if i < 0 {
		return nil, noRule(id)
	}
	out := slices.Clone(rules)
	if bad := r.Edit(&out[i]); bad != nil {
		return nil, bad
	}
	return out, nil
}

// dropRule returns the list without the rule of that id.
func dropRule(rules []world.QuotaRule, id string) ([]world.QuotaRule, *rest.Answer) {
	i := findRule(rules, id)
	if i < 0 {
		return nil, noRule(id)
	}
	return slices.Delete(slices.Clone(rules), i, i+1), nil
}

func findRule(rules []world.QuotaRule, id string) int {
	return slices.IndexFunc(rules, func(rule world.QuotaRule) bool { return rule.ID == id })
}

func noRule(id string) *rest.Answer {
	return rest.Refuse(rest.NotFound("id", "Notification rule '%s' not found.", id))
}

func listRules(rules []world.QuotaRule) rest.Answer {
	return rest.OK(map[string]any{"notifications": rules, "total": len(rules)})
}
