// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Delete forgets. It makes no call.
func (r *poolFailover) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if !resp.Diagnostics.HasError() {
		warnForgotten(ctx, &state, &resp.Diagnostics)
	}
}

// warnForgotten says what a destroy does, and says it louder while a run is half done.
func warnForgotten(ctx context.Context, state *model, diags *diag.Diagnostics) {
	pools := state.pools(ctx, diags)
	pool := poolLabel(pools, state.ActiveCluster.ValueString())
	if to := state.Unfinished.ValueString(); to != "" {
		diags.AddWarning(fmt.Sprintf("Pool %s: FORGOTTEN IN THE MIDDLE OF A RUN TO %s", pool, to), fmt.Sprintf(
			"Destroying the resource changes nothing on the clusters: names, write access, replication and fence stay half moved, and "+
				"clients may be down. Finish the run first, or adopt the pool again with this block, which resumes it:\n\n%s",
			importBlock(state.ID.ValueString())))
		return
	}
	diags.AddWarning(fmt.Sprintf("Pool %s: only forgotten", pool),
		"Destroying the resource changes nothing on the clusters: names, policies, mirrors, quotas, shares and exports stay as they are.")
}
