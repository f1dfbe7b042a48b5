// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/mirror"
)

// ModifyPlan plans the repairs. For an update its planned values are a pure function of configuration, state and stored survey. What a
// failover in the same apply may change is planned as unknown as soon as the mirror has anything to do.
func (r *mirrorResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.site == nil || req.Plan.Raw.IsNull() {
		return
	}
	var plan mirrorModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !plan.known() {
		// What follows from a value that is not known yet is not known either.
		plan.Repairs = types.ListUnknown(types.StringType)
		plan.unsettle()
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
		return
	}
	in := plan.intent()
	for name, k := range map[string]string{"source": in.Source, "target": in.Target} {
		if !r.site.has(k) {
			resp.Diagnostics.AddAttributeError(path.Root("clusters").AtName(name), "Unknown cluster", unknownCluster(r.site, k))
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		plan.ID = types.StringValue(in.ID())
		if r.site.unknownOf(in.Source, in.Target) == "" {
			// On create, and only there, the clusters are looked at; what is seen decides over warnings and errors alone.
			survey := r.site.lookMirror(ctx, in)
			mirrorCreatable(&resp.Diagnostics, in, survey)
		}
	} else {
		r.planUpdate(ctx, in, &plan, req, resp)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

func (r *mirrorResource) planUpdate(
	ctx context.Context, in mirror.Intent, plan *mirrorModel, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	var state mirrorModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || in.ID() != state.ID.ValueString() {
		return // replaced: core plans a create next
	}
	survey := storedMirror(ctx, req.Private, &resp.Diagnostics)
	if survey == nil {
		return
	}
	p := mirror.Plan(survey, in)
	addMirrorWarnings(&resp.Diagnostics, in, p.Warnings)
	if why := survey.Blocked(); why != "" && !plan.Schedule.Equal(state.Schedule) {
		resp.Diagnostics.AddAttributeWarning(path.Root("schedule"), fmt.Sprintf("Mirror %s: the schedule is not written now", in.Policy),
			fmt.Sprintf("%s. It is noted in state, and a later plan writes it.", upperFirst(why)))
	}
	if len(p.Repairs) == 0 {
		return
	}
	plan.Repairs = repairsList(p.Repairs)
	plan.unsettle()
}

// unsettle plans as unknown what the repairs, or a failover beside them, may change.
func (m *mirrorModel) unsettle() {
	m.ReplicatingFrom, m.ActivePolicy, m.Position = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
}

// mirrorCreatable reports why a pair cannot be taken up, and what will be left to people.
func mirrorCreatable(diags *diag.Diagnostics, in mirror.Intent, survey *mirror.Survey) {
	if why := survey.Blocked(); survey.Blind() {
		diags.AddWarning(fmt.Sprintf("Mirror %s: taken up unseen", in.Policy),
			fmt.Sprintf("%s. Nothing is written; the first plan that can read both clusters goes on.", upperFirst(why)))
		return
	}
	if survey.PolicyMissing() {
		diags.AddAttributeError(path.Root("policy"), fmt.Sprintf("Mirror %s: no such policy", in.Policy),
			fmt.Sprintf("Cluster %s has no SyncIQ policy %q. Write the name that the policy has on its home cluster, as `isi sync policies list` "+
				"shows it.\n\n[policy_missing]", in.Source, in.Policy))
		return
	}
	addMirrorWarnings(diags, in, mirror.Plan(survey, in).Warnings)
}

// addMirrorWarnings reports what the mirror leaves to people. The summary names the policy, because core folds equal ones.
func addMirrorWarnings(diags *diag.Diagnostics, in mirror.Intent, findings []finding.Finding) {
	for _, f := range findings {
		d := findingDiagnostic(in.Policy, f, diag.SeverityWarning)
		diags.AddAttributeWarning(path.Root("policy"), "Mirror"+d.Summary()[len("Pool"):], d.Detail())
	}
}
