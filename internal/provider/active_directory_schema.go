// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// activeDirectoryAttribute is where service principal names are written when not through OneFS.
func activeDirectoryAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional: true,
		MarkdownDescription: "Moves service principal names in Active Directory itself, by LDAPS, with an account to which that right was " +
			"delegated: \"Write servicePrincipalName\" on the computer objects of both clusters (\"Validated write to service principal name\" " +
			"is not enough). It works with a dead cluster too, and plans show a missing right and a name on a third account. Default: each " +
			"cluster writes through OneFS with its own machine account.",
		Attributes: map[string]schema.Attribute{
			"urls": schema.ListAttribute{
				Required: true, ElementType: types.StringType,
				MarkdownDescription: "Domain controllers, such as `ldaps://dc1.example.com`. The first that answers is used, for all of a move.",
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.ValueStringsAre(ldapsURL())},
			},
			"base": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Where the clusters' computer accounts are looked for, such as `DC=example,DC=com`. " +
					"Default: the domain of the controller.",
			},
			"username": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Account that binds, such as `svc-spn@example.com`; with `kerberos` the plain name, `svc-spn`. " +
					"If not written here, the environment variable `ONEFS_AD_USERNAME` is taken.",
			},
			"password": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "Its password. Ephemeral values work. If not written here, the environment variable " +
					"`ONEFS_AD_PASSWORD` is taken.",
			},
			"ca_certificate_pem": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Certificate of the authority that signed the controllers' certificates, in PEM form. " +
					"Default: the authorities that the operating system trusts.",
			},
			"ca_certificate_file": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The same as `ca_certificate_pem`, as a path to a file. Default: none.",
			},
			"request_timeout": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Longest time that one question may take, as a duration such as `90s` or `1h`, at most an hour. " +
					"Default `\"15s\"`.",
				Validators: []validator.String{duration(shortestRequest, longestRequest)},
			},
			"kerberos": schema.SingleNestedAttribute{
				Optional: true,
				MarkdownDescription: "Binds with a Kerberos ticket (GSSAPI) in place of the password, with AES only. " +
					"A controller that demands LDAP channel " +
					"binding (`LdapEnforceChannelBinding` 2) refuses it. " +
					"Default: none, the password binds.",
				Attributes: map[string]schema.Attribute{
					"realm": schema.StringAttribute{Required: true, MarkdownDescription: "Realm, the domain in capitals, such as `EXAMPLE.COM`."},
					"key_servers": schema.ListAttribute{
						Optional: true, ElementType: types.StringType,
						MarkdownDescription: "Hosts, or `host:port`, that give tickets. Default: the hosts of `urls`, port 88.",
					},
					"keytab_file": schema.StringAttribute{
						Optional: true,
						MarkdownDescription: "File with the account's AES keys; keys of other types are not used, and no password is needed. Safer than " +
							"`password`: whoever stands between here and the key server gets nothing to guess a password from. Default: none, `password`.",
					},
					"service_principal": schema.StringAttribute{
						Optional: true, MarkdownDescription: "LDAP service to get a ticket for. Default: `ldap/` and the host of the URL.",
					},
				},
			},
		},
	}
}
