// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// DefaultTimeout limits a create or an update for which the configuration says nothing.
const DefaultTimeout = 4 * time.Hour

// Static defaults, also written by an import.
const (
	defaultDrain             = "30s"
	defaultCopyConfiguration = true
	defaultMoveQuotas        = true
)

// longestDrain bounds how long a failover may wait for clients that do not close their files.
const longestDrain = time.Hour

func defaultServiceClasses() types.Set {
	return types.SetValueMust(types.StringType, []attr.Value{types.StringValue("HOST")})
}

// explained gives the attribute timeouts the description that its package leaves out.
func explained(a schema.Attribute) schema.Attribute {
	nested, ok := a.(schema.SingleNestedAttribute)
	if !ok {
		return a
	}
	nested.MarkdownDescription = "How long Terraform waits at most. When the time is up the run stops between two steps, and the next apply " +
		"goes on from there. Default: those of its attributes."
	return nested
}

// Schema is what a person writes and reads.
func (r *poolFailover) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := declaredAttributes()
	maps.Copy(attributes, settingAttributes())
	maps.Copy(attributes, computedAttributes())
	attributes["timeouts"] = explained(timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, CreateDescription: "Longest time for adopting the pool, as a duration such as `90m` or `4h`. Default \"4h\".",
		Update: true, UpdateDescription: "Longest time for a failover, as a duration such as `90m` or `4h`. Default \"4h\".",
	}))
	resp.Schema = schema.Schema{
		MarkdownDescription: "An IP pool that one of two clusters serves: its SmartConnect names, their service principal names, the " +
			"write access to its data, the direction of its replication, its quotas, shares and exports. Changing `active_cluster` moves all " +
			"of it in the documented order. Creating the resource only adopts the pool as it is, destroying it only forgets it.",
		Attributes: attributes,
	}
}

// declaredAttributes say what the resource is about.
func declaredAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"active_cluster": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "Key of the cluster that is to serve the pool, one of the keys of `pools`. Changing it plans a failover. " +
				"State holds what the last successful apply declared; `serving_cluster` tells which cluster serves now.",
		},
		"pools": schema.MapAttribute{
			Required: true, ElementType: types.StringType,
			MarkdownDescription: "The two pools, as cluster key to `groupnet.subnet.pool`. Changing it forgets the pair and adopts the new " +
				"one; nothing is deleted.",
			PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplace()},
			Validators:    []validator.Map{exactlyTwo{}, mapvalidator.KeysAre(clusterKey()), mapvalidator.ValueStringsAre(poolID())},
		},
		"policies": schema.SetAttribute{
			Required: true, ElementType: types.StringType,
			MarkdownDescription: "The SyncIQ policies whose data the pool serves, by their names on their home cluster. Mirror policies " +
				"belong to them and are not listed.",
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(policyName())},
		},
		"names": schema.SetAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Exactly these names move, in lower case and without trailing dot. Default: derived from the two pools; a " +
				"name that is parked as `igls-original-<name>` on the other side moves, a name of the standby pool's own stays.",
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(productionName())},
		},
	}
}

// settingAttributes say how it is done.
func settingAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"fence": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(survey.FenceSharesAndExports),
			MarkdownDescription: "How writers are kept out during a failover. `\"shares_and_exports\"` makes the SMB shares and NFS exports at " +
				"or below the policies' paths read-only and restores them at the end; `\"interfaces\"` takes the pool's interfaces away; `\"none\"` " +
				"relies on the quiet run alone, which then may not come. Default `\"shares_and_exports\"`.",
			Validators: []validator.String{oneOf(survey.FenceSharesAndExports, survey.FenceInterfaces, survey.FenceNone)},
		},
		"drain": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(defaultDrain),
			MarkdownDescription: "How long open files may be flushed after the fence before they are closed, as a duration such as `90s` or " +
				"`1h`. It ends at once when no file is open. Default `\"30s\"`.",
			Validators: []validator.String{duration(0, longestDrain)},
		},
		"copy_configuration": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(defaultCopyConfiguration),
			MarkdownDescription: "Create or update the SMB shares, NFS exports and NFS aliases on the receiving cluster. Default `true`.",
		},
		"move_quotas": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(defaultMoveQuotas),
			MarkdownDescription: "Move the quotas at or below the policies' paths with their notification rules. Default `true`.",
		},
		"spn_service_classes": schema.SetAttribute{
			Optional: true, Computed: true, ElementType: types.StringType, Default: setdefault.StaticValue(defaultServiceClasses()),
			MarkdownDescription: "Service classes whose principal names move with the names. Default `[\"HOST\"]`.",
			Validators:          []validator.Set{setvalidator.ValueStringsAre(serviceClass())},
		},
		"cutover_order": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(survey.NamesFirst),
			MarkdownDescription: "`\"names_first\"` moves the names and then allows writes, as documented; `\"writes_first\"` the other way " +
				"round, so that clients never meet a read-only path. Default `\"names_first\"`.",
			Validators: []validator.String{oneOf(survey.NamesFirst, survey.WritesFirst)},
		},
		"max_data_loss": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Limit for a move away from a cluster that is declared lost, as a duration such as `90s` or `4h`: how far the " +
				"last replicated state may lie before the loss. Default: none; such a move is then refused, and the error says which value accepts it.",
			Validators: []validator.String{duration(0, 0)},
		},
		"discard_changes_since": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Acknowledges that changes made on one side since this time (RFC 3339) are discarded. A plan that needs it " +
				"prints the line. Default: nothing is discarded.",
			Validators: []validator.String{pointInTime()},
		},
		"on_drift": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(survey.DriftWarn),
			MarkdownDescription: "What a plan does when somebody else moved the pool: `\"warn\"` says so and plans nothing, `\"error\"` fails, " +
				"`\"move_back\"` plans the move back. Default `\"warn\"`.",
			Validators: []validator.String{oneOf(survey.DriftWarn, survey.DriftError, survey.DriftMoveBack)},
		},
		"ignore_findings": schema.SetAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Ids of blocking readiness findings that are taken as risks. Findings about data loss cannot be ignored. " +
				"Default: none.",
			Validators: []validator.Set{setvalidator.ValueStringsAre(findingID())},
		},
	}
}
