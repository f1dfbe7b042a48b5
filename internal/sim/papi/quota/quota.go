// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var routes = []rest.Route{
	rest.Get("/quota/quotas", list),
	rest.Post("/quota/quotas", create),
	rest.Delete("/quota/quotas", removeAll),
	rest.Get("/quota/quotas/{QuotaQuotaId}", show),
	rest.Put("/quota/quotas/{QuotaQuotaId}", change),
	rest.Delete("/quota/quotas/{QuotaQuotaId}", remove),
	rest.Get("/quota/quotas-summary", summarize),
}

func find(r *rest.Request, param string) (world.QuotaDomain, *rest.Answer) {
	d, ok := r.Cluster.Quota.Get(r.Param(param))
	if !ok {
		return d, rest.Refuse(rest.NotFound("id", "Failed to fetch quota domain record: No such file or directory"))
	}
	return d, nil
}

func list(r *rest.Request) rest.Answer {
	found, bad := wanted(r)
	if bad != nil {
		return *bad
	}
	a := rest.Listing[world.QuotaDomain]{
		Key: "quotas", Items: found, NoTotal: true,
		Show: func(d world.QuotaDomain) any { return shown(r, d) },
	}.Answer(r)
	a.Old = old(r)
	return a
}

func show(r *rest.Request) rest.Answer {
	d, bad := find(r, "QuotaQuotaId")
	if bad != nil {
		return *bad
	}
	a := rest.Item("quotas", shown(r, d))
	a.Old = old(r)
	return a
}

func create(r *rest.Request) rest.Answer {
	var in creation
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	d := world.NewQuota(in.Path, in.Type)
	d.IncludeSnapshots = in.IncludeSnapshots
	if bad := in.applyTo(r, &d); bad != nil {
		return *bad
	}
	if bad := checkPlace(r, &d, in.Persona, in.Force); bad != nil {
		return *bad
	}
	if _, exists := r.Cluster.Quota.Find(d); exists {
		return rest.Conflict("path", "A quota of type %s on '%s' exists already", d.Type, d.Path)
	}
	if bad := checkLimits(r, d, in.body); bad != nil {
		return *bad
	}
	return rest.Created(r.Cluster.AddQuota(d).ID)
}

func change(r *rest.Request) rest.Answer {
	d, bad := find(r, "QuotaQuotaId")
	if bad != nil {
		return *bad
	}
	var in alteration
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	if bad := relink(r, &d, in.Linked); bad != nil {
		return *bad
	}
	if bad := in.applyTo(r, &d); bad != nil {
		return *bad
	}
	if bad := checkLimits(r, d, in.body); bad != nil {
		return *bad
	}
	r.Cluster.ChangeQuota(d)
	return rest.Done()
}

// relink makes a quota follow its default one, or no more. While it follows, nothing else of it can be changed (behaviour.md 9).
func relink(r *rest.Request, d *world.QuotaDomain, follow bool) *rest.Answer {
	if !r.Has("linked") {
		if d.IsLinked() {
			return rest.Refuse(rest.BadRequest("linked", "a linked quota cannot be changed, unlink it first"))
		}
		return nil
	}
	of, found := r.Cluster.DefaultOf(*d)
	switch {
	case d.Linked == nil:
		return rest.Refuse(rest.BadRequest("linked", "a quota of type %s cannot be linked", d.Type))
	case follow && !found:
		return rest.Refuse(rest.BadRequest("linked", "there is no default quota on '%s' to follow", d.Path))
	case follow && len(r.Given()) > 1:
		return rest.Refuse(rest.BadRequest("linked", "a linked quota cannot be changed, unlink it first"))
	case follow:
		*d = d.FollowDefault(of)
	}
	d.Linked = &follow
	return nil
}

func remove(r *rest.Request) rest.Answer {
	d, bad := find(r, "QuotaQuotaId")
	if bad != nil {
		return *bad
	}
	r.Cluster.DeleteQuota(d.ID)
	return rest.Done()
}

// removeAll deletes all that the filters let through; without filters, all there are.
func removeAll(r *rest.Request) rest.Answer {
	found, bad := wanted(r)
	if bad != nil {
		return *bad
	}
	for _, d := range found {
		r.Cluster.DeleteQuota(d.ID)
	}
	return rest.Done()
}

// wanted are the quotas that the request's filters let through.
func wanted(r *rest.Request) ([]world.QuotaDomain, *rest.Answer) {
	kinds := []string{"directory", "user", "group", "default-user", "default-group"}
	if kind := r.Query.Get("type"); r.Query.Has("type") && !slices.Contains(kinds, kind) {
		return nil, rest.Refuse(rest.BadRequest("type", "query argument 'type' is not one of %v", kinds).Because(rest.RuleBadValue))
	}
	if r.Query.Has("report_id") {
		return nil, rest.Refuse(rest.OutOfScope("quota reports are not simulated"))
	}
	return slices.DeleteFunc(r.Cluster.Quota.All(), func(d world.QuotaDomain) bool { return !wants(r, d) }), nil
}

func wants(r *rest.Request, d world.QuotaDomain) bool {
	path := r.Query.Get("path")
	if len(path) > 1 {
		path = strings.TrimSuffix(path, "/") // as gopowerscale sends it
	}
	here := path == "" || d.Path == path ||
		r.Flag("recurse_path_children", false) && fs.Within(d.Path, path) ||
		r.Flag("recurse_path_parents", false) && fs.Within(path, d.Path)
	who := r.Query.Get("persona")
	return here &&
		(r.Query.Get("type") == "" || d.Type == r.Query.Get("type")) &&
		(who == "" || d.Persona != nil && d.Persona.ID == who) &&
		r.Flag("enforced", d.Enforced) == d.Enforced &&
		r.Flag("include_snapshots", d.IncludeSnapshots) == d.IncludeSnapshots &&
		(!r.Query.Has("exceeded") || r.Flag("exceeded", false) == exceeds(r, d))
}

func summarize(r *rest.Request) rest.Answer {
	counts := map[string]int{}
	linked := 0
	for _, d := range r.Cluster.Quota.All() {
		counts[d.Type]++
		if d.IsLinked() {
			linked++
		}
	}
	return rest.OK(map[string]any{"summary": map[string]any{
		"count": r.Cluster.Quota.Len(), "default_group_quotas_count": counts["default-group"],
		"default_user_quotas_count": counts["default-user"], "directory_quotas_count": counts["directory"],
		"group_quotas_count": counts["group"], "linked_quotas_count": linked, "user_quotas_count": counts["user"],
	}})
}
