// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// drillResource is the resource onefs_failover_drill: a test of a failover on the copies of the side that does not serve.
type drillResource struct {
	// site is nil while the provider is not configured (validation).
	site *site
}

var (
	_ resource.ResourceWithConfigure   = (*drillResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*drillResource)(nil)
	_ resource.ResourceWithImportState = (*drillResource)(nil)
	_ resource.ResourceWithIdentity    = (*drillResource)(nil)
)

// defaultDrillDuration is after how long every plan says that a drill is still open.
const defaultDrillDuration = "8h"

// Metadata names the resource.
func (r *drillResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_failover_drill"
}

// IdentitySchema is the id again, for imports by identity.
func (r *drillResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "The pair of pools, in the form of the attribute id."},
	}}
}

// Configure takes over the configured provider.
func (r *drillResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	if req.ProviderData == nil {
		return
	}
	s, ok := req.ProviderData.(*site)
	if !ok {
		resp.Diagnostics.AddError("Unexpected provider data", fmt.Sprintf("The resource got %T. Please report this.", req.ProviderData))
		return
	}
	r.site = s
}

// Schema is what a person writes and reads.
func (r *drillResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A failover drill of a pool: the copies on the cluster that does not serve are made writable for a while, under " +
			"names of their own, and are rolled back to their last sync afterwards. Production stays where it is; on the serving cluster only " +
			"the schedules of the policies are taken off and given back. While a drill is open the copies stand still, so the recovery point " +
			"ages, and everything that is written on them is discarded when it is closed. Destroying the resource closes an open drill.",
		Attributes: map[string]schema.Attribute{
			"open": schema.BoolAttribute{
				Required: true,
				MarkdownDescription: "Whether the copies are to be open. Changing it plans the opening or the closing. In state it is what the " +
					"clusters say.",
			},
			"pools": schema.MapAttribute{
				Required: true, ElementType: types.StringType,
				MarkdownDescription: "The two pools, as cluster key to `groupnet.subnet.pool`, as in `onefs_pool_failover`. Which of them serves is " +
					"read from the clusters.",
				PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplace()},
				Validators:    []validator.Map{exactlyTwo{}, mapvalidator.KeysAre(clusterKey()), mapvalidator.ValueStringsAre(poolID())},
			},
			"policies": schema.SetAttribute{
				Required: true, ElementType: types.StringType,
				MarkdownDescription: "The SyncIQ policies whose copies are opened, all or none, by their names on their home cluster.",
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(policyName())},
			},
			"names": schema.SetAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Names under which clients of the drill reach the copies. They are aliases of the standby pool for as long as " +
					"the drill is open, in lower case and without trailing dot. A name that any pool has already, live or parked, is refused. Default: " +
					"none.",
				Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(productionName())},
			},
			"prove_last_sync": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Let each policy run once more, and prove that run by its report, before its copy is opened. Default `true`.",
			},
			"max_duration": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(defaultDrillDuration),
				MarkdownDescription: "After how long every plan, and the data source `onefs_pool_failover_readiness`, say that the drill is still " +
					"open, as a duration such as `90m` or `4h`. Nothing closes a drill by itself. Default `\"8h\"`.",
				Validators: []validator.String{duration(time.Minute, 30*24*time.Hour)},
			},
			"close_unrecorded": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Close copies that are open although no journal on the clusters tells of a drill, because the journals were " +
					"deleted. What was written on them is discarded, whoever opened them. Default `false`.",
			},
			"timeouts": explained(timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, CreateDescription: "Longest time for a create, as a duration such as `90m` or `4h`. Default \"4h\".",
				Update: true, UpdateDescription: "Longest time for opening or closing, as a duration such as `90m` or `4h`. Default \"4h\".",
				Delete: true, DeleteDescription: "Longest time for closing an open drill, as a duration such as `90m` or `4h`. Default \"4h\".",
			})),
			"id": schema.StringAttribute{
				Computed: true, MarkdownDescription: "The pair of pools, such as `dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1`.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"status": schema.StringAttribute{
				Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "`closed`, `open`, `unfinished` after an opening or a closing that stopped, or `unknown` while a cluster " +
					"cannot be read.",
			},
			"serving_cluster": schema.StringAttribute{
				Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "Key of the cluster that serves the pool and goes on serving it.",
			},
			"opened_at": schema.StringAttribute{
				Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "Since when the drill is open, RFC 3339; null while it is closed. The copies are at most as new as that.",
			},
			"steps": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "What an apply does, in order. In state it is what the last apply has done; null while nothing is to be done.",
			},
			"checks": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "How SmartConnect of the standby answered each of `names` when the drill was opened.",
			},
			"last_run": schema.StringAttribute{
				Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "Id of the record of the last opening or closing, for the data source `onefs_failover_run`.",
			},
		},
	}
}
