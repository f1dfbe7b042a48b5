// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Schema is what a person writes and reads.
func (d *readinessSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Whether a pool could fail over now, and how old its copy is. It reads both clusters each time, writes nothing, " +
			"and is never an error because a cluster does not answer. Use it in `check` blocks and in a nightly plan.",
		Attributes: readinessAttributes(),
	}
}

func readinessAttributes() map[string]schema.Attribute {
	out := map[string]schema.Attribute{
		"pools": schema.MapAttribute{
			Required: true, ElementType: types.StringType, MarkdownDescription: "The two pools, as cluster key to `groupnet.subnet.pool`.",
			Validators: []validator.Map{exactlyTwo{}, mapvalidator.KeysAre(clusterKey()), mapvalidator.ValueStringsAre(poolID())},
		},
		"policies": schema.SetAttribute{
			Optional:    true,
			ElementType: types.StringType,
			MarkdownDescription: "The SyncIQ policies, by their names on their home cluster. Default: all between the two clusters at or below " +
				"the base path of the pool's access zone.",
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(policyName())},
		},
		"names": schema.SetAttribute{
			Optional:            true,
			ElementType:         types.StringType,
			MarkdownDescription: "Exactly these names would move. Default: derived from the two pools.",
			Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(productionName())},
		},
		"to": schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: "Key of the cluster that would receive the pool. Default: the one that does not serve it now.",
			Validators:          []validator.String{clusterKey()},
		},
		"fence": schema.StringAttribute{
			Optional: true, Computed: true, MarkdownDescription: "As in `onefs_pool_failover`. Default `\"shares_and_exports\"`.",
			Validators: []validator.String{oneOf(survey.FenceSharesAndExports, survey.FenceInterfaces, survey.FenceNone)},
		},
		"move_quotas": schema.BoolAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: "As in `onefs_pool_failover`. Default `true`.",
		},
		"copy_configuration": schema.BoolAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: "As in `onefs_pool_failover`. Default `true`.",
		},
		"spn_service_classes": schema.SetAttribute{
			Optional: true, Computed: true, ElementType: types.StringType, MarkdownDescription: "As in `onefs_pool_failover`. Default `[\"HOST\"]`.",
			Validators: []validator.Set{setvalidator.ValueStringsAre(serviceClass())},
		},
	}
	maps.Copy(out, readinessResults())
	return out
}

func readinessResults() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"serving_cluster": computedText(
			"Key of the cluster that answers the names now; null when none does, both do, or a cluster was not read.",
		),
		"unfinished": computedText("Key of the cluster to which a half-done run was moving the pool, or null."),
		"protected":  computedBool("Whether a copy of the data is kept up to date, as in `onefs_pool_failover`."),
		"ready":      computedBool("Whether nothing is known that would stop the move: every finding is a `risk`."),
		"findings": schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: "What speaks against the move, the worst first. The guide *Reading the errors* explains every id.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id": computedText("Stable id of the finding."),
				"severity": computedText("`invalid` can never work, `refused` stops a move whatever is ignored, " +
					"`blocking` stops it unless it is ignored, `risk` is a line in its plan."),
				"object": computedText("What was looked at."),
				"text":   computedText("What is true of it."),
				"cure":   computedText("What to do, `\"\"` for nothing."),
				"command": computedText(
					"The cure as a command of OneFS, with the cluster to enter it on, `\"\"` if none is safe to paste. Words in angle brackets are " +
						"to be filled in.",
				),
				"request": computedText(
					"The cure as one request of the OneFS API, `\"\"` if there is none. Words in angle brackets are to be filled in.",
				),
			}},
		},
		"replication": schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: "How the policies fare, by name.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"name":             computedText("Name of the policy on its home cluster."),
				"active_policy":    computedText("The policy that replicates now, it or its mirror; null while that is not clear."),
				"replicating_from": computedText("Key of the cluster that sends; null while that is not clear."),
				"newest_run": computedText(
					"Beginning of the newest finished run (RFC 3339): the state that the other side holds; null for none.",
				),
				"data_age_seconds": computedNumber("How old that state is, in seconds, by the clock of the cluster that holds it; null without one."),
				"rpo_seconds":      computedNumber("The policy's own limit for it (`rpo_alert`), in seconds; 0 for none."),
			}},
		},
		"data_age_seconds": computedNumber("The oldest of the copies, in seconds: what would be lost now. Null while one of them is not known."),
		"certificate_days_left": computedNumber("Whole days until the first certificate of SyncIQ ends, negative after that; null where there " +
			"is none."),
		"inventory_age_seconds": computedNumber(
			"Age of the inventory beside the journals on the clusters, in seconds, to the hour; null without one. " +
				"Creating the resource, every run and a change of `policies` write it; the one in Terraform's state is as new as the last refresh.",
		),
		"delegated": schema.MapAttribute{
			Computed:    true,
			ElementType: types.BoolType,
			MarkdownDescription: "For each name that would move, whether the DNS of the machine that runs Terraform delegates it to both " +
				"clusters. Names that could not be looked up are left out.",
		},
		"unread": unreadAttribute(),
	}
}
