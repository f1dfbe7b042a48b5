// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/observe"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// readinessSource is the data source onefs_pool_failover_readiness.
type readinessSource struct{ source }

type readinessModel struct {
	Pools             types.Map    `tfsdk:"pools"`
	Policies          types.Set    `tfsdk:"policies"`
	Names             types.Set    `tfsdk:"names"`
	To                types.String `tfsdk:"to"`
	Fence             types.String `tfsdk:"fence"`
	MoveQuotas        types.Bool   `tfsdk:"move_quotas"`
	CopyConfiguration types.Bool   `tfsdk:"copy_configuration"`
	SPNServiceClasses types.Set    `tfsdk:"spn_service_classes"`

	ServingCluster  types.String `tfsdk:"serving_cluster"`
	Unfinished      types.String `tfsdk:"unfinished"`
	Protected       types.Bool   `tfsdk:"protected"`
	Ready           types.Bool   `tfsdk:"ready"`
	Findings        types.List   `tfsdk:"findings"`
	Replication     types.List   `tfsdk:"replication"`
	DataAge         types.Int64  `tfsdk:"data_age_seconds"`
	CertificateDays types.Int64  `tfsdk:"certificate_days_left"`
	InventoryAge    types.Int64  `tfsdk:"inventory_age_seconds"`
	Delegated       types.Map    `tfsdk:"delegated"`
	Unread          types.Map    `tfsdk:"unread"`
}

var (
	findingTypes = map[string]attr.Type{
		"id": types.StringType, "severity": types.StringType, "object": types.StringType, "text": types.StringType, "cure": types.StringType,
		"command": types.StringType, "request": types.StringType,
	}
	replicationTypes = map[string]attr.Type{
		"name": types.StringType, "active_policy": types.StringType, "replicating_from": types.StringType, "newest_run": types.StringType,
		"data_age_seconds": types.Int64Type, "rpo_seconds": types.Int64Type,
	}
)

// Metadata names the data source.
func (d *readinessSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_pool_failover_readiness"
}

// Read looks at both clusters now.
func (d *readinessSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m readinessModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	pools := map[string]string{}
	resp.Diagnostics.Append(m.Pools.ElementsAs(ctx, &pools, false)...)
	keys := slices.Sorted(maps.Keys(pools))
	if resp.Diagnostics.HasError() || !d.usable(&resp.Diagnostics, path.Root("pools"), keys...) {
		return
	}
	if to := m.To.ValueString(); to != "" && !slices.Contains(keys, to) {
		resp.Diagnostics.AddAttributeError(path.Root("to"), "Not one of the pools", fmt.Sprintf("%q is not a key of pools.", to))
		return
	}
	in := m.intent(ctx, pools, resp)
	view := d.site.look(ctx, survey.Scope{ID: in.ID, Pools: pools, Policies: in.Policies})
	if in.Active == "" {
		in.Active = standby(view, keys)
	}
	if len(in.Policies) == 0 {
		in.Policies = view.PolicyNames()
	}
	seen := d.site.engine.Observe(ctx, in, view)
	findings := append(failover.Readiness(view, in), seen.Findings...)
	m.To = types.StringValue(in.Active)
	m.setLive(view, findings)
	m.setAges(seen, time.Now())
	m.Unread = textMap(view.Unread())
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// intent is the move that is asked about, its defaults filled in.
func (m *readinessModel) intent(ctx context.Context, pools map[string]string, resp *datasource.ReadResponse) survey.Intent {
	if m.Fence.IsNull() {
		m.Fence = types.StringValue(survey.FenceSharesAndExports)
	}
	if m.MoveQuotas.IsNull() {
		m.MoveQuotas = types.BoolValue(defaultMoveQuotas)
	}
	if m.CopyConfiguration.IsNull() {
		m.CopyConfiguration = types.BoolValue(defaultCopyConfiguration)
	}
	if m.SPNServiceClasses.IsNull() {
		m.SPNServiceClasses = defaultServiceClasses()
	}
	return survey.Intent{
		ID: poolsID(pools), Active: m.To.ValueString(), Pools: pools, Policies: texts(ctx, m.Policies, &resp.Diagnostics),
		Names: texts(ctx, m.Names, &resp.Diagnostics), Fence: m.Fence.ValueString(), CopyConfiguration: m.CopyConfiguration.ValueBool(),
		MoveQuotas: m.MoveQuotas.ValueBool(), SPNClasses: texts(ctx, m.SPNServiceClasses, &resp.Diagnostics), CutoverOrder: survey.NamesFirst,
	}
}

// standby is the cluster that does not serve; the second key where that is not clear.
func standby(s *survey.Survey, keys []string) string {
	if serving := position.Serving(s); serving == keys[1] {
		return keys[0]
	}
	return keys[1]
}

// setLive writes what stands against the move.
func (m *readinessModel) setLive(seen *survey.Survey, found []finding.Finding) {
	m.ServingCluster, m.Unfinished = types.StringNull(), types.StringNull()
	m.Protected = types.BoolValue(false)
	if seen.Readable() {
		m.ServingCluster, m.Unfinished = optionalText(position.Serving(seen)), optionalText(failover.Unfinished(seen))
		m.Protected = types.BoolValue(position.Protected(seen))
	}
	ready := true
	var rows []map[string]attr.Value
	for _, f := range found {
		ready = ready && f.Severity == finding.Risk
		rows = append(rows, map[string]attr.Value{
			"id": types.StringValue(f.ID.String()), "severity": types.StringValue(string(f.Severity)), "object": types.StringValue(f.Object),
			"text": types.StringValue(f.Text), "cure": types.StringValue(f.Cure), "command": types.StringValue(f.Command),
			"request": types.StringValue(f.Call),
		})
	}
	m.Ready, m.Findings = types.BoolValue(ready), objectList(findingTypes, rows)
}

// setAges writes what changes from hour to hour.
func (m *readinessModel) setAges(seen observe.Observation, now time.Time) {
	m.DataAge, m.CertificateDays, m.InventoryAge = types.Int64Null(), types.Int64Null(), types.Int64Null()
	known := len(seen.Replication) > 0
	var oldest time.Duration
	var rows []map[string]attr.Value
	for _, r := range seen.Replication {
		age := types.Int64Null()
		if r.Newest.IsZero() {
			known = false
		} else {
			age, oldest = types.Int64Value(int64(r.Age.Seconds())), max(oldest, r.Age)
		}
		rows = append(rows, map[string]attr.Value{
			"name":             types.StringValue(r.Name),
			"active_policy":    optionalText(r.Policy),
			"replicating_from": optionalText(r.From),
			"newest_run": pointInTimeText(
				r.Newest,
				!r.Newest.IsZero(),
			),
			"data_age_seconds": age,
			"rpo_seconds":      types.Int64Value(int64(r.RPO.Seconds())),
		})
	}
	m.Replication = objectList(replicationTypes, rows)
	if known {
		m.DataAge = types.Int64Value(int64(oldest.Seconds()))
	}
	if !seen.CertificateEnds.IsZero() {
		m.CertificateDays = types.Int64Value(int64(seen.CertificateEnds.Sub(now).Hours() / 24))
	}
	if !seen.Inventory.IsZero() {
		m.InventoryAge = types.Int64Value(int64(max(now.Sub(seen.Inventory), 0).Seconds()))
	}
	delegated := map[string]attr.Value{}
	for name, yes := range seen.Delegated {
		delegated[name] = types.BoolValue(yes)
	}
	m.Delegated = types.MapValueMust(types.BoolType, delegated)
}
