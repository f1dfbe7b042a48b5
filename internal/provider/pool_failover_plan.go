// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/readiness"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// ModifyPlan is the preview. For an update its planned values are a pure function of configuration, state and stored survey. For a
// create it looks at the clusters, and what it sees decides only over errors and warnings.
func (r *poolFailover) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.site == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		var state model
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if !resp.Diagnostics.HasError() {
			warnForgotten(ctx, &state, &resp.Diagnostics)
		}
		return
	}
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	pools := plan.pools(ctx, &resp.Diagnostics)
	for _, k := range keysOf(pools) {
		if !r.site.has(k) {
			resp.Diagnostics.AddAttributeError(path.Root("pools").AtMapKey(k), "Unknown cluster", unknownCluster(r.site, k))
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		r.planCreate(ctx, &plan, resp)
	} else {
		r.planUpdate(ctx, &plan, req, resp)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// planCreate plans an adoption. It looks at the clusters to tell at once what would fail at apply.
func (r *poolFailover) planCreate(ctx context.Context, plan *model, resp *resource.ModifyPlanResponse) {
	plan.Moves = types.ObjectNull(movesTypes())
	plan.ManualSteps = textList(nil)
	plan.Unfinished = types.StringNull()
	if !plan.ActiveCluster.IsUnknown() {
		plan.ServingCluster = plan.ActiveCluster
	}
	pools := plan.pools(ctx, &resp.Diagnostics)
	if plan.Pools.IsUnknown() || slices.ContainsFunc(elements(plan.Pools), attr.Value.IsUnknown) {
		return
	}
	plan.ID = types.StringValue(poolsID(pools))
	if plan.unknown() != "" || r.site.unknownOf(keysOf(pools)...) != "" {
		return
	}
	in := plan.intent(ctx, &resp.Diagnostics)
	r.claim(in.ID, pools, in.Policies, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	adoptable(&resp.Diagnostics, in, r.site.look(ctx, plan.scope(ctx, nil, &resp.Diagnostics)))
}

// planUpdate plans a move, or a change of settings.
func (r *poolFailover) planUpdate(ctx context.Context, plan *model, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if what := plan.unknown(); what != "" {
		resp.Diagnostics.AddAttributeError(path.Root(what), fmt.Sprintf("%s must be known when planning a failover", what),
			"The plan shows every move, so it needs this value. Apply what it depends on first, for example with -target.")
	}
	if resp.Diagnostics.HasError() {
		return
	}
	in := plan.intent(ctx, &resp.Diagnostics)
	if poolsID(state.pools(ctx, &resp.Diagnostics)) != in.ID {
		if importedReads(ctx, req.Private, &resp.Diagnostics) > 0 {
			resp.Diagnostics.AddAttributeError(path.Root("pools"),
				fmt.Sprintf("Pool %s: the import id names other pools", poolLabel(in.Pools, in.Active)),
				fmt.Sprintf("The import id is %q, the configuration pairs %q. Correct one of them. To pair other pools than those imported, "+
					"remove the resource from state first (terraform state rm).", state.ID.ValueString(), in.ID))
		}
		return // replaced: core plans a create next
	}
	r.claim(in.ID, in.Pools, in.Policies, &resp.Diagnostics)
	pool := poolLabel(in.Pools, in.Active)
	d := failover.Decide(failover.Situation{
		Active:   state.ActiveCluster.ValueString(),
		Policies: texts(ctx, state.Policies, &resp.Diagnostics),
		Intent:   in,
		Survey:   storedSurvey(ctx, req.Private, &resp.Diagnostics),
	})
	if what := r.site.unknownOf(keysOf(in.Pools)...); what != "" && !state.ActiveCluster.Equal(plan.ActiveCluster) {
		resp.Diagnostics.AddAttributeError(path.Root("active_cluster"),
			fmt.Sprintf("Pool %s: connection values must be known when planning a failover", pool), upperFirst(what)+
				" is not known yet. Apply what it depends on first, for example with -target; then plan the move.")
		return
	}
	addErrors(&resp.Diagnostics, pool, append(d.Errors, d.Preview.Errors...))
	warnings := slices.Concat(d.Warnings, d.Preview.Warnings)
	if n := importedReads(ctx, req.Private, &resp.Diagnostics); n > 0 && !d.Moving && d.Planned != nil && d.Planned.Readable() {
		if !resp.Diagnostics.HasError() {
			addErrors(&resp.Diagnostics, pool, readiness.Check(d.Planned, in))
		}
		if !resp.Diagnostics.HasError() {
			warnings = notIn(warnings, tellReadiness(&resp.Diagnostics, in, d.Planned))
		}
	}
	addWarnings(&resp.Diagnostics, pool, warnings)
	if resp.Diagnostics.HasError() {
		return
	}
	if !d.Moving {
		if unwritten(ctx, req.Private, &resp.Diagnostics) && writable(d.Planned) {
			plan.ManualSteps = types.ListUnknown(types.StringType) // the apply writes the inventory to the clusters
		}
		return
	}
	plan.Moves = movesObject(d.Preview.Moves)
	plan.setLive(d.Preview.After)
	plan.ManualSteps = types.ListUnknown(types.StringType)
	plan.LastRun = types.StringUnknown()
}

// writable tells whether an apply that moves nothing may write the inventory of the clusters: both were read, and no run and no takeover
// is open.
func writable(s *survey.Survey) bool {
	return s != nil && s.Readable() && len(s.Unread()) == 0 && s.Run == nil && s.Takeover == nil
}

// claim reports pools and policies that another resource of this plan has under another id.
func (r *poolFailover) claim(id string, pools map[string]string, policies []string, diags *diag.Diagnostics) {
	for c, owner := range r.site.claims.take(id, claimsOf(pools, policies)) {
		at := path.Root(c.attribute).AtMapKey(c.element)
		if c.attribute == "policies" {
			at = path.Root(c.attribute).AtSetValue(types.StringValue(c.element))
		}
		diags.AddAttributeError(at, upperFirst(c.text)+" is used twice",
			fmt.Sprintf("The resources with the ids %q and %q both use %s. It can belong to one of them.", owner, id, c.text))
	}
}

// unknownCluster says which clusters there are.
func unknownCluster(s *site, key string) string {
	return fmt.Sprintf("The provider block has no cluster %q; it has %s.", key, strings.Join(s.keys, ", "))
}

func keysOf(pools map[string]string) []string { return slices.Sorted(maps.Keys(pools)) }
