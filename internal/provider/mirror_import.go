// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ImportState fills what the id says. Read follows and fills what the clusters say, the schedule included.
func (r *mirrorResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := req.ID
	if id == "" && req.Identity != nil {
		var i identity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &i)...)
		id = i.ID
	}
	in, err := parseMirrorID(id)
	if err != nil {
		resp.Diagnostics.AddError("Invalid import id", upperFirst(err.Error())+".")
		return
	}
	for _, k := range []string{in.Source, in.Target} {
		if r.site != nil && !r.site.has(k) {
			resp.Diagnostics.AddError("Unknown cluster", unknownCluster(r.site, k))
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	for name, value := range map[string]attr.Value{
		"id":     types.StringValue(in.ID()),
		"policy": types.StringValue(in.Policy),
		"clusters": types.ObjectValueMust(mirrorClusterTypes, map[string]attr.Value{
			"source": types.StringValue(in.Source), "target": types.StringValue(in.Target),
		}),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{ID: in.ID()})...)
	noteImport(ctx, resp.Private, 1, &resp.Diagnostics)
}
