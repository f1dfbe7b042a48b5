// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ValidateConfig checks what several attributes say together. Values that are not known yet are not judged.
func (r *poolFailover) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || m.ActiveCluster.IsUnknown() || m.ActiveCluster.IsNull() || m.Pools.IsUnknown() || m.Pools.IsNull() {
		return
	}
	pools := m.Pools.Elements()
	if _, ok := pools[m.ActiveCluster.ValueString()]; !ok {
		keys := slices.Sorted(maps.Keys(pools))
		resp.Diagnostics.AddAttributeError(path.Root("active_cluster"), "Unknown cluster",
			fmt.Sprintf("active_cluster is %q, but pools has %s. Write one of the keys of pools.",
				m.ActiveCluster.ValueString(), `"`+strings.Join(keys, `" and "`)+`"`))
	}
	if r.site == nil || slices.ContainsFunc(elements(m.Pools), attr.Value.IsUnknown) {
		return
	}
	r.onlyOne(m.pools(ctx, &resp.Diagnostics), resp)
}

// onlyOne reports a pair of pools that another resource of the configuration has as well. Without a configured provider, which is when core
// validates a configuration as a whole, it is not asked.
func (r *poolFailover) onlyOne(pools map[string]string, resp *resource.ValidateConfigResponse) {
	if resp.Diagnostics.HasError() || !r.site.claims.declare(poolsID(pools)) {
		return
	}
	resp.Diagnostics.AddAttributeError(path.Root("pools"), fmt.Sprintf("Pool %s is declared twice", poolLabel(pools, "")),
		fmt.Sprintf("Two resources of this configuration have the id %q: this one, and one that was planned before it. Each would move the "+
			"pool to its own active_cluster. Remove one of them; one that is in state is removed with a block "+
			"\"removed { from = <its address>, lifecycle { destroy = false } }\", and the clusters stay as they are.", poolsID(pools)))
}
