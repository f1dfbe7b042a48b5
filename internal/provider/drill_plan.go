// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// ModifyPlan plans the opening or the closing. For an update its planned values are a function of configuration, state and stored survey.
func (r *drillResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.site == nil {
		return
	}
	stored := storedSurvey(ctx, req.Private, &resp.Diagnostics)
	if req.Plan.Raw.IsNull() {
		r.planDestroy(ctx, req, resp, stored)
		return
	}
	var plan, state drillModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	creates := req.State.Raw.IsNull()
	if !creates {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if !plan.known() {
		plan.unsettle()
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
		return
	}
	in := plan.intent(ctx, &resp.Diagnostics)
	for k := range in.Pools {
		if !r.site.has(k) {
			resp.Diagnostics.AddError("Unknown cluster", unknownCluster(r.site, k))
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	plan.ID = types.StringValue(in.ID)
	switch {
	case creates:
		plan.unsettle()
		if r.site.unknownOf(keysOf(in.Pools)...) == "" {
			// On create, and only there, the clusters are looked at; what is seen decides over warnings and errors alone.
			p := drill.Plan(r.site.lookDrill(ctx, in, nil), in)
			drillObstacles(&resp.Diagnostics, in, p.Obstacles, true)
			drillWarnings(&resp.Diagnostics, in, p, true)
		}
	case in.ID == state.ID.ValueString() && stored != nil:
		p := drill.Plan(stored, in)
		drillObstacles(&resp.Diagnostics, in, p.Obstacles, !plan.Open.Equal(state.Open))
		drillWarnings(&resp.Diagnostics, in, p, false)
		overdue(&resp.Diagnostics, in, stored)
		if len(p.Lines) > 0 {
			plan.unsettle()
			plan.Steps = textList(p.Lines)
		} else {
			plan.Steps, plan.Checks = types.ListNull(types.StringType), state.Checks
		}
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// unsettle plans as unknown what an apply may change.
func (m *drillModel) unsettle() {
	m.Status, m.ServingCluster, m.OpenedAt = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
	m.Steps, m.Checks, m.LastRun = types.ListUnknown(types.StringType), types.ListUnknown(types.StringType), types.StringUnknown()
}

// planDestroy says what destroying an open drill throws away.
func (r *drillResource) planDestroy(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, s *survey.Survey,
) {
	var state drillModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || s == nil {
		return
	}
	in := state.intent(ctx, &resp.Diagnostics)
	in.Open = false
	p := drill.Plan(s, in)
	drillObstacles(&resp.Diagnostics, in, p.Obstacles, false)
	drillWarnings(&resp.Diagnostics, in, p, true)
}

// overdue tells at every plan that a drill should have been closed.
func overdue(diags *diag.Diagnostics, in drill.Intent, s *survey.Survey) {
	for _, f := range drill.Findings(s) {
		if s.Drill.Overdue {
			d := findingDiagnostic(poolLabel(in.Pools, ""), f, diag.SeverityWarning)
			diags.AddWarning(d.Summary(), d.Detail())
		}
	}
}

// Create brings the drill to what is declared, from whatever the clusters show: what was left half done by a create before it goes on. A
// failing Create returns no state, because core would mark it as tainted and offer to replace it.
func (r *drillResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	defer r.site.runs.Begin()()
	var m drillModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	limit, d := m.Timeouts.Create(ctx, DefaultTimeout)
	resp.Diagnostics.Append(d...)
	in := m.intent(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.configured(in, &resp.Diagnostics) {
		return
	}
	seen, out := r.run(ctx, limit, in, r.site.engine.SurveyDrill(ctx, in, nil), &m, &resp.Diagnostics)
	if !out {
		return
	}
	storeSurvey(ctx, resp.Private, seen, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{ID: in.ID})...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// Update opens or closes. On an error the state keeps its prior values beside what the clusters say now.
func (r *drillResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	defer r.site.runs.Begin()()
	var plan, state drillModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	limit, d := plan.Timeouts.Update(ctx, DefaultTimeout)
	resp.Diagnostics.Append(d...)
	in := plan.intent(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.configured(in, &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{ID: in.ID})...)
	stored := storedSurvey(ctx, req.Private, &resp.Diagnostics)
	if stored == nil || len(drill.Plan(stored, in).Lines) == 0 {
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...) // settings alone
		return
	}
	seen, ok := r.run(ctx, limit, in, stored, &plan, &resp.Diagnostics)
	storeSurvey(ctx, resp.Private, seen, &resp.Diagnostics)
	if !ok {
		state.setLive(seen)
		plan = state
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Delete closes a drill that is open, and forgets one that is not. Where it cannot be told, or the closing fails, the resource stays.
func (r *drillResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	defer r.site.runs.Begin()()
	var m drillModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	limit, d := m.Timeouts.Delete(ctx, DefaultTimeout)
	resp.Diagnostics.Append(d...)
	in := m.intent(ctx, &resp.Diagnostics)
	in.Open = false
	if resp.Diagnostics.HasError() || !r.configured(in, &resp.Diagnostics) {
		return
	}
	seen := r.site.engine.SurveyDrill(ctx, in, storedSurvey(ctx, req.Private, &resp.Diagnostics))
	p := drill.Plan(seen, in)
	if seen.Drill == nil && m.Status.ValueString() == string(drill.Closed) {
		return // what a failover has in its hands, or a lost cluster, is no drill
	}
	drillObstacles(&resp.Diagnostics, in, p.Obstacles, true)
	if len(p.Obstacles) == 0 {
		r.run(ctx, limit, in, seen, &m, &resp.Diagnostics)
	}
}

// run does it and writes into the model what the clusters say then. It answers the last look, never nil, and whether all went well.
func (r *drillResource) run(
	ctx context.Context, limit time.Duration, in drill.Intent, planned *survey.Survey, m *drillModel, diags *diag.Diagnostics,
) (*survey.Survey, bool) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	p := drill.Plan(planned, in)
	drillObstacles(diags, in, p.Obstacles, true)
	if diags.HasError() {
		return planned, false
	}
	out, err := r.site.engine.Drill(ctx, in, planned)
	if err != nil {
		diags.AddError(fmt.Sprintf("Drill %s: stopped", poolLabel(in.Pools, "")), err.Error()+"\n\n[drill_stopped]")
		return out.Survey, false
	}
	m.ID = types.StringValue(in.ID)
	m.ServingCluster, m.OpenedAt = types.StringNull(), types.StringNull()
	m.setLive(out.Survey)
	if m.Steps.IsUnknown() || m.Steps.IsNull() {
		m.Steps = types.ListNull(types.StringType)
		if len(p.Lines) > 0 {
			m.Steps = textList(p.Lines)
		}
	}
	m.Checks, m.LastRun = textList(out.Checks), optionalText(out.RunID)
	return out.Survey, true
}

// configured reports connection values that are still not known.
func (r *drillResource) configured(in drill.Intent, diags *diag.Diagnostics) bool {
	if what := r.site.unknownOf(keysOf(in.Pools)...); what != "" {
		addUnconfigured(diags, fmt.Sprintf("Drill %s: not configured", poolLabel(in.Pools, "")), what)
		return false
	}
	r.site.breaker.Reset(keysOf(in.Pools)...)
	return true
}
