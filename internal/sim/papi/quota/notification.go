// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var notificationRoutes = []rest.Route{
	rest.Get("/quota/quotas/{Qid}/notifications", listOwnRules),
	rest.Post("/quota/quotas/{Qid}/notifications", createOwnRule),
	rest.Put("/quota/quotas/{Qid}/notifications", emptyOwnRules),
	rest.Delete("/quota/quotas/{Qid}/notifications", resetOwnRules),
	rest.Get("/quota/quotas/{Qid}/notifications/{QuotaNotificationId}", showOwnRule),
	rest.Put("/quota/quotas/{Qid}/notifications/{QuotaNotificationId}", changeOwnRule),
	rest.Delete("/quota/quotas/{Qid}/notifications/{QuotaNotificationId}", deleteOwnRule),
}

func listOwnRules(r *rest.Request) rest.Answer {
	d, bad := find(r, "Qid")
	if bad != nil {
		return *bad
	}
	rules, _ := r.Cluster.Quota.Rules(d.ID)
	return listRules(rules)
}

func showOwnRule(r *rest.Request) rest.Answer {
	d, bad := find(r, "Qid")
	if bad != nil {
		return *bad
	}
	rules, _ := r.Cluster.Quota.Rules(d.ID)
	i := findRule(rules, r.Param("QuotaNotificationId"))
	if i < 0 {
		return *noRule(r.Param("QuotaNotificationId"))
	}
	return rest.Item("notifications", rules[i])
}

// ownRules are the quota's own rules, none while it follows the defaults: a first rule of its own replaces them all.
func ownRules(r *rest.Request) (world.QuotaDomain, []world.QuotaRule, *rest.Answer) {
	d, bad := find(r, "Qid")
	if bad != nil {
		return d, nil, bad
	}
	rules, own := r.Cluster.Quota.Rules(d.ID)
	if !own {
		rules = nil
	}
	return d, rules, nil
}

func createOwnRule(r *rest.Request) rest.Answer {
	d, rules, bad := ownRules(r)
	if bad != nil {
		return *bad
	}
	rules, id, bad := addRule(r, rules)
	if bad != nil {
		return *bad
	}
	r.Cluster.Quota.SetRules(d.ID, rules)
	return rest.Created(id)
}

// emptyOwnRules gives the quota an empty list of its own, so that not even the defaults hold. The body is {} (behaviour.md 9).
func emptyOwnRules(r *rest.Request) rest.Answer {
	d, bad := find(r, "Qid")
	if bad != nil {
		return *bad
	}
	if len(r.Given()) > 0 {
		return rest.BadRequest("", "this takes no properties").Because(rest.RuleUnknownProperty)
	}
	r.Cluster.Quota.SetRules(d.ID, []world.QuotaRule{})
	return rest.Done()
}

// resetOwnRules makes the quota follow the defaults again.
func resetOwnRules(r *rest.Request) rest.Answer {
	d, bad := find(r, "Qid")
	if bad != nil {
		return *bad
	}
	r.Cluster.Quota.ClearRules(d.ID)
	return rest.Done()
}

func changeOwnRule(r *rest.Request) rest.Answer {
	d, rules, bad := ownRules(r)
	if bad != nil {
		return *bad
	}
	if rules, bad = changeRule(r, rules, r.Param("QuotaNotificationId")); bad != nil {
		return *bad
	}
	r.Cluster.Quota.SetRules(d.ID, rules)
	return rest.Done()
}

func deleteOwnRule(r *rest.Request) rest.Answer {
	d, rules, bad := ownRules(r)
	if bad != nil {
		return *bad
	}
	if rules, bad = dropRule(rules, r.Param("QuotaNotificationId")); bad != nil {
		return *bad
	}
	r.Cluster.Quota.SetRules(d.ID, rules)
	return rest.Done()
}

var settingsRoutes = []rest.Route{
	rest.Get("/quota/settings/notifications", listDefaultRules),
	rest.Post("/quota/settings/notifications", createDefaultRule),
	rest.Delete("/quota/settings/notifications", deleteDefaultRules),
	rest.Get("/quota/settings/notifications/{SettingsNotificationId}", showDefaultRule),
	rest.Put("/quota/settings/notifications/{SettingsNotificationId}", changeDefaultRule),
	rest.Delete("/quota/settings/notifications/{SettingsNotificationId}", deleteDefaultRule),
}

func listDefaultRules(r *rest.Request) rest.Answer { return listRules(r.Cluster.Quota.DefaultRules()) }

func showDefaultRule(r *rest.Request) rest.Answer {
	rules := r.Cluster.Quota.DefaultRules()
	i := findRule(rules, r.Param("SettingsNotificationId"))
	if i < 0 {
		return *noRule(r.Param("SettingsNotificationId"))
	}
	return rest.Item("notifications", rules[i])
}

func createDefaultRule(r *rest.Request) rest.Answer {
	rules, id, bad := addRule(r, r.Cluster.Quota.DefaultRules())
	if bad != nil {
		return *bad
	}
	r.Cluster.Quota.SetDefaultRules(rules)
	return rest.Created(id)
}

func deleteDefaultRules(r *rest.Request) rest.Answer {
	r.Cluster.Quota.SetDefaultRules([]world.QuotaRule{})
	return rest.Done()
}

func changeDefaultRule(r *rest.Request) rest.Answer {
	rules, bad := changeRule(r, r.Cluster.Quota.DefaultRules(), r.Param("SettingsNotificationId"))
	if bad != nil {
		return *bad
	}
	r.Cluster.Quota.SetDefaultRules(rules)
	return rest.Done()
}

func deleteDefaultRule(r *rest.Request) rest.Answer {
	rules, bad := dropRule(r.Cluster.Quota.DefaultRules(), r.Param("SettingsNotificationId"))
	if bad != nil {
		return *bad
	}
	r.Cluster.Quota.SetDefaultRules(rules)
	return rest.Done()
}
