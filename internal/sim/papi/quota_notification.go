// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"

var quotaNotificationRoutes = []Route{
	{"GET", "/quota/quotas/{Qid}/notifications", listQuotaRules},
	{"POST", "/quota/quotas/{Qid}/notifications", createQuotaRule},
	{"PUT", "/quota/quotas/{Qid}/notifications", emptyQuotaRules},
	{"DELETE", "/quota/quotas/{Qid}/notifications", resetQuotaRules},
	{"GET", "/quota/quotas/{Qid}/notifications/{QuotaNotificationId}", showQuotaRule},
	{"PUT", "/quota/quotas/{Qid}/notifications/{QuotaNotificationId}", changeQuotaRule},
	{"DELETE", "/quota/quotas/{Qid}/notifications/{QuotaNotificationId}", deleteQuotaRule},
}

func listQuotaRules(r *Request) Answer {
	d, bad := r.quota("Qid")
	if bad != nil {
		return *bad
	}
	rules, _ := r.Cluster.Quota.Rules(d.ID)
	return listRules(rules)
}

func showQuotaRule(r *Request) Answer {
	d, bad := r.quota("Qid")
	if bad != nil {
		return *bad
	}
	rules, _ := r.Cluster.Quota.Rules(d.ID)
	i := findRule(rules, r.Param("QuotaNotificationId"))
	if i < 0 {
		return *noRule(r.Param("QuotaNotificationId"))
	}
	return Item("notifications", rules[i])
}

// ownRules are the quota's own rules, none while it follows the defaults: a first rule of its own replaces them all.
func (r *Request) ownRules() (world.QuotaDomain, []world.QuotaRule, *Answer) {
	d, bad := r.quota("Qid")
	if bad != nil {
		return d, nil, bad
	}
	rules, own := r.Cluster.Quota.Rules(d.ID)
	if !own {
		rules = nil
	}
	return d, rules, nil
}

func createQuotaRule(r *Request) Answer {
	d, rules, bad := r.ownRules()
	if bad != nil {
		return *bad
	}
	rules, id, bad := r.addRule(rules)
	if bad != nil {
		return *bad
	}
	r.Cluster.Quota.SetRules(d.ID, rules)
	return Created(id)
}

// emptyQuotaRules gives the quota an empty list of its own, so that not even the defaults hold. The body is {} (behaviour.md 9).
func emptyQuotaRules(r *Request) Answer {
	d, bad := r.quota("Qid")
	if bad != nil {
		return *bad
	}
	if len(r.Given()) > 0 {
		return BadRequest("", "this takes no properties").Because(RuleUnknownProperty)
	}
	r.Cluster.Quota.SetRules(d.ID, []world.QuotaRule{})
	return Done()
}

// resetQuotaRules makes the quota follow the defaults again.
func resetQuotaRules(r *Request) Answer {
	d, bad := r.quota("Qid")
	if bad != nil {
		return *bad
	}
	r.Cluster.Quota.ClearRules(d.ID)
	return Done()
}

func changeQuotaRule(r *Request) Answer {
	d, rules, bad := r.ownRules()
	if bad != nil {
		return *bad
	}
	if rules, bad = r.changeRule(rules, r.Param("QuotaNotificationId")); bad != nil {
		return *bad
	}
	r.Cluster.Quota.SetRules(d.ID, rules)
	return Done()
}

func deleteQuotaRule(r *Request) Answer {
	d, rules, bad := r.ownRules()
	if bad != nil {
		return *bad
	}
	if rules, bad = dropRule(rules, r.Param("QuotaNotificationId")); bad != nil {
		return *bad
	}
	r.Cluster.Quota.SetRules(d.ID, rules)
	return Done()
}

var quotaSettingsRoutes = []Route{
	{"GET", "/quota/settings/notifications", listDefaultRules},
	{"POST", "/quota/settings/notifications", createDefaultRule},
	{"DELETE", "/quota/settings/notifications", deleteDefaultRules},
	{"GET", "/quota/settings/notifications/{SettingsNotificationId}", showDefaultRule},
	{"PUT", "/quota/settings/notifications/{SettingsNotificationId}", changeDefaultRule},
	{"DELETE", "/quota/settings/notifications/{SettingsNotificationId}", deleteDefaultRule},
}

func listDefaultRules(r *Request) Answer { return listRules(r.Cluster.Quota.DefaultRules()) }

func showDefaultRule(r *Request) Answer {
	rules := r.Cluster.Quota.DefaultRules()
	i := findRule(rules, r.Param("SettingsNotificationId"))
	if i < 0 {
		return *noRule(r.Param("SettingsNotificationId"))
	}
	return Item("notifications", rules[i])
}

func createDefaultRule(r *Request) Answer {
	rules, id, bad := r.addRule(r.Cluster.Quota.DefaultRules())
	if bad != nil {
		return *bad
	}
	r.Cluster.Quota.SetDefaultRules(rules)
	return Created(id)
}

func deleteDefaultRules(r *Request) Answer {
	r.Cluster.Quota.SetDefaultRules([]world.QuotaRule{})
	return Done()
}

func changeDefaultRule(r *Request) Answer {
	rules, bad := r.changeRule(r.Cluster.Quota.DefaultRules(), r.Param("SettingsNotificationId"))
	if bad != nil {
		return *bad
	}
	r.Cluster.Quota.SetDefaultRules(rules)
	return Done()
}

func deleteDefaultRule(r *Request) Answer {
	rules, bad := dropRule(r.Cluster.Quota.DefaultRules(), r.Param("SettingsNotificationId"))
	if bad != nil {
		return *bad
	}
	r.Cluster.Quota.SetDefaultRules(rules)
	return Done()
}
