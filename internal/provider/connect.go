// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// client makes the client of one cluster from checked values. It connects nothing; nil means that an error was reported.
func (p *onefsProvider) client(
	ctx context.Context, key string, m clusterModel, at path.Path, diags *diag.Diagnostics,
) *onefs.Client {
	var missing bool
	for _, need := range []struct{ name, value string }{
		{"endpoint", m.Endpoint.ValueString()},
		{"username", m.Username.ValueString()},
		{"password", m.Password.ValueString()},
	} {
		if need.value == "" {
			missing = true
			diags.AddAttributeError(at.AtName(need.name), fmt.Sprintf("Cluster %s: %s is missing", key, need.name), fmt.Sprintf(
				"Write %s in the provider block, or set the environment variable %s.", need.name, variable(key, strings.ToUpper(need.name))))
		}
	}
	if missing {
		return nil
	}
	config, ok := p.connection(key, m, at, diags)
	if !ok {
		return nil
	}
	if config.InsecureSkipVerify && config.CertificateSHA256 == "" {
		diags.AddAttributeWarning(at.AtName("insecure_skip_verify"), fmt.Sprintf("Cluster %s: its certificate is not checked", key),
			"Whoever can answer at its endpoint gets the password of the API's user, and may say anything about the cluster.\n\n"+
				"Next: set certificate_sha256 to the fingerprint of the cluster's certificate, or ca_certificate_file to its authority, "+
				"and remove insecure_skip_verify.")
	}
	if p.settings.transport != nil {
		config.Transport = p.settings.transport(key)
	}
	diags.Append(m.NodeEndpoints.ElementsAs(ctx, &config.NodeEndpoints, true)...)
	c, err := onefs.New(config)
	if err != nil {
		what := "its connection"
		if wrong, ok := errors.AsType[*onefs.SettingError](err); ok {
			what, err = wrong.Setting, wrong.Cause // at the cluster: Terraform does not find the attributes of a map's element
		}
		diags.AddAttributeError(at, fmt.Sprintf("Cluster %s: %s cannot be used", key, what),
			fmt.Sprintf("%s.\n\nNext: correct it in the provider block.", upperFirst(strings.TrimPrefix(err.Error(), key+": "))))
		return nil
	}
	return c
}

// connection is how to reach a cluster, from checked values.
func (p *onefsProvider) connection(key string, m clusterModel, at path.Path, diags *diag.Diagnostics) (onefs.Config, bool) {
	pem, ok := authority(key, m, at, diags)
	return onefs.Config{
		Name:                  key,
		Endpoint:              m.Endpoint.ValueString(),
		Username:              m.Username.ValueString(),
		Password:              m.Password.ValueString(),
		CACertificatePEM:      pem,
		InsecureSkipVerify:    m.InsecureSkipVerify.ValueBool(),
		TLSServerName:         m.TLSServerName.ValueString(),
		CertificateSHA256:     m.CertificateSHA256.ValueString(),
		ProxyURL:              m.ProxyURL.ValueString(),
		Authentication:        m.Authentication.ValueString(),
		RequestTimeout:        durationOr(m.RequestTimeout, onefs.DefaultRequestTimeout),
		MaxConcurrentRequests: int(m.MaxConcurrentRequests.ValueInt64()),
		UserAgent:             "terraform-provider-onefs/" + p.version,
		DialContext:           p.settings.dial,
		Jitter:                p.settings.jitter,
	}, ok
}

// trust puts on a lost cluster what its one probe needs: the rules for its certificate and the proxy. Of values that cannot be used there
// are none, and no error: whatever then answers cannot be told from the cluster, and that is what the probe says.
func (p *onefsProvider) trust(c *clusters.Cluster, m clusterModel, at path.Path) {
	var quiet diag.Diagnostics
	config, ok := p.connection(c.Key, m, at, &quiet)
	if !ok {
		config.CACertificatePEM = ""
	}
	if rules, err := config.TLS(); err == nil {
		c.TLS = rules
	}
	if proxy, err := config.Proxy(); err == nil {
		c.Proxy = proxy
	}
}

// authority is the certificate to trust, from either attribute.
func authority(key string, m clusterModel, at path.Path, diags *diag.Diagnostics) (string, bool) {
	file := m.CACertificateFile.ValueString()
	switch {
	case file == "":
		return m.CACertificatePEM.ValueString(), true
	case m.CACertificatePEM.ValueString() != "":
		diags.AddAttributeError(at.AtName("ca_certificate_file"), fmt.Sprintf("Cluster %s: two certificates of the authority", key),
			"Write either ca_certificate_pem or ca_certificate_file.")
		return "", false
	}
	pem, err := os.ReadFile(file) //gosec:disable G304 -- the path is in the configuration, and who writes that runs Terraform
	if err != nil {
		diags.AddAttributeError(at.AtName("ca_certificate_file"), fmt.Sprintf("Cluster %s: the certificate cannot be read", key),
			upperFirst(err.Error())+".")
		return "", false
	}
	return string(pem), true
}
