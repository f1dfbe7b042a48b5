// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
)

// mirror is the resource onefs_syncIQ_mirror: a pair of SyncIQ policies kept alive in whichever direction it replicates.
type mirrorResource struct {
	// site is nil while the provider is not configured (validation).
	site *site
}

var (
	_ resource.ResourceWithConfigure      = (*mirrorResource)(nil)
	_ resource.ResourceWithValidateConfig = (*mirrorResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*mirrorResource)(nil)
	_ resource.ResourceWithImportState    = (*mirrorResource)(nil)
	_ resource.ResourceWithIdentity       = (*mirrorResource)(nil)
)

// Metadata names the resource. The spelling is SyncIQ's own.
func (r *mirrorResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_syncIQ_mirror"
}

// IdentitySchema is the id again, for imports by identity.
func (r *mirrorResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "The pair, in the form of the attribute id."},
	}}
}

// Configure takes over the configured provider.
func (r *mirrorResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
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
