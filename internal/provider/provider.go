// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/onefs-dr/terraform-provider-onefs/internal/provider/functions"
)

// Address is where Terraform finds the provider.
const Address = "registry.terraform.io/onefs-dr/onefs"

type onefsProvider struct {
	version  string
	settings settings
}

var _ provider.ProviderWithFunctions = (*onefsProvider)(nil)

// New makes the factory of the provider. Each instance is configured on its own and shares nothing with others.
func New(version string, options ...Option) func() provider.Provider {
	var s settings
	for _, o := range options {
		o(&s)
	}
	return func() provider.Provider { return &onefsProvider{version: version, settings: s} }
}

// Metadata names the provider.
func (p *onefsProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName, resp.Version = "onefs", p.version
}

// Schema is the provider block.
func (p *onefsProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerSchema()
}

// Resources are the resource types.
func (p *onefsProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &poolFailover{} },
		func() resource.Resource { return &mirrorResource{} },
		func() resource.Resource { return &drillResource{} },
	}
}

// DataSources are the data source types.
func (p *onefsProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		func() datasource.DataSource { return &readinessSource{} },
		func() datasource.DataSource { return &poolsSource{} },
		func() datasource.DataSource { return &pairsSource{} },
		func() datasource.DataSource { return &policiesSource{} },
		func() datasource.DataSource { return &runSource{} },
	}
}

// Functions are pure rules about names. They need no configuration.
func (p *onefsProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		func() function.Function { return functions.ParkedName{} },
		func() function.Function { return functions.ParseHint{} },
		func() function.Function { return functions.ServicePrincipals{} },
	}
}
