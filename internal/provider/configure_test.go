// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"strings"
	"testing"
)

const secret = "hunter2-secret"

// clusterBlock is a provider block with one change to cluster prod.
func clusterBlock(change map[string]any) map[string]any {
	out := block(nil)
	prod := out["clusters"].(map[string]any)["prod"].(map[string]any) //nolint:forcetypeassert // block is ours
	maps.Copy(prod, change)
	return out
}

// directory is an active_directory with changes.
func directory(change map[string]any) map[string]any {
	out := map[string]any{"urls": []any{"ldaps://dc1.example.com"}, "username": "svc-spn@example.com", "password": secret}
	maps.Copy(out, change)
	return out
}

func TestConfigure(t *testing.T) {
	t.Parallel()
	prod := `AttributeName("clusters").ElementKeyString("prod")`
	for name, c := range map[string]struct {
		block    map[string]any
		at, says string
	}{
		"valid":               {block(nil), "", ""},
		"no endpoint":         {clusterBlock(map[string]any{"endpoint": nil}), prod + `.AttributeName("endpoint")`, "ONEFS_PROD_ENDPOINT"},
		"no user":             {clusterBlock(map[string]any{"username": nil}), prod + `.AttributeName("username")`, "ONEFS_PROD_USERNAME"},
		"no password":         {clusterBlock(map[string]any{"password": nil}), prod + `.AttributeName("password")`, "ONEFS_PROD_PASSWORD"},
		"password in address": {clusterBlock(map[string]any{"endpoint": "https://u:" + secret + "@prod"}), prod, "must not hold a user"},
		"certificate":         {clusterBlock(map[string]any{"ca_certificate_pem": "nonsense"}), prod, "no certificate in PEM form"},
		"certificate file": {
			clusterBlock(map[string]any{"ca_certificate_file": "/nonexistent/ca.pem"}),
			prod + `.AttributeName("ca_certificate_file")`, "no such file",
		},
		"two certificates": {
			clusterBlock(map[string]any{"ca_certificate_file": "/x", "ca_certificate_pem": "y"}),
			prod + `.AttributeName("ca_certificate_file")`, "either",
		},
		"authentication": {
			clusterBlock(map[string]any{"authentication": "kerberos"}), prod + `.AttributeName("authentication")`, `"session", "basic"`,
		},
		"time limit": {clusterBlock(map[string]any{"request_timeout": "1ms"}), prod + `.AttributeName("request_timeout")`, "too short"},
		"concurrency": {
			clusterBlock(map[string]any{"max_concurrent_requests": 0}), prod + `.AttributeName("max_concurrent_requests")`, "between 1 and 64",
		},
		"dns":  {clusterBlock(map[string]any{"dns_endpoint": "10.0.0.1"}), prod + `.AttributeName("dns_endpoint")`, "host and port"},
		"lost": {clusterBlock(map[string]any{"lost_since": "today"}), prod + `.AttributeName("lost_since")`, "RFC 3339"},
		"key": {
			block(map[string]any{"clusters": map[string]any{"Prod": map[string]any{}}}), `AttributeName("clusters")`, "not a cluster key",
		},
		"no clusters":   {block(map[string]any{"clusters": map[string]any{}}), `AttributeName("clusters")`, "at least 1"},
		"poll interval": {block(map[string]any{"poll_interval": "1h"}), `AttributeName("poll_interval")`, "too long"},
		"lease":         {block(map[string]any{"lease_ttl": "1s"}), `AttributeName("lease_ttl")`, "too short"},
		"readiness":     {block(map[string]any{"readiness": "lax"}), `AttributeName("readiness")`, `"per_pool"`},
		"journal":       {block(map[string]any{"journal_directory": "/tmp"}), `AttributeName("journal_directory")`, "below /ifs"},
		"directory, no URL": {
			block(map[string]any{"active_directory": directory(map[string]any{"urls": []any{}})}),
			`AttributeName("active_directory").AttributeName("urls")`, "at least 1",
		},
		"directory without TLS": {
			block(map[string]any{"active_directory": directory(map[string]any{"urls": []any{"ldap://dc1"}})}),
			`AttributeName("active_directory").AttributeName("urls")`, "ldaps://dc1.example.com",
		},
		"directory, no password": {
			block(map[string]any{"active_directory": directory(map[string]any{"password": nil})}), `AttributeName("active_directory")`,
			"ONEFS_AD_PASSWORD",
		},
		"directory, certificate": {
			block(map[string]any{"active_directory": directory(map[string]any{"ca_certificate_pem": "nonsense"})}),
			`AttributeName("active_directory")`, "PEM form",
		},
		"directory, certificate file": {
			block(map[string]any{"active_directory": directory(map[string]any{"ca_certificate_file": "/nonexistent/ca.pem"})}),
			`AttributeName("active_directory").AttributeName("ca_certificate_file")`, "no such file",
		},
		"directory":         {block(map[string]any{"active_directory": directory(nil)}), "", ""},
		"directory unknown": {block(map[string]any{"active_directory": directory(map[string]any{"password": unknown{}})}), "", ""},
		"directory, keytab": {
			block(map[string]any{"active_directory": directory(map[string]any{
				"password": nil, "kerberos": map[string]any{"realm": "EXAMPLE.COM", "keytab_file": "/etc/svc.keytab"},
			})}), "", "",
		},
		"unknown map":     {block(map[string]any{"clusters": unknown{}}), "", ""},
		"unknown cluster": {block(map[string]any{"clusters": map[string]any{"prod": unknown{}}}), "", ""},
		"unknown value":   {clusterBlock(map[string]any{"password": unknown{}}), "", ""},
		"unknown setting": {block(map[string]any{"readiness": unknown{}}), "", ""},
		"lost needs no password": {
			clusterBlock(map[string]any{"password": nil, "username": nil, "endpoint": nil, "lost_since": "2026-05-02T09:11:00Z"}), "", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newCore(t, c.block).phase()
			expect(t, d.errors(), c.at, c.says)
			for _, s := range append(d.errors(), d.warnings()...) {
				if strings.Contains(s, secret) {
					t.Errorf("the password is in a diagnostic: %s", s)
				}
			}
		})
	}
}

// A cluster that is declared lost is announced once, when the provider is configured.
func TestConfigure_LostCluster(t *testing.T) {
	t.Parallel()
	d := newCore(t, clusterBlock(map[string]any{"lost_since": "2026-05-02T09:11:00Z"})).phase()
	expect(t, d.warnings(), `AttributeName("clusters").ElementKeyString("prod").AttributeName("lost_since")`, "prod is declared lost")
}

//nolint:paralleltest // It sets environment variables.
func TestConfigure_Environment(t *testing.T) {
	t.Setenv("ONEFS_PROD_ENDPOINT", "https://prod.example.com:8080")
	t.Setenv("ONEFS_PROD_USERNAME", "failover")
	t.Setenv("ONEFS_PROD_PASSWORD", secret)
	nothing := map[string]any{"endpoint": nil, "username": nil, "password": nil}
	expect(t, newCore(t, clusterBlock(nothing)).phase().errors(), "", "")
	t.Setenv("ONEFS_PROD_LOST_SINCE", "not a time")
	d := newCore(t, clusterBlock(nothing)).phase()
	expect(t, d.errors(), `AttributeName("clusters").ElementKeyString("prod").AttributeName("lost_since")`, "RFC 3339")
	t.Setenv("ONEFS_PROD_LOST_SINCE", "2026-05-02T09:11:00Z")
	expect(t, newCore(t, clusterBlock(nothing)).phase().warnings(), "", "prod is declared lost")
}

// What the configuration says wins over the environment.
//
//nolint:paralleltest // It sets environment variables.
func TestConfigure_WrittenWins(t *testing.T) {
	t.Setenv("ONEFS_PROD_ENDPOINT", "https://u:p@wrong")
	expect(t, newCore(t, block(nil)).phase().errors(), "", "")
}
