// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// DefaultMirrorTimeout limits a create or an update of a mirror for which the configuration says nothing: it waits for a failover that
// has the policy, and for one run.
const DefaultMirrorTimeout = 4 * time.Hour

// Schema is what a person writes and reads.
func (r *mirrorResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A SyncIQ policy and its mirror policy, kept alive as one: of the two, the one that replicates now is enabled, " +
			"free of conflict, scheduled, and has run since the roles turned. After a failover the new production would otherwise replicate " +
			"nowhere until somebody thinks of it. The resource never turns the direction, never discards data, and leaves the pair alone while a " +
			"cluster cannot be read or is lost, and while a failover is unfinished. Destroying it only forgets it.",
		Attributes: map[string]schema.Attribute{
			"policy": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "The policy, by its name on its home cluster. Its mirror, `<policy>_mirror`, belongs to it and is not " +
					"written. Changing it forgets the pair and takes up another one.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
				Validators:    []validator.String{policyName()},
			},
			"clusters": schema.SingleNestedAttribute{
				Required:            true,
				MarkdownDescription: "The two clusters, by their keys in the provider block. It does not change when a failover turns the direction.",
				Attributes: map[string]schema.Attribute{
					"source": schema.StringAttribute{
						Required: true, MarkdownDescription: "Home of the policy.", Validators: []validator.String{clusterKey()},
					},
					"target": schema.StringAttribute{
						Required: true, MarkdownDescription: "The cluster that the policy replicates to, and the home of its mirror.",
						Validators: []validator.String{clusterKey()},
					},
				},
				PlanModifiers: []planmodifier.Object{objectplanmodifier.RequiresReplace()},
			},
			"schedule": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Schedule of whichever policy replicates, as OneFS writes it, such as `\"every 5 minutes\"` or " +
					"`\"when-source-modified\"`; `\"\"` is by hand only. Default: the replicating policy keeps the schedule that it has.",
			},
			"timeouts": explained(timeouts.Attributes(ctx, timeouts.Opts{
				Create:            true,
				CreateDescription: "Longest time for taking up the pair, as a duration such as `90m` or `4h`. Default \"4h\".",
				Update:            true,
				UpdateDescription: "Longest time for a repair, waiting for a failover and one run included, as a duration such as `90m` or `4h`. " +
					"Default \"4h\".",
			})),
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The pair, `<source>/<policy>/<target>`. It is the import id as well.",
				PlanModifiers:       keep,
			},
			"replicating_from": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Key of the cluster that sends; null while that is not clear, as in the midst of a failover.",
				PlanModifiers:       keep,
			},
			"active_policy": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Name of the policy that replicates: `policy`, or its mirror after a failover. Null while that is not clear.",
				PlanModifiers:       keep,
			},
			"position": schema.StringAttribute{
				Computed: true,
				MarkdownDescription: "`replicating`, or what stands against it: `not run since the roles turned`, `conflicted`, `disabled`, " +
					"`never run`, `a run is unfinished` or `unexpected`. The last three are left to people and to the resource of the pool.",
				PlanModifiers: keep,
			},
			"repairs": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "What the apply changes on the policy that replicates at that time: `enable`, `clear the conflict`, " +
					"`set the schedule`, `run once and prove it by the report`. Null when nothing is to be done, and from the next refresh on.",
				PlanModifiers: []planmodifier.List{listplanmodifier.UseStateForUnknown()},
			},
		},
	}
}

// ValidateConfig checks what no single attribute can tell.
func (r *mirrorResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m mirrorModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	source, target := m.side("source"), m.side("target")
	if !source.IsUnknown() && !source.IsNull() && source.Equal(target) {
		resp.Diagnostics.AddAttributeError(path.Root("clusters"), "Two clusters are needed",
			fmt.Sprintf("Source and target are both %q.", source.ValueString()))
	}
}
