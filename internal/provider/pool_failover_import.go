// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// ImportState fills what the id says and the static defaults. Read follows and fills what the clusters say.
func (r *poolFailover) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := req.ID
	if id == "" && req.Identity != nil {
		var i identity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &i)...)
		id = i.ID
	}
	pools, err := parsePoolsID(id)
	if err != nil {
		resp.Diagnostics.AddError("Invalid import id", upperFirst(err.Error())+".")
		return
	}
	for k := range pools {
		if r.site != nil && !r.site.has(k) {
			resp.Diagnostics.AddError("Unknown cluster", unknownCluster(r.site, k))
		}
	}
	elements := map[string]attr.Value{}
	for k, pool := range pools {
		elements[k] = types.StringValue(pool)
	}
	id = poolsID(pools)
	for _, a := range []struct {
		name  string
		value attr.Value
	}{
		{"id", types.StringValue(id)},
		{"pools", types.MapValueMust(types.StringType, elements)},
		{"fence", types.StringValue(survey.FenceSharesAndExports)},
		{"drain", types.StringValue(defaultDrain)},
		{"copy_configuration", types.BoolValue(defaultCopyConfiguration)},
		{"move_quotas", types.BoolValue(defaultMoveQuotas)},
		{"spn_service_classes", defaultServiceClasses()},
		{"cutover_order", types.StringValue(survey.NamesFirst)},
		{"on_drift", types.StringValue(survey.DriftWarn)},
		{"manual_steps", textList(nil)},
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(a.name), a.value)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{ID: id})...)
	noteImport(ctx, resp.Private, 1, &resp.Diagnostics)
	noteUnwritten(ctx, resp.Private, true, &resp.Diagnostics)
}
