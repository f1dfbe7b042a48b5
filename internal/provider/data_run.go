// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// runSource is the data source onefs_failover_run.
type runSource struct{ source }

type runModel struct {
	ID          types.String `tfsdk:"id"`
	Clusters    types.Set    `tfsdk:"clusters"`
	Found       types.Bool   `tfsdk:"found"`
	Resource    types.String `tfsdk:"resource"`
	From        types.String `tfsdk:"from"`
	To          types.String `tfsdk:"to"`
	Started     types.String `tfsdk:"started"`
	Finished    types.String `tfsdk:"finished"`
	Moves       types.Object `tfsdk:"moves"`
	Stages      types.List   `tfsdk:"stages"`
	ManualSteps types.List   `tfsdk:"manual_steps"`
	Unread      types.Map    `tfsdk:"unread"`
}

var stageTypes = map[string]attr.Type{
	"stage": types.StringType, "steps": types.Int64Type, "began": types.StringType, "seconds": types.Int64Type, "error": types.StringType,
}

// Metadata names the data source.
func (d *runSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_failover_run"
}

// Schema is what a person writes and reads.
func (d *runSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The record of a finished failover run, as it lies in the journal directory of both clusters: what moved, when, " +
			"and what was left to people.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Required: true, MarkdownDescription: "Id of the run, such as the `last_run` of an `onefs_pool_failover`.",
			},
			"clusters": schema.SetAttribute{
				Optional:            true,
				ElementType:         types.StringType,
				MarkdownDescription: "Keys of the clusters to look on. Default: all of the provider block.",
				Validators:          []validator.Set{setvalidator.ValueStringsAre(clusterKey())},
			},
			"found":    computedBool("Whether one of the clusters has the record. Without it everything below is null or empty."),
			"resource": computedText("Id of the `onefs_pool_failover` that ran."),
			"from":     computedText("Key of the cluster that lost the pool, as the provider block of the run named it."),
			"to":       computedText("Key of the cluster that received it."),
			"started":  computedText("When the run began (RFC 3339), by the clock of the machine that ran Terraform."),
			"finished": computedText("When it ended (RFC 3339), by the same clock."),
			"moves": schema.SingleNestedAttribute{
				Computed: true,
				MarkdownDescription: "What was approved for the apply that ended the run, in the form of `moves` of `onefs_pool_failover`. An apply " +
					"that was interrupted before has done the rest.",
				Attributes: map[string]schema.Attribute{
					"at_a_glance":   computedText("One line: how much was approved. Empty in records of releases before it."),
					"kind":          computedText("`controlled`, `resume`, `uncontrolled`, `abort`, `isolate` or `discard`."),
					"names":         computedTexts("SmartConnect names."),
					"spns":          computedTexts("Service principal names."),
					"policies":      computedTexts("SyncIQ policies."),
					"quotas":        computedTexts("Quotas."),
					"configuration": computedTexts("Shares, exports and aliases that were created or updated."),
					"fenced":        computedTexts("Shares and exports that were read-only during the run."),
					"risks":         computedTexts("Findings that did not stop the move."),
				},
			},
			"stages": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The stages of that apply, in the order in which they ran.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"stage":   computedText("Stage of the process."),
					"steps":   computedNumber("Number of steps."),
					"began":   computedText("When it began (RFC 3339)."),
					"seconds": computedNumber("How long it took, in seconds."),
					"error":   computedText("What went wrong, `\"\"` for nothing."),
				}},
			},
			"manual_steps": computedTexts("What was left to people."),
			"unread":       unreadAttribute(),
		},
	}
}

// Read reads the record from the first cluster that has it.
func (d *runSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m runModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	keys := d.known(ctx, m.Clusters, &resp.Diagnostics)
	if len(keys) == 0 {
		keys = d.site.keys
	}
	if resp.Diagnostics.HasError() || !d.usable(&resp.Diagnostics, path.Root("clusters"), keys...) {
		return
	}
	r, unread, err := d.site.engine.RunReport(ctx, m.ID.ValueString(), keys)
	if err != nil && !errors.Is(err, journal.ErrNoRun) {
		resp.Diagnostics.AddError(fmt.Sprintf("Run %s: the record cannot be read", m.ID.ValueString()), upperFirst(err.Error())+
			".\n\nNext: the same record lies in the journal directory of the other cluster. Name that cluster alone in clusters.")
		return
	}
	m.set(r)
	m.Unread = textMap(unread)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// set writes the record, or that there is none.
func (m *runModel) set(r *survey.RunReport) {
	m.Found = types.BoolValue(r != nil)
	m.Moves, m.Stages, m.ManualSteps = types.ObjectNull(movesTypes()), objectList(stageTypes, nil), textList(nil)
	if r == nil {
		return
	}
	m.Resource, m.From, m.To = types.StringValue(r.Resource), types.StringValue(r.From), types.StringValue(r.To)
	m.Started, m.Finished = pointInTimeText(r.Started, true), pointInTimeText(r.Finished, true)
	m.Moves, m.ManualSteps = movesObject(&r.Moves), textList(r.ManualSteps)
	var rows []map[string]attr.Value
	for _, s := range r.Stages {
		rows = append(rows, map[string]attr.Value{
			"stage": types.StringValue(string(s.Stage)), "steps": types.Int64Value(int64(s.Steps)), "began": pointInTimeText(s.Began, true),
			"seconds": types.Int64Value(int64(s.Seconds)), "error": types.StringValue(s.Error),
		})
	}
	m.Stages = objectList(stageTypes, rows)
}
