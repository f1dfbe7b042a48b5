// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package functions

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// ParkedName is the function parked_name.
type ParkedName struct{}

// Metadata names the function.
func (ParkedName) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parked_name"
}

// Definition is its signature.
func (ParkedName) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The place-holder of a production name",
		MarkdownDescription: "The alias that stands for a production name on the pool that does not serve it: `igls-original-nas1.example.com` " +
			"for `nas1.example.com`. It is an error if the name cannot be parked, for example because DNS allows labels of 63 characters only.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "name", MarkdownDescription: "A production name, with or without trailing dot."},
		},
		Return: function.StringReturn{},
	}
}

// Run answers.
func (ParkedName) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var name string
	resp.Error = function.ConcatFuncErrors(resp.Error, req.Arguments.Get(ctx, &name))
	if resp.Error != nil {
		return
	}
	if err := names.Validate(name); err != nil {
		resp.Error = function.NewArgumentFuncError(0, sentence(err.Error())+".")
		return
	}
	resp.Error = resp.Result.Set(ctx, names.Parked(names.Canonical(name)))
}

// ParseHint is the function parse_hint.
type ParseHint struct{}

var hintTypes = map[string]attr.Type{"key": types.StringType, "tail": types.StringType}

// Metadata names the function.
func (ParseHint) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_hint"
}

// Definition is its signature.
func (ParseHint) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The parts of a hint",
		MarkdownDescription: "Takes a hint `igls-<key>-<tail>` apart: two pools whose hints have the same key are a pair, the tail only keeps " +
			"the two aliases different. The answer is an object with `key` and `tail`, or null if the alias is no hint.",
		Parameters: []function.Parameter{function.StringParameter{Name: "alias", MarkdownDescription: "An alias of a pool."}},
		Return:     function.ObjectReturn{AttributeTypes: hintTypes},
	}
}

// Run answers.
func (ParseHint) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var alias string
	resp.Error = function.ConcatFuncErrors(resp.Error, req.Arguments.Get(ctx, &alias))
	if resp.Error != nil {
		return
	}
	out := types.ObjectNull(hintTypes)
	if key, tail, ok := names.ParseHint(alias); ok {
		out = types.ObjectValueMust(hintTypes, map[string]attr.Value{"key": types.StringValue(key), "tail": types.StringValue(tail)})
	}
	resp.Error = resp.Result.Set(ctx, out)
}

// ServicePrincipals is the function service_principals.
type ServicePrincipals struct{}

// Metadata names the function.
func (ServicePrincipals) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "service_principals"
}

// Definition is its signature.
func (ServicePrincipals) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The service principal names of a host name",
		MarkdownDescription: "For each service class the full and the short form: `[\"HOST/nas1.example.com\", \"HOST/nas1\"]` for " +
			"`(\"nas1.example.com\", [\"HOST\"])`.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "name", MarkdownDescription: "A host name, with or without trailing dot."},
			function.ListParameter{
				Name:                "classes",
				ElementType:         types.StringType,
				MarkdownDescription: "Service classes, such as `[\"HOST\", \"nfs\"]`.",
			},
		},
		Return: function.ListReturn{ElementType: types.StringType},
	}
}

// Run answers.
func (ServicePrincipals) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var name string
	var classes []string
	resp.Error = function.ConcatFuncErrors(resp.Error, req.Arguments.Get(ctx, &name, &classes))
	if resp.Error != nil {
		return
	}
	resp.Error = resp.Result.Set(ctx, append([]string{}, names.ServicePrincipals(name, classes)...))
}

// sentence begins a text with a capital letter.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
