// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// poolsID is the id of a pair of pools: the keys sorted, "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1".
func poolsID(pools map[string]string) string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(pools)) {
		out = append(out, k+"="+pools[k])
	}
	return strings.Join(out, ",")
}

// parsePoolsID reads an id; the two pairs may stand in either order.
func parsePoolsID(id string) (map[string]string, error) {
	form := fmt.Errorf(`%q is not an import id: write "<key>=<groupnet.subnet.pool>,<key>=<groupnet.subnet.pool>", such as `+
		`"dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"`, id)
	pools := map[string]string{}
	for part := range strings.SplitSeq(id, ",") {
		key, pool, ok := strings.Cut(strings.TrimSpace(part), "=")
		if !ok || clusterKey().check(key) != nil {
			return nil, form
		}
		if err := poolID().check(pool); err != nil {
			return nil, err
		}
		if _, twice := pools[key]; twice {
			return nil, fmt.Errorf("%q names cluster %s twice", id, key)
		}
		pools[key] = pool
	}
	if len(pools) != 2 {
		return nil, form
	}
	return pools, nil
}

// exactlyTwo is the validator of the attribute pools.
type exactlyTwo struct{}

var _ validator.Map = exactlyTwo{}

// Description is one sentence.
func (exactlyTwo) Description(context.Context) string { return "exactly two pools" }

// MarkdownDescription is one sentence.
func (v exactlyTwo) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateMap counts the pools.
func (exactlyTwo) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if n := len(req.ConfigValue.Elements()); n != 2 {
		resp.Diagnostics.AddAttributeError(req.Path, "Exactly two pools are needed",
			fmt.Sprintf("A failover moves a pool between two clusters, so pools names one pool on each of two clusters; here are %d.", n))
	}
}
