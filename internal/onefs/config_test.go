// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestEndpoints(t *testing.T) {
	for text, want := range map[string]string{
		"prod.example.com":             "https://prod.example.com:8080",
		"https://prod:8443/\n":         "https://prod:8443",
		"http://127.0.0.1:9":           "",
		"[2001:db8::1]":                "https://[2001:db8::1]:8080",
		"https://[2001:db8::1]:8080":   "https://[2001:db8::1]:8080",
		"":                             "",
		"ftp://prod":                   "",
		"https://u:p@prod":             "",
		"https://prod/platform":        "",
		"https://prod?x=1":             "",
		"https://":                     "",
		"https://prod:notaport":        "",
		"https://prod.example.com:0#f": "",
	} {
		u, err := parseEndpoint(text)
		switch {
		case want == "" && err == nil:
			t.Errorf("%q: taken as %s", text, u)
		case want != "" && (err != nil || u.String() != want):
			t.Errorf("%q: got %v, %v, want %s", text, u, err, want)
		case err != nil && strings.Contains(err.Error(), "u:p"):
			t.Errorf("%q: the error repeats the password: %v", text, err)
		}
	}
}

func TestNewChecks(t *testing.T) {
	good := Config{Name: "prod", Endpoint: "prod.example.com", Username: "u", Password: "p"}
	for want, change := range map[string]func(*Config){
		"prod: username and password are needed":                       func(c *Config) { c.Password = "" },
		"prod: authentication must be":                                 func(c *Config) { c.Authentication = "kerberos" },
		"endpoint: it is empty":                                        func(c *Config) { c.Endpoint = "" },
		"node_endpoints: it must be https":                             func(c *Config) { c.NodeEndpoints = []string{"ldap://x"} },
		"endpoint: it must be https, not http: the password would be":  func(c *Config) { c.Endpoint = "http://prod" },
		"prod: the fingerprint of the certificate must be 64":          func(c *Config) { c.CertificateSHA256 = "ab:cd" },
		"prod: the proxy must be an address like http://proxy.example": func(c *Config) { c.ProxyURL = "proxy:3128" },
		"prod: the CA certificate holds no certificate in PEM form":    func(c *Config) { c.CACertificatePEM = "x" },
		"endpoint: it must be an address without a path, like https:/": func(c *Config) { c.Endpoint = "prod/x" },
	} {
		config := good
		change(&config)
		if _, err := New(config); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s…", err, want)
		}
	}
	c, err := New(good)
	if err != nil {
		t.Fatal(err)
	}
	endpoint := c.main.base.String()
	if endpoint != "https://prod.example.com:8080" || c.config.RequestTimeout != DefaultRequestTimeout {
		t.Errorf("got %s, %s", endpoint, c.config.RequestTimeout)
	}
}

func TestNewConnectsNothing(t *testing.T) {
	f, c := newFake(t, answers(200, emptyJobs), func(c *Config) { c.RequestTimeout = time.Second })
	f.before = func(r *http.Request) error { t.Errorf("%s %s", r.Method, r.URL); return nil }
	c.Close()
}
