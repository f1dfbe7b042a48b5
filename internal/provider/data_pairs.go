// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/observe"
)

// pairsSource is the data source onefs_pool_pairs.
type pairsSource struct{ source }

type pairsModel struct {
	Clusters      types.Set    `tfsdk:"clusters"`
	Pairs         types.List   `tfsdk:"pairs"`
	Unpaired      types.List   `tfsdk:"unpaired"`
	Configuration types.String `tfsdk:"configuration"`
	Unread        types.Map    `tfsdk:"unread"`
}

var (
	pairTypes = map[string]attr.Type{
		"key": types.StringType, "id": types.StringType, "pools": types.MapType{ElemType: types.StringType}, "access_zone": types.StringType,
		"policies": textsType, "names": textsType, "serving_cluster": types.StringType, "configuration": types.StringType,
	}
	unpairedTypes = map[string]attr.Type{"cluster": types.StringType, "pool": types.StringType, "reason": types.StringType}
)

// Metadata names the data source.
func (d *pairsSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_pool_pairs"
}

// Schema is what a person writes and reads.
func (d *pairsSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Pairs of pools of two clusters, found by their hints: aliases `igls-<key>-<tail>` with the same key. The " +
			"attribute `configuration` is ready to be pasted: it adopts every pair as it is, with nothing to change.",
		Attributes: map[string]schema.Attribute{
			"clusters": schema.SetAttribute{
				Required: true, ElementType: types.StringType, MarkdownDescription: "Keys of the two clusters in the provider block.",
				Validators: []validator.Set{setvalidator.SizeBetween(2, 2), setvalidator.ValueStringsAre(clusterKey())},
			},
			"pairs": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The pairs, by key.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"key": computedText("Key of the hint."),
					"id":  computedText("Id for the import of an `onefs_pool_failover`."),
					"pools": schema.MapAttribute{
						Computed:            true,
						ElementType:         types.StringType,
						MarkdownDescription: "The two pools, by cluster key.",
					},
					"access_zone": computedText("Access zone of both pools."),
					"policies": computedTexts("SyncIQ policies whose data the pools serve; empty where other pools of the access zone may have some of " +
						"them, and a person has to write them."),
					"names":           computedTexts("Live production names of the pool that serves."),
					"serving_cluster": computedText("Key of the cluster that serves; null where neither or both do."),
					"configuration":   computedText("The resource and its `import` block, to be pasted."),
				}},
			},
			"unpaired": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "Pools without a partner that are not tagged `igls-ignore…`.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"cluster": computedText("Key of the cluster."),
					"pool":    computedText("Id of the pool."),
					"reason":  computedText("Why it has no partner."),
				}},
			},
			"configuration": computedText("The `configuration` of all pairs."),
			"unread":        unreadAttribute(),
		},
	}
}

// Read looks for pairs now.
func (d *pairsSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m pairsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	keys := d.known(ctx, m.Clusters, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !d.usable(&resp.Diagnostics, path.Root("clusters"), keys...) {
		return
	}
	pairs, left, unread := d.site.engine.PoolPairs(ctx, keys[0], keys[1])
	slices.SortFunc(pairs, func(a, b observe.PairInfo) int { return strings.Compare(a.Key, b.Key) })
	var rows, others []map[string]attr.Value
	var all []string
	for _, p := range pairs {
		text := pairConfiguration(p)
		if text != "" {
			all = append(all, text)
		}
		rows = append(rows, map[string]attr.Value{
			"key": types.StringValue(p.Key), "id": types.StringValue(poolsID(p.Pools)), "pools": textMap(p.Pools),
			"access_zone": types.StringValue(p.Zone), "policies": textList(p.Policies), "names": textList(p.Names),
			"serving_cluster": optionalText(p.Serving), "configuration": optionalText(text),
		})
	}
	for _, u := range left {
		others = append(others, map[string]attr.Value{
			"cluster": types.StringValue(u.Cluster), "pool": types.StringValue(u.Pool), "reason": types.StringValue(u.Reason),
		})
	}
	m.Pairs, m.Unpaired, m.Unread = objectList(pairTypes, rows), objectList(unpairedTypes, others), textMap(unread)
	m.Configuration = types.StringValue(strings.Join(all, "\n"))
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

var notInNames = regexp.MustCompile(`[^A-Za-z0-9_-]`)

// pairConfiguration is what to paste for a pair, formatted as `terraform fmt` does. It is "" while it is not clear which cluster serves.
func pairConfiguration(p observe.PairInfo) string {
	if p.Serving == "" {
		return ""
	}
	name := notInNames.ReplaceAllString(p.Key, "_")
	if name[0] >= '0' && name[0] <= '9' {
		name = "pool_" + name
	}
	keys := slices.Sorted(maps.Keys(p.Pools))
	var pools, policies []string
	for _, k := range keys {
		pools = append(pools, fmt.Sprintf("%s = %q", k, p.Pools[k]))
	}
	for _, n := range p.Policies {
		policies = append(policies, fmt.Sprintf("%q", n))
	}
	note := ""
	if len(policies) == 0 {
		note = " # write the SyncIQ policies of this pool: others of its access zone may belong to other pools"
	}
	return fmt.Sprintf(`resource "onefs_pool_failover" %q {
  active_cluster = %q
  pools          = { %s }
  policies       = [%s]%s
}

import {
  to = onefs_pool_failover.%s
  id = %q
}
`, name, p.Serving, strings.Join(pools, ", "), strings.Join(policies, ", "), note, name, poolsID(p.Pools))
}
