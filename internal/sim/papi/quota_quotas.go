// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var quotaRoutes = []Route{
	{"GET", "/quota/quotas", listQuotas},
	{"POST", "/quota/quotas", createQuota},
	{"DELETE", "/quota/quotas", deleteQuotas},
	{"GET", "/quota/quotas/{QuotaQuotaId}", showQuota},
	{"PUT", "/quota/quotas/{QuotaQuotaId}", changeQuota},
	{"DELETE", "/quota/quotas/{QuotaQuotaId}", deleteQuota},
	{"GET", "/quota/quotas-summary", summarizeQuotas},
}

func (r *Request) quota(param string) (world.QuotaDomain, *Answer) {
	d, ok := r.Cluster.Quota.Get(r.Param(param))
	if !ok {
		return d, refuse(NotFound("id", "Failed to fetch quota domain record: No such file or directory"))
	}
	return d, nil
}

func listQuotas(r *Request) Answer {
	found, bad := r.wantedQuotas()
	if bad != nil {
		return *bad
	}
	return Listing[world.QuotaDomain]{Key: "quotas", Items: found, Show: r.shownQuota, NoTotal: true}.Answer(r)
}

func showQuota(r *Request) Answer {
	d, bad := r.quota("QuotaQuotaId")
	if bad != nil {
		return *bad
	}
	return Item("quotas", r.shownQuota(d))
}

func createQuota(r *Request) Answer {
	var in quotaCreate
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	d := world.NewQuota(in.Path, in.Type)
	d.IncludeSnapshots = in.IncludeSnapshots
	if bad := in.applyTo(r, &d); bad != nil {
		return *bad
	}
	if bad := r.checkQuotaPlace(&d, in.Persona, in.Force); bad != nil {
		return *bad
	}
	if _, exists := r.Cluster.Quota.Find(d); exists {
		return Conflict("path", "A quota of type %s on '%s' exists already", d.Type, d.Path)
	}
	if bad := r.checkQuotaLimits(d, in.quotaBody); bad != nil {
		return *bad
	}
	return Created(r.Cluster.AddQuota(d).ID)
}

func changeQuota(r *Request) Answer {
	d, bad := r.quota("QuotaQuotaId")
	if bad != nil {
		return *bad
	}
	var in quotaChange
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	if bad := r.relink(&d, in.Linked); bad != nil {
		return *bad
	}
	if bad := in.applyTo(r, &d); bad != nil {
		return *bad
	}
	if bad := r.checkQuotaLimits(d, in.quotaBody); bad != nil {
		return *bad
	}
	r.Cluster.ChangeQuota(d)
	return Done()
}

// relink makes a quota follow its default one, or no more. While it follows, nothing else of it can be changed (behaviour.md 9).
func (r *Request) relink(d *world.QuotaDomain, follow bool) *Answer {
	if !r.has("linked") {
		if d.IsLinked() {
			return refuse(BadRequest("linked", "a linked quota cannot be changed, unlink it first"))
		}
		return nil
	}
	of, found := r.Cluster.DefaultOf(*d)
	switch {
	case d.Linked == nil:
		return refuse(BadRequest("linked", "a quota of type %s cannot be linked", d.Type))
	case follow && !found:
		return refuse(BadRequest("linked", "there is no default quota on '%s' to follow", d.Path))
	case follow && len(r.Given()) > 1:
		return refuse(BadRequest("linked", "a linked quota cannot be changed, unlink it first"))
	case follow:
		*d = d.FollowDefault(of)
	}
	d.Linked = &follow
	return nil
}

func deleteQuota(r *Request) Answer {
	d, bad := r.quota("QuotaQuotaId")
	if bad != nil {
		return *bad
	}
	r.Cluster.DeleteQuota(d.ID)
	return Done()
}

// deleteQuotas deletes all that the filters let through; without filters, all there are.
func deleteQuotas(r *Request) Answer {
	found, bad := r.wantedQuotas()
	if bad != nil {
		return *bad
	}
	for _, d := range found {
		r.Cluster.DeleteQuota(d.ID)
	}
	return Done()
}

// wantedQuotas are the quotas that the request's filters let through.
func (r *Request) wantedQuotas() ([]world.QuotaDomain, *Answer) {
	kinds := []string{"directory", "user", "group", "default-user", "default-group"}
	if kind := r.Query.Get("type"); r.Query.Has("type") && !slices.Contains(kinds, kind) {
		return nil, refuse(BadRequest("type", "query argument 'type' is not one of %v", kinds).Because(RuleBadValue))
	}
	if r.Query.Has("report_id") {
		return nil, refuse(OutOfScope("quota reports are not simulated"))
	}
	return slices.DeleteFunc(r.Cluster.Quota.All(), func(d world.QuotaDomain) bool { return !r.wantsQuota(d) }), nil
}

func (r *Request) wantsQuota(d world.QuotaDomain) bool {
	path := r.Query.Get("path")
	here := path == "" || d.Path == path ||
		r.Flag("recurse_path_children", false) && fs.Within(d.Path, path) ||
		r.Flag("recurse_path_parents", false) && fs.Within(path, d.Path)
	who := r.Query.Get("persona")
	return here &&
		(r.Query.Get("type") == "" || d.Type == r.Query.Get("type")) &&
		(who == "" || d.Persona != nil && d.Persona.ID == who) &&
		r.Flag("enforced", d.Enforced) == d.Enforced &&
		r.Flag("include_snapshots", d.IncludeSnapshots) == d.IncludeSnapshots &&
		(!r.Query.Has("exceeded") || r.Flag("exceeded", false) == r.exceeds(d))
}

func summarizeQuotas(r *Request) Answer {
	counts := map[string]int{}
	linked := 0
	for _, d := range r.Cluster.Quota.All() {
		counts[d.Type]++
		if d.IsLinked() {
			linked++
		}
	}
	return OK(map[string]any{"summary": map[string]any{
		"count": r.Cluster.Quota.Len(), "default_group_quotas_count": counts["default-group"],
		"default_user_quotas_count": counts["default-user"], "directory_quotas_count": counts["directory"],
		"group_quotas_count": counts["group"], "linked_quotas_count": linked, "user_quotas_count": counts["user"],
	}})
}
