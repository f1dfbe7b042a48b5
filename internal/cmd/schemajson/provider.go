// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// provider collects everything that the provider declares.
func (c *converter) provider(ctx context.Context, server tfprotov6.ProviderServer) (*tfjson.ProviderSchema, error) {
	r, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, fmt.Errorf("get schemas: %w", err)
	}
	if err := firstError(r.Diagnostics); err != nil {
		return nil, err
	}
	out := &tfjson.ProviderSchema{
		ConfigSchema:             c.schema(r.Provider),
		ResourceSchemas:          c.schemas(r.ResourceSchemas),
		DataSourceSchemas:        c.schemas(r.DataSourceSchemas),
		EphemeralResourceSchemas: c.schemas(r.EphemeralResourceSchemas),
		ListResourceSchemas:      c.schemas(r.ListResourceSchemas),
		ActionSchemas:            map[string]*tfjson.ActionSchema{},
		Functions:                map[string]*tfjson.FunctionSignature{},
	}
	for name, a := range r.ActionSchemas {
		out.ActionSchemas[name] = &tfjson.ActionSchema{Block: c.block(a.Schema.Block)}
	}
	for name, f := range r.Functions {
		out.Functions[name] = c.function(f)
	}
	if out.ResourceIdentitySchemas, err = c.identities(ctx, server); err != nil {
		return nil, err
	}
	return out, c.err
}

// identities are the identities of resources, which have a call of their own.
func (c *converter) identities(ctx context.Context, server tfprotov6.ProviderServer) (map[string]*tfjson.IdentitySchema, error) {
	r, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, fmt.Errorf("get identity schemas: %w", err)
	}
	if err := firstError(r.Diagnostics); err != nil {
		return nil, err
	}
	out := map[string]*tfjson.IdentitySchema{}
	for name, s := range r.IdentitySchemas {
		i := &tfjson.IdentitySchema{Version: uint64(s.Version), Attributes: map[string]*tfjson.IdentityAttribute{}}
		for _, a := range s.IdentityAttributes {
			i.Attributes[a.Name] = &tfjson.IdentityAttribute{
				IdentityType: c.typeOf(a.Type), Description: a.Description,
				RequiredForImport: a.RequiredForImport, OptionalForImport: a.OptionalForImport,
			}
		}
		out[name] = i
	}
	return out, nil
}

func (c *converter) function(f *tfprotov6.Function) *tfjson.FunctionSignature {
	out := &tfjson.FunctionSignature{
		Description: f.Description, Summary: f.Summary, DeprecationMessage: f.DeprecationMessage, ReturnType: c.typeOf(f.Return.Type),
	}
	for _, p := range f.Parameters {
		out.Parameters = append(out.Parameters, c.parameter(p))
	}
	if f.VariadicParameter != nil {
		out.VariadicParameter = c.parameter(f.VariadicParameter)
	}
	return out
}

func (c *converter) parameter(p *tfprotov6.FunctionParameter) *tfjson.FunctionParameter {
	return &tfjson.FunctionParameter{Name: p.Name, Description: p.Description, IsNullable: p.AllowNullValue, Type: c.typeOf(p.Type)}
}

func firstError(diags []*tfprotov6.Diagnostic) error {
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return nil
}
