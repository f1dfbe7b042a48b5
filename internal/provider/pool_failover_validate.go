// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

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
}
