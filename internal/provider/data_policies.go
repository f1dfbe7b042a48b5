// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// policiesSource is the data source onefs_replication_policies.
type policiesSource struct{ source }

type policiesModel struct {
	Cluster  types.String `tfsdk:"cluster"`
	Policies types.List   `tfsdk:"policies"`
	Unread   types.Map    `tfsdk:"unread"`
}

var policyTypes = map[string]attr.Type{
	"name": types.StringType, "mirror": types.BoolType, "enabled": types.BoolType, "conflicted": types.BoolType, "fails_back": types.BoolType,
	"source_path": types.StringType, "target_host": types.StringType, "target_path": types.StringType, "schedule": types.StringType,
	"last_job_state": types.StringType, "last_success": types.StringType, "rpo_seconds": types.Int64Type,
}

// Metadata names the data source.
func (d *policiesSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_replication_policies"
}

// Schema is what a person writes and reads.
func (d *policiesSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The SyncIQ policies whose source is a cluster, mirror policies among them.",
		Attributes: map[string]schema.Attribute{
			"cluster": clusterAttribute(),
			"policies": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The policies, by name.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name": computedText("Name of the policy."),
					"mirror": computedBool(
						"Whether its name is that of a mirror policy, `<policy>_mirror`. Such a policy is not written into `policies`.",
					),
					"enabled":    computedBool("Whether it is enabled."),
					"conflicted": computedBool("Whether its last run failed and no run starts until that is resolved."),
					"fails_back": computedBool("Whether OneFS can fail it back: a sync policy without filters, and failback not switched off."),

					"source_path":    computedText("Directory that is copied."),
					"target_host":    computedText("Name or address of the receiving cluster."),
					"target_path":    computedText("Directory of the copy."),
					"schedule":       computedText("Schedule, `\"\"` for by hand."),
					"last_job_state": computedText("How its last job ended."),
					"last_success":   computedText("When it last succeeded (RFC 3339, by the cluster's clock); null for never."),
					"rpo_seconds":    computedNumber("Its own limit for the age of the copy (`rpo_alert`), in seconds; 0 for none."),
				}},
			},
			"unread": unreadAttribute(),
		},
	}
}

// Read lists the policies now.
func (d *policiesSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m policiesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	key := m.Cluster.ValueString()
	if resp.Diagnostics.HasError() || !d.usable(&resp.Diagnostics, path.Root("cluster"), key) {
		return
	}
	unread := map[string]string{}
	list, err := d.site.engine.Policies(ctx, key)
	if err != nil {
		unread[key] = err.Error()
	}
	var rows []map[string]attr.Value
	for _, p := range list {
		rows = append(rows, map[string]attr.Value{
			"name":        types.StringValue(p.Name),
			"mirror":      types.BoolValue(p.Mirror),
			"enabled":     types.BoolValue(p.Enabled),
			"conflicted":  types.BoolValue(p.Conflicted),
			"fails_back":  types.BoolValue(p.FailsBack),
			"source_path": types.StringValue(p.SourcePath),
			"target_host": types.StringValue(
				p.TargetHost,
			),
			"target_path":    types.StringValue(p.TargetPath),
			"schedule":       types.StringValue(p.Schedule),
			"last_job_state": types.StringValue(p.LastJob),
			"last_success":   pointInTimeText(time.Unix(p.LastSuccess, 0), p.LastSuccess != 0),
			"rpo_seconds":    types.Int64Value(p.RPO),
		})
	}
	m.Policies, m.Unread = objectList(policyTypes, rows), textMap(unread)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// pointInTimeText is a time in RFC 3339, null if there is none.
func pointInTimeText(t time.Time, is bool) types.String {
	if !is {
		return types.StringNull()
	}
	return types.StringValue(t.UTC().Format(time.RFC3339))
}
