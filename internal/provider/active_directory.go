// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
)

// activeDirectoryModel is active_directory. It holds a password and is never printed.
type activeDirectoryModel struct {
	URLs              types.List   `tfsdk:"urls"`
	Base              types.String `tfsdk:"base"`
	Username          types.String `tfsdk:"username"`
	Password          types.String `tfsdk:"password"`
	CACertificatePEM  types.String `tfsdk:"ca_certificate_pem"`
	CACertificateFile types.String `tfsdk:"ca_certificate_file"`
	RequestTimeout    types.String `tfsdk:"request_timeout"`
	Kerberos          types.Object `tfsdk:"kerberos"`
}

// kerberosModel is active_directory.kerberos.
type kerberosModel struct {
	Realm            types.String `tfsdk:"realm"`
	KeyServers       types.List   `tfsdk:"key_servers"`
	KeytabFile       types.String `tfsdk:"keytab_file"`
	ServicePrincipal types.String `tfsdk:"service_principal"`
}

// activeDirectory makes the writer of SPNs by LDAP; nil if none is configured or a problem was reported. known is false while a value is
// not known yet. It connects nothing.
func activeDirectory(ctx context.Context, o types.Object, diags *diag.Diagnostics) (w *ad.Writer, known bool) {
	if o.IsNull() {
		return nil, true
	}
	if !fullyKnown(ctx, o) {
		return nil, false
	}
	at := path.Root("active_directory")
	var m activeDirectoryModel
	if d := o.As(ctx, &m, basetypes.ObjectAsOptions{}); d.HasError() {
		diags.AddAttributeError(at, "active_directory cannot be read", "Its attributes do not have the "+
			"expected types. Compare them with the provider's page.")
		return nil, true
	}
	c := ad.Config{
		Base: m.Base.ValueString(), Username: orEnvironment(m.Username, "ONEFS_AD_USERNAME"), Password: orEnvironment(m.Password,
			"ONEFS_AD_PASSWORD"),
		CACertificatePEM: m.CACertificatePEM.ValueString(), Timeout: durationOr(m.RequestTimeout, ad.DefaultTimeout),
	}
	diags.Append(m.URLs.ElementsAs(ctx, &c.URLs, false)...)
	if !m.Kerberos.IsNull() {
		var k kerberosModel
		diags.Append(m.Kerberos.As(ctx, &k, basetypes.ObjectAsOptions{})...)
		c.Kerberos = &ad.Kerberos{
			Realm: k.Realm.ValueString(), KeytabFile: k.KeytabFile.ValueString(), ServicePrincipal: k.ServicePrincipal.ValueString(),
		}
		diags.Append(k.KeyServers.ElementsAs(ctx, &c.Kerberos.KDCs, true)...)
	}
	if file := m.CACertificateFile.ValueString(); file != "" {
		if c.CACertificatePEM != "" {
			diags.AddAttributeError(at.AtName("ca_certificate_file"), "active_directory: two certificates of the authority",
				"Write either ca_certificate_pem or ca_certificate_file.")
			return nil, true
		}
		pem, err := os.ReadFile(file) //gosec:disable G304 -- the path is in the configuration, and who writes that runs Terraform
		if err != nil {
			diags.AddAttributeError(at.AtName("ca_certificate_file"), "active_directory: the certificate cannot be "+
				"read", upperFirst(err.Error())+".")
			return nil, true
		}
		c.CACertificatePEM = string(pem)
	}
	w, err := ad.New(c)
	if err != nil {
		diags.AddAttributeError(at, "active_directory cannot be used", upperFirst(err.Error())+
			". User name and password can also come from the environment: ONEFS_AD_USERNAME, ONEFS_AD_PASSWORD.")
		return nil, true
	}
	return w, true
}

func orEnvironment(v types.String, variable string) string {
	if v.IsNull() {
		return os.Getenv(variable)
	}
	return v.ValueString()
}

// fullyKnown: no part of the object is still unknown.
func fullyKnown(ctx context.Context, o types.Object) bool {
	v, err := o.ToTerraformValue(ctx)
	return err == nil && v.IsFullyKnown()
}
