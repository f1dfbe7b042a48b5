// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import "github.com/hashicorp/terraform-plugin-framework/types"

// providerModel is the provider block. It holds passwords and is never printed.
type providerModel struct {
	Clusters         types.Map    `tfsdk:"clusters"`
	PollInterval     types.String `tfsdk:"poll_interval"`
	JournalDirectory types.String `tfsdk:"journal_directory"`
	Readiness        types.String `tfsdk:"readiness"`
	LeaseTTL         types.String `tfsdk:"lease_ttl"`
	ReportDirectory  types.String `tfsdk:"report_directory"`
	ActiveDirectory  types.Object `tfsdk:"active_directory"`
}

// clusterModel is one entry of clusters. It holds passwords and is never printed.
type clusterModel struct {
	Endpoint              types.String `tfsdk:"endpoint"`
	Username              types.String `tfsdk:"username"`
	Password              types.String `tfsdk:"password"`
	CACertificatePEM      types.String `tfsdk:"ca_certificate_pem"`
	CACertificateFile     types.String `tfsdk:"ca_certificate_file"`
	InsecureSkipVerify    types.Bool   `tfsdk:"insecure_skip_verify"`
	TLSServerName         types.String `tfsdk:"tls_server_name"`
	CertificateSHA256     types.String `tfsdk:"certificate_sha256"`
	ProxyURL              types.String `tfsdk:"proxy_url"`
	Authentication        types.String `tfsdk:"authentication"`
	RequestTimeout        types.String `tfsdk:"request_timeout"`
	MaxConcurrentRequests types.Int64  `tfsdk:"max_concurrent_requests"`
	NodeEndpoints         types.List   `tfsdk:"node_endpoints"`
	DNSEndpoint           types.String `tfsdk:"dns_endpoint"`
	SPNCredentials        types.Object `tfsdk:"spn_credentials"`
	LostSince             types.String `tfsdk:"lost_since"`
	CutOff                types.Bool   `tfsdk:"cut_off"`
}

// credentialsModel is spn_credentials.
type credentialsModel struct {
	Username types.String `tfsdk:"username"`
	Password types.String `tfsdk:"password"`
}

// unknown names the first attribute whose value is not known yet, "" if all are.
func (m clusterModel) unknown() string {
	for _, a := range []struct {
		name  string
		value interface{ IsUnknown() bool }
	}{
		{"endpoint", m.Endpoint},
		{"username", m.Username},
		{"password", m.Password},
		{"ca_certificate_pem", m.CACertificatePEM},
		{"ca_certificate_file", m.CACertificateFile},
		{"insecure_skip_verify", m.InsecureSkipVerify},
		{"tls_server_name", m.TLSServerName},
		{"certificate_sha256", m.CertificateSHA256},
		{"proxy_url", m.ProxyURL},
		{"authentication", m.Authentication},
		{"request_timeout", m.RequestTimeout},
		{"max_concurrent_requests", m.MaxConcurrentRequests},
		{"node_endpoints", m.NodeEndpoints},
		{"dns_endpoint", m.DNSEndpoint},
		{"spn_credentials", m.SPNCredentials},
		{"lost_since", m.LostSince},
		{"cut_off", m.CutOff},
	} {
		if a.value.IsUnknown() {
			return a.name
		}
	}
	return ""
}
