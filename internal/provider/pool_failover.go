// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
)

// poolFailover is the resource onefs_pool_failover.
type poolFailover struct {
	// site is nil while the provider is not configured (validation).
	site *site
}

var (
	_ resource.ResourceWithConfigure      = (*poolFailover)(nil)
	_ resource.ResourceWithValidateConfig = (*poolFailover)(nil)
	_ resource.ResourceWithModifyPlan     = (*poolFailover)(nil)
	_ resource.ResourceWithImportState    = (*poolFailover)(nil)
	_ resource.ResourceWithIdentity       = (*poolFailover)(nil)
)

// Metadata names the resource.
func (r *poolFailover) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_pool_failover"
}

// IdentitySchema is the id again, for imports by identity.
func (r *poolFailover) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "The pair of pools, in the form of the attribute id."},
	}}
}

// identity is the resource's identity in Terraform 1.12 and newer.
type identity struct {
	ID string `tfsdk:"id"`
}

// Configure takes over the configured provider.
func (r *poolFailover) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	if req.ProviderData == nil {
		return
	}
	s, ok := req.ProviderData.(*site)
	if !ok {
		resp.Diagnostics.AddError("Unexpected provider data", fmt.Sprintf("The resource got %T. Please report this.", req.ProviderData))
		return
	}
	r.site = s
}
