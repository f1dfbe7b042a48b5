// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// model is configuration, plan or state of the resource.
type model struct {
	ActiveCluster types.String `tfsdk:"active_cluster"`
	Pools         types.Map    `tfsdk:"pools"`
	Policies      types.Set    `tfsdk:"policies"`
	Names         types.Set    `tfsdk:"names"`

	Fence               types.String `tfsdk:"fence"`
	Drain               types.String `tfsdk:"drain"`
	CopyConfiguration   types.Bool   `tfsdk:"copy_configuration"`
	MoveQuotas          types.Bool   `tfsdk:"move_quotas"`
	SPNServiceClasses   types.Set    `tfsdk:"spn_service_classes"`
	CutoverOrder        types.String `tfsdk:"cutover_order"`
	MaxDataLoss         types.String `tfsdk:"max_data_loss"`
	DiscardChangesSince types.String `tfsdk:"discard_changes_since"`
	OnDrift             types.String `tfsdk:"on_drift"`
	IgnoreFindings      types.Set    `tfsdk:"ignore_findings"`

	Timeouts timeouts.Value `tfsdk:"timeouts"`

	ID             types.String `tfsdk:"id"`
	ServingCluster types.String `tfsdk:"serving_cluster"`
	Unfinished     types.String `tfsdk:"unfinished"`
	Protected      types.Bool   `tfsdk:"protected"`
	Moves          types.Object `tfsdk:"moves"`
	ManualSteps    types.List   `tfsdk:"manual_steps"`
	LastRun        types.String `tfsdk:"last_run"`
}

// unknown names the first declared attribute that is not wholly known yet, "" if all are.
func (m *model) unknown() string {
	for _, a := range []struct {
		name  string
		value attr.Value
	}{
		{"active_cluster", m.ActiveCluster},
		{"pools", m.Pools},
		{"policies", m.Policies},
		{"names", m.Names},
		{"fence", m.Fence},
		{"drain", m.Drain},
		{"copy_configuration", m.CopyConfiguration},
		{"move_quotas", m.MoveQuotas},
		{"spn_service_classes", m.SPNServiceClasses},
		{"cutover_order", m.CutoverOrder},
		{"max_data_loss", m.MaxDataLoss},
		{"discard_changes_since", m.DiscardChangesSince},
		{"on_drift", m.OnDrift},
		{"ignore_findings", m.IgnoreFindings},
	} {
		if a.value.IsUnknown() || slices.ContainsFunc(elements(a.value), attr.Value.IsUnknown) {
			return a.name
		}
	}
	return ""
}

// elements are the members of a set or map.
func elements(v attr.Value) []attr.Value {
	switch v := v.(type) {
	case types.Set:
		return v.Elements()
	case types.Map:
		var out []attr.Value
		for _, e := range v.Elements() {
			out = append(out, e)
		}
		return out
	}
	return nil
}

// pools is the attribute as a plain map. It is empty while the attribute is not known.
func (m *model) pools(ctx context.Context, diags *diag.Diagnostics) map[string]string {
	out := map[string]string{}
	if !m.Pools.IsNull() && !m.Pools.IsUnknown() {
		diags.Append(m.Pools.ElementsAs(ctx, &out, false)...)
	}
	return out
}

// texts are the members of a set of strings, sorted; nil for a null set.
func texts(ctx context.Context, set types.Set, diags *diag.Diagnostics) []string {
	if set.IsNull() || set.IsUnknown() {
		return nil
	}
	var out []string
	diags.Append(set.ElementsAs(ctx, &out, false)...)
	slices.Sort(out)
	return out
}

// intent is the resource in the engine's words. Every value must be known.
func (m *model) intent(ctx context.Context, diags *diag.Diagnostics) survey.Intent {
	in := survey.Intent{
		Active:            m.ActiveCluster.ValueString(),
		Pools:             m.pools(ctx, diags),
		Policies:          texts(ctx, m.Policies, diags),
		Names:             texts(ctx, m.Names, diags),
		Fence:             m.Fence.ValueString(),
		Drain:             durationOr(m.Drain, 0),
		CopyConfiguration: m.CopyConfiguration.ValueBool(),
		MoveQuotas:        m.MoveQuotas.ValueBool(),
		SPNClasses:        texts(ctx, m.SPNServiceClasses, diags),
		CutoverOrder:      m.CutoverOrder.ValueString(),
		OnDrift:           m.OnDrift.ValueString(),
		IgnoreFindings:    texts(ctx, m.IgnoreFindings, diags),
	}
	in.ID = poolsID(in.Pools)
	if !m.MaxDataLoss.IsNull() {
		d := durationOr(m.MaxDataLoss, 0)
		in.MaxDataLoss = &d
	}
	if t, err := time.Parse(time.RFC3339, m.DiscardChangesSince.ValueString()); err == nil {
		in.DiscardChangesSince = &t
	}
	return in
}

// scope is what a survey for this resource covers.
func (m *model) scope(ctx context.Context, prior *survey.Survey, diags *diag.Diagnostics) survey.Scope {
	pools := m.pools(ctx, diags)
	return survey.Scope{ID: poolsID(pools), Pools: pools, Policies: texts(ctx, m.Policies, diags), Prior: prior}
}

// optionalText is null for "".
func optionalText(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// textList is a list of strings, empty rather than null.
func textList(in []string) types.List {
	out := make([]attr.Value, 0, len(in))
	for _, s := range in {
		out = append(out, types.StringValue(s))
	}
	return types.ListValueMust(types.StringType, out)
}

// movesObject is the preview as the attribute moves.
func movesObject(m *survey.Moves) types.Object {
	if m == nil {
		return types.ObjectNull(movesTypes())
	}
	return types.ObjectValueMust(movesTypes(), map[string]attr.Value{
		"at_a_glance":   types.StringValue(m.AtAGlance),
		"kind":          types.StringValue(m.Kind),
		"names":         textList(m.Names),
		"spns":          textList(m.SPNs),
		"policies":      textList(m.Policies),
		"quotas":        textList(m.Quotas),
		"configuration": textList(m.Configuration),
		"fenced":        textList(m.Fenced),
		"risks":         textList(m.Risks),
	})
}
