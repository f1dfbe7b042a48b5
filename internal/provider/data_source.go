// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// source is what all data sources have in common: the configured provider, and that a cluster which cannot be read is told and never an
// error. A data source must not stand in the way of the apply that moves a pool away from a dead cluster.
type source struct {
	site *site
}

// Configure takes over the configured provider.
func (d *source) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	if req.ProviderData == nil {
		return
	}
	s, ok := req.ProviderData.(*site)
	if !ok {
		resp.Diagnostics.AddError("Unexpected provider data", fmt.Sprintf("The data source got %T. Please report this.", req.ProviderData))
		return
	}
	d.site = s
}

// usable reports keys that the provider does not have, and connections that are not known yet. Without either the clusters may be asked.
func (d *source) usable(diags *diag.Diagnostics, at path.Path, keys ...string) bool {
	for _, k := range keys {
		if !d.site.has(k) {
			diags.AddAttributeError(at, "Unknown cluster", unknownCluster(d.site, k))
		}
	}
	if what := d.site.unknownOf(keys...); what != "" && !diags.HasError() {
		diags.AddError("Connection values are not known yet", upperFirst(what)+
			" is not known. A data source that depends on it can be read in the apply only: give it a depends_on, or apply what it depends on "+
			"first.")
	}
	return !diags.HasError()
}

// clusterAttribute names the cluster that is asked.
func clusterAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		Required: true, MarkdownDescription: "Key of the cluster in the provider block.", Validators: []validator.String{clusterKey()},
	}
}

// unreadAttribute tells which clusters could not be read.
func unreadAttribute() schema.MapAttribute {
	return schema.MapAttribute{
		Computed: true, ElementType: types.StringType,
		MarkdownDescription: "Why clusters could not be read, by cluster key; empty when all were. That is never an error of the data source.",
	}
}

// textMap is a map of strings, empty rather than null.
func textMap(in map[string]string) types.Map {
	out := map[string]attr.Value{}
	for k, v := range in {
		out[k] = types.StringValue(v)
	}
	return types.MapValueMust(types.StringType, out)
}

// objectList is a list of objects of one type.
func objectList(of map[string]attr.Type, rows []map[string]attr.Value) types.List {
	out := make([]attr.Value, 0, len(rows))
	for _, r := range rows {
		out = append(out, types.ObjectValueMust(of, r))
	}
	return types.ListValueMust(types.ObjectType{AttrTypes: of}, out)
}

// known are the members of a set of strings, sorted. It is nil for a null set.
func (d *source) known(ctx context.Context, set types.Set, diags *diag.Diagnostics) []string {
	out := texts(ctx, set, diags)
	slices.Sort(out)
	return out
}

var textsType = types.ListType{ElemType: types.StringType}

func computedText(what string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: what}
}

func computedTexts(what string) schema.ListAttribute {
	return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: what}
}

func computedBool(what string) schema.BoolAttribute {
	return schema.BoolAttribute{Computed: true, MarkdownDescription: what}
}

func computedNumber(what string) schema.Int64Attribute {
	return schema.Int64Attribute{Computed: true, MarkdownDescription: what}
}
