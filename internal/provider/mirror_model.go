// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/mirror"
)

// mirrorModel is configuration, plan or state of a mirror.
type mirrorModel struct {
	Policy   types.String `tfsdk:"policy"`
	Clusters types.Object `tfsdk:"clusters"`
	Schedule types.String `tfsdk:"schedule"`

	Timeouts timeouts.Value `tfsdk:"timeouts"`

	ID              types.String `tfsdk:"id"`
	ReplicatingFrom types.String `tfsdk:"replicating_from"`
	ActivePolicy    types.String `tfsdk:"active_policy"`
	Position        types.String `tfsdk:"position"`
	Repairs         types.List   `tfsdk:"repairs"`
}

// mirrorClusterTypes is the type of the attribute clusters.
var mirrorClusterTypes = map[string]attr.Type{"source": types.StringType, "target": types.StringType}

// known tells that everything that says which pair is meant is known.
func (m *mirrorModel) known() bool {
	source, target := m.side("source"), m.side("target")
	return !m.Policy.IsUnknown() && !m.Schedule.IsUnknown() && !source.IsUnknown() && !target.IsUnknown()
}

// side is one member of clusters; unknown while the object is not known.
func (m *mirrorModel) side(name string) types.String {
	if m.Clusters.IsUnknown() {
		return types.StringUnknown()
	}
	if v, ok := m.Clusters.Attributes()[name].(types.String); ok {
		return v
	}
	return types.StringNull()
}

// intent is the resource in the engine's words. Every value must be known.
func (m *mirrorModel) intent() mirror.Intent {
	in := mirror.Intent{
		Policy: m.Policy.ValueString(), Source: m.side("source").ValueString(), Target: m.side("target").ValueString(),
	}
	if !m.Schedule.IsNull() {
		s := m.Schedule.ValueString()
		in.Schedule = &s
	}
	return in
}

// setLive writes what the clusters say. What cannot be told keeps its value.
func (m *mirrorModel) setLive(s *mirror.Survey) {
	if s.Blind() || s.Position() == "" {
		return
	}
	m.ReplicatingFrom, m.ActivePolicy = optionalText(s.Replicating()), optionalText(s.Active())
	m.Position = types.StringValue(string(s.Position()))
}

// repairsList is the attribute repairs; null when nothing is to be done.
func repairsList(list []mirror.Repair) types.List {
	if len(list) == 0 {
		return types.ListNull(types.StringType)
	}
	out := make([]string, 0, len(list))
	for _, r := range list {
		out = append(out, string(r))
	}
	return textList(out)
}

// repairs are the approved repairs of a plan.
func (m *mirrorModel) repairs() []mirror.Repair {
	var out []mirror.Repair
	for _, e := range m.Repairs.Elements() {
		if s, ok := e.(types.String); ok {
			out = append(out, mirror.Repair(s.ValueString()))
		}
	}
	return out
}

// parseMirrorID takes "prod/nas1/dr" apart.
func parseMirrorID(id string) (mirror.Intent, error) {
	parts := strings.Split(id, "/")
	if len(parts) != 3 {
		return mirror.Intent{}, fmt.Errorf("%q is not the id of a mirror: write <source cluster>/<policy>/<target cluster>, such as %q",
			id, "prod/nas1/dr")
	}
	in := mirror.Intent{Source: parts[0], Policy: parts[1], Target: parts[2]}
	for _, k := range []string{in.Source, in.Target} {
		if err := clusterKey().check(k); err != nil {
			return in, err
		}
	}
	if in.Source == in.Target {
		return in, fmt.Errorf("%q names one cluster twice", id)
	}
	return in, policyName().check(in.Policy)
}
