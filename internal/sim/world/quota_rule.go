// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "slices"

// QuotaRule says what happens when a limit is passed (/quota/…/notifications, version 7).
type QuotaRule struct {
	ActionAlert        bool     `json:"action_alert"`
	ActionEmailAddress []string `json:"action_email_address" nullable:"true"` // nil is shown as null
	ActionEmailOwner   bool     `json:"action_email_owner"`
	Condition          string   `json:"condition" api:"create" required:"true" enum:"exceeded,denied,violated,expired"`
	EmailTemplate      *string  `json:"email_template" nullable:"true" max:"4096"`
	Holdoff            *int64   `json:"holdoff" nullable:"true" range:"0,4294967295"` // seconds of silence after one
	ID                 string   `json:"id" api:"read"`
	Schedule           *string  `json:"schedule" nullable:"true"`
	Threshold          string   `json:"threshold" api:"create" required:"true" enum:"hard,soft,advisory"`
}

// RuleID is how a rule is addressed: there is at most one per threshold and condition.
func RuleID(threshold, condition string) string { return threshold + "-" + condition }

// Rules lists the rules that hold for a quota, and whether they are its own. An own list may be empty.
func (q *Quota) Rules(id string) (rules []QuotaRule, own bool) {
	if rules, own = q.rules.Get(id); own {
		return rules, true
	}
	return q.DefaultRules(), false
}

// SetRules gives a quota rules of its own; an empty list means none at all.
func (q *Quota) SetRules(id string, rules []QuotaRule) { q.rules.Put(id, slices.Clone(rules)) }

// ClearRules makes a quota follow the cluster's rules again.
func (q *Quota) ClearRules(id string) { q.rules.Delete(id) }

// Notifications is the word for the rules of a quota: default, custom, or disabled for an empty list of its own.
func (q *Quota) Notifications(id string) string {
	rules, own := q.rules.Get(id)
	switch {
	case !own:
		return "default"
	case len(rules) == 0:
		return "disabled"
	}
	return "custom"
}

// DefaultRules are the cluster's rules for quotas without own ones.
func (q *Quota) DefaultRules() []QuotaRule {
	if q.defaults != nil {
		return *q.defaults
	}
	rule := func(threshold string) QuotaRule {
		return QuotaRule{ActionAlert: true, Condition: "exceeded", ID: RuleID(threshold, "exceeded"), Threshold: threshold}
	}
	return []QuotaRule{rule("hard"), rule("soft"), rule("advisory")}
}

// SetDefaultRules replaces the cluster's rules.
func (q *Quota) SetDefaultRules(rules []QuotaRule) {
	rules = slices.Clone(rules)
	q.defaults = &rules
}
