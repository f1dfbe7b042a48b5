// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// computedAttributes are what the clusters say. All of them keep their state in a plan; the few that a move changes are set by
// ModifyPlan.
func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "The pair, `<key>=<pool>,<key>=<pool>` with the keys in alphabetical order. It is the import id as well.",
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"serving_cluster": schema.StringAttribute{
			Computed: true,
			MarkdownDescription: "Key of the cluster that answers the names now; null when none does or both do. It differs from " +
				"`active_cluster` when somebody else moved the pool.",
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"unfinished": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Key of the cluster to which a half-done run was moving the pool, or null.",
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"protected": schema.BoolAttribute{
			Computed: true,
			MarkdownDescription: "Whether a copy of the data is kept up to date: every policy that replicates away from the serving cluster is " +
				"enabled, scheduled and free of conflict, and the other side refuses writes. How old the last copy is, is not part of it.",
			PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
		},
		"moves": schema.SingleNestedAttribute{
			Computed: true,
			MarkdownDescription: "What the plan moves, one line an object: `<object>: <from> -> <to>[, note]`. Null when nothing moves, and " +
				"from the first refresh after a move on.",
			Attributes: map[string]schema.Attribute{
				"at_a_glance": schema.StringAttribute{
					Computed: true,
					MarkdownDescription: "One line: how much moves from where to where, how many objects are read-only meanwhile, how many " +
						"risks there are. While a run is half done it begins with that, and with how clients fare now.",
				},
				"kind": schema.StringAttribute{
					Computed: true,
					MarkdownDescription: "`controlled`, `uncontrolled`, `isolate` or `discard`; while a run is half done, `resume` or `abort`. " +
						"Going back is `controlled` where the copies are open already, because it then is a whole failback.",
				},
				"names": lines("SmartConnect names, as zone name or as alias."),
				"spns":  lines("Service principal names, with the machine accounts and the writer."),
				"policies": lines("SyncIQ policies, with the policy for the way back. More than 50 are shown as a count with a digest and the " +
					"first 20; so are quotas, snapshots and fenced objects."),
				"quotas":        lines("Quotas, each with its limits."),
				"configuration": lines("Shares, exports and aliases that are created or updated on the receiving cluster."),
				"fenced":        lines("Shares and exports that are read-only until the end of the run."),
				"risks":         lines("Readiness findings that do not stop the move."),
			},
			PlanModifiers: []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		},
		"manual_steps": schema.ListAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "What people still have to do after the last run, such as NFS clients that must remount.",
			PlanModifiers:       []planmodifier.List{listplanmodifier.UseStateForUnknown()},
		},
		"last_run": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Id of the last run, or null. Its record lies in the journal directory of both clusters.",
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
	}
}

func lines(what string) schema.ListAttribute {
	return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: what}
}

// movesTypes is the type of the attribute moves.
func movesTypes() map[string]attr.Type {
	list := types.ListType{ElemType: types.StringType}
	return map[string]attr.Type{
		"at_a_glance": types.StringType, "kind": types.StringType, "names": list, "spns": list, "policies": list, "quotas": list,
		"configuration": list, "fenced": list, "risks": list,
	}
}
