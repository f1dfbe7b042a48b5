// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// poolsSource is the data source onefs_pools.
type poolsSource struct{ source }

type poolsModel struct {
	Cluster    types.String `tfsdk:"cluster"`
	AccessZone types.String `tfsdk:"access_zone"`
	Pools      types.List   `tfsdk:"pools"`
	Unread     types.Map    `tfsdk:"unread"`
}

var poolTypes = map[string]attr.Type{
	"id": types.StringType, "access_zone": types.StringType, "zone_name": types.StringType, "aliases": textsType, "names": textsType,
	"parked_names": textsType, "hint": types.StringType, "ignored": types.BoolType, "ttl": types.Int64Type, "interfaces": types.Int64Type,
}

// Metadata names the data source.
func (d *poolsSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_pools"
}

// Schema is what a person writes and reads.
func (d *poolsSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The IP pools of a cluster, with their SmartConnect names sorted by what they are for.",
		Attributes: map[string]schema.Attribute{
			"cluster":     clusterAttribute(),
			"access_zone": schema.StringAttribute{Optional: true, MarkdownDescription: "Only pools of this access zone. Default: all."},
			"pools": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The pools, by id.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":           computedText("Id of the pool, `groupnet.subnet.pool`."),
					"access_zone":  computedText("Access zone that the pool leads to."),
					"zone_name":    computedText("SmartConnect zone name, `\"\"` for none."),
					"aliases":      computedTexts("SmartConnect aliases, in their order."),
					"names":        computedTexts("Live production names among zone name and aliases: what clients ask for."),
					"parked_names": computedTexts("Production names behind the place-holders `igls-original-…`: what the pool can receive."),
					"hint":         computedText("Key of the hint `igls-<key>-<tail>` that pairs the pool with one of another cluster, `\"\"` for none."),
					"ignored":      computedBool("Whether an alias `igls-ignore…` takes the pool out of every failover."),
					"ttl":          computedNumber("How long clients may remember an address, in seconds."),
					"interfaces":   computedNumber("Number of network interfaces in the pool."),
				}},
			},
			"unread": unreadAttribute(),
		},
	}
}

// Read lists the pools now.
func (d *poolsSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m poolsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	key := m.Cluster.ValueString()
	if resp.Diagnostics.HasError() || !d.usable(&resp.Diagnostics, path.Root("cluster"), key) {
		return
	}
	unread := map[string]string{}
	list, err := d.site.engine.Pools(ctx, key)
	if err != nil {
		unread[key] = err.Error()
	}
	var rows []map[string]attr.Value
	for _, p := range list {
		if zone := m.AccessZone.ValueString(); zone != "" && zone != p.Zone {
			continue
		}
		rows = append(rows, map[string]attr.Value{
			"id": types.StringValue(p.ID), "access_zone": types.StringValue(p.Zone), "zone_name": types.StringValue(p.ZoneName),
			"aliases": textList(p.Aliases), "names": textList(p.Names), "parked_names": textList(p.Parked), "hint": types.StringValue(p.Hint),
			"ignored": types.BoolValue(p.Ignored), "ttl": types.Int64Value(int64(p.TTL)), "interfaces": types.Int64Value(int64(p.Interfaces)),
		})
	}
	m.Pools, m.Unread = objectList(poolTypes, rows), textMap(unread)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
