// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// drillModel is configuration, plan or state of a drill.
type drillModel struct {
	Open            types.Bool     `tfsdk:"open"`
	Pools           types.Map      `tfsdk:"pools"`
	Policies        types.Set      `tfsdk:"policies"`
	Names           types.Set      `tfsdk:"names"`
	ProveLastSync   types.Bool     `tfsdk:"prove_last_sync"`
	MaxDuration     types.String   `tfsdk:"max_duration"`
	CloseUnrecorded types.Bool     `tfsdk:"close_unrecorded"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`

	ID             types.String `tfsdk:"id"`
	Status         types.String `tfsdk:"status"`
	ServingCluster types.String `tfsdk:"serving_cluster"`
	OpenedAt       types.String `tfsdk:"opened_at"`
	Steps          types.List   `tfsdk:"steps"`
	Checks         types.List   `tfsdk:"checks"`
	LastRun        types.String `tfsdk:"last_run"`
}

// known tells that everything which decides about a plan is known.
func (m *drillModel) known() bool {
	for _, v := range []attr.Value{m.Open, m.Pools, m.Policies, m.Names, m.ProveLastSync, m.MaxDuration, m.CloseUnrecorded} {
		if v.IsUnknown() {
			return false
		}
		for _, e := range elements(v) {
			if e.IsUnknown() {
				return false
			}
		}
	}
	return true
}

// intent is the resource in the engine's words. Every value must be known.
func (m *drillModel) intent(ctx context.Context, diags *diag.Diagnostics) drill.Intent {
	in := drill.Intent{
		Pools: map[string]string{}, Policies: texts(ctx, m.Policies, diags), Names: texts(ctx, m.Names, diags), Open: m.Open.ValueBool(),
		ProveLastSync: m.ProveLastSync.ValueBool(), MaxDuration: durationOr(m.MaxDuration, 0), CloseUnrecorded: m.CloseUnrecorded.ValueBool(),
	}
	diags.Append(m.Pools.ElementsAs(ctx, &in.Pools, false)...)
	in.ID = poolsID(in.Pools)
	return in
}

// setLive writes what the clusters say. What cannot be told keeps its value.
func (m *drillModel) setLive(s *survey.Survey) {
	status := drill.StatusOf(s)
	m.Status = types.StringValue(string(status))
	if status == drill.Unknown {
		return
	}
	m.ServingCluster, m.OpenedAt = optionalText(position.Serving(s)), types.StringNull()
	if d := s.Drill; d != nil && !d.Started.IsZero() {
		m.OpenedAt = types.StringValue(d.Started.UTC().Format(time.RFC3339))
	}
}

// lookDrill surveys the pools of a drill.
func (s *site) lookDrill(ctx context.Context, in drill.Intent, prior *survey.Survey) *survey.Survey {
	seen := s.look(ctx, in.Scope(prior))
	drill.Rebuild(seen, in, prior)
	return seen
}

// Read looks at both clusters. It never fails and never removes the resource: what could not be read keeps its value.
func (r *drillResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m drillModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{ID: m.ID.ValueString()})...)
	in := m.intent(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || r.site.unknownOf(keysOf(in.Pools)...) != "" {
		return
	}
	seen := r.site.lookDrill(ctx, in, storedSurvey(ctx, req.Private, &resp.Diagnostics))
	r.site.warnUnread(&resp.Diagnostics, seen)
	m.setLive(seen)
	m.Steps = types.ListNull(types.StringType)
	m.fillImportedDrill(seen)
	switch drill.Status(m.Status.ValueString()) {
	case drill.Open:
		m.Open = types.BoolValue(true)
	case drill.Closed:
		m.Open = types.BoolValue(false)
	}
	storeSurvey(ctx, resp.Private, seen, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// fillImportedDrill fills what an import leaves open from the record of the drill.
func (m *drillModel) fillImportedDrill(s *survey.Survey) {
	if m.Open.IsNull() {
		m.Open = types.BoolValue(s.Drill != nil)
	}
	if s.Drill == nil || !m.Policies.IsNull() {
		return
	}
	m.Policies = types.SetValueMust(types.StringType, textList(s.Drill.Policies).Elements())
	if len(s.Drill.Names) > 0 {
		m.Names = types.SetValueMust(types.StringType, textList(s.Drill.Names).Elements())
	}
}

// ImportState fills what the id says and the static defaults. Read follows and fills what the clusters say.
func (r *drillResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := req.ID
	if id == "" && req.Identity != nil {
		var i identity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &i)...)
		id = i.ID
	}
	pools, err := parsePoolsID(id)
	if err != nil {
		resp.Diagnostics.AddError("Invalid import id", upperFirst(err.Error())+".")
		return
	}
	members := map[string]attr.Value{}
	for k, pool := range pools {
		if r.site != nil && !r.site.has(k) {
			resp.Diagnostics.AddError("Unknown cluster", unknownCluster(r.site, k))
		}
		members[k] = types.StringValue(pool)
	}
	for name, value := range map[string]attr.Value{
		"id": types.StringValue(poolsID(pools)), "pools": types.MapValueMust(types.StringType, members),
		"prove_last_sync": types.BoolValue(true), "max_duration": types.StringValue(defaultDrillDuration),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{ID: poolsID(pools)})...)
}

// drillObstacles reports what stands against the opening or the closing, as errors or as warnings.
func drillObstacles(diags *diag.Diagnostics, in drill.Intent, list []string, stops bool) {
	if len(list) == 0 {
		return
	}
	summary := fmt.Sprintf("Drill %s: not ready", poolLabel(in.Pools, ""))
	text := upperFirst(strings.Join(list, ".\n\n")) + ".\n\nNothing was written. Mend it, then plan again.\n\n[drill_not_ready]"
	if stops {
		diags.AddAttributeError(path.Root("open"), summary, text)
	} else {
		diags.AddAttributeWarning(path.Root("open"), summary, text)
	}
}

// drillWarnings reports what a person must know before the yes, with the steps where the plan has no attribute for them.
func drillWarnings(diags *diag.Diagnostics, in drill.Intent, p drill.Preview, steps bool) {
	if len(p.Warnings) == 0 {
		return
	}
	text := strings.Join(p.Warnings, ".\n\n") + "."
	if steps && len(p.Lines) > 0 {
		text += "\n\n" + strings.Join(p.Lines, "\n")
	}
	diags.AddAttributeWarning(path.Root("open"), fmt.Sprintf("Drill %s: what it discards", poolLabel(in.Pools, "")), text)
}
