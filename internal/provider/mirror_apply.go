// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/mirror"
)

// everyRepair is what the creation of a mirror approves: the resource is declared so that the pair is kept alive.
var everyRepair = []mirror.Repair{mirror.RepairEnable, mirror.RepairConflict, mirror.RepairSchedule, mirror.RepairRun}

// Create takes up the pair and brings it to what is declared. A failing Create returns no state, because core would mark it as tainted
// and offer to replace it. A pair that cannot be seen, or that a failover has in its hands, is taken up as it is.
func (r *mirrorResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	defer r.site.runs.Begin()()
	var m mirrorModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	limit, d := m.Timeouts.Create(ctx, DefaultMirrorTimeout)
	resp.Diagnostics.Append(d...)
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	in := m.intent()
	if !r.configured(in, &resp.Diagnostics) {
		return
	}
	survey, done := r.site.engine.SurveyMirror(ctx, in), []mirror.Repair(nil)
	mirrorCreatable(&resp.Diagnostics, in, survey)
	if resp.Diagnostics.HasError() {
		return
	}
	// A failover that is under way is waited for; one that was left half done is not.
	if len(mirror.Plan(survey, in).Repairs) > 0 || survey.Position() == mirror.Unfinished {
		var err error
		var blocked *mirror.BlockedError
		survey, done, err = r.site.engine.KeepMirror(ctx, in, everyRepair)
		switch {
		case errors.As(err, &blocked):
			resp.Diagnostics.AddWarning(fmt.Sprintf("Mirror %s: taken up as it is", in.Policy), upperFirst(blocked.Why)+". A later plan goes on.")
		case err != nil:
			addMirrorFailure(&resp.Diagnostics, in, err)
			return
		}
	}
	m.ID = types.StringValue(in.ID())
	m.ReplicatingFrom, m.ActivePolicy, m.Position = types.StringNull(), types.StringNull(), types.StringNull()
	m.setLive(survey)
	m.Repairs = repairsList(done)
	storeMirror(ctx, resp.Private, survey, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{ID: in.ID()})...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// Update does the repairs of the plan that are still needed, in the direction that replicates when its turn comes. Without any it only
// takes over settings. On an error the state keeps its prior values beside what the clusters say now.
func (r *mirrorResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	defer r.site.runs.Begin()()
	var plan, state mirrorModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	limit, d := plan.Timeouts.Update(ctx, DefaultMirrorTimeout)
	resp.Diagnostics.Append(d...)
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	in := plan.intent()
	if !r.configured(in, &resp.Diagnostics) {
		return
	}
	if approved := plan.repairs(); len(approved) > 0 {
		survey, _, err := r.site.engine.KeepMirror(ctx, in, approved)
		storeMirror(ctx, resp.Private, survey, &resp.Diagnostics)
		if err != nil {
			addMirrorFailure(&resp.Diagnostics, in, err)
			state.Repairs = types.ListNull(types.StringType)
			state.setLive(survey)
			resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
			return
		}
		plan.ReplicatingFrom, plan.ActivePolicy, plan.Position = state.ReplicatingFrom, state.ActivePolicy, state.Position
		plan.setLive(survey)
	}
	noteImport(ctx, resp.Private, 0, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{ID: plan.ID.ValueString()})...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// configured reports connection values that are still not known.
func (r *mirrorResource) configured(in mirror.Intent, diags *diag.Diagnostics) bool {
	if what := r.site.unknownOf(in.Source, in.Target); what != "" {
		addUnconfigured(diags, fmt.Sprintf("Mirror %s: not configured", in.Policy), what)
		return false
	}
	r.site.breaker.Reset(in.Source, in.Target)
	return true
}

// Delete forgets: both policies go on as they are.
func (r *mirrorResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func addMirrorFailure(diags *diag.Diagnostics, in mirror.Intent, err error) {
	diags.AddError(
		fmt.Sprintf("Mirror %s: not kept", in.Policy),
		upperFirst(err.Error())+".\n\nMend the cause and apply again.\n\n[mirror_not_kept]",
	)
}
