// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"strings"
	"testing"
)

// TestNew_Refuses: what cannot work, or would send a password in clear, is refused before anything is connected.
func TestNew_Refuses(t *testing.T) {
	t.Parallel()
	good := Config{URLs: []string{"ldaps://dc1.example.com"}, Username: "svc", Password: testPassword}
	for name, c := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"no URL":                 {func(c *Config) { c.URLs = nil }, "no URL"},
		"without TLS":            {func(c *Config) { c.URLs = []string{"ldap://dc1.example.com"} }, "must begin with ldaps://"},
		"a second without TLS":   {func(c *Config) { c.URLs = append(c.URLs, "ldap://dc2.example.com") }, "must begin with ldaps://"},
		"no host":                {func(c *Config) { c.URLs = []string{"ldaps://"} }, "is not the URL"},
		"a path":                 {func(c *Config) { c.URLs = []string{"ldaps://dc1/x"} }, "is not the URL"},
		"a query":                {func(c *Config) { c.URLs = []string{"ldaps://dc1?x"} }, "is not the URL"},
		"a user in the URL":      {func(c *Config) { c.URLs = []string{"ldaps://svc@dc1"} }, "is not the URL"},
		"no user":                {func(c *Config) { c.Username = "" }, "no user name"},
		"no password":            {func(c *Config) { c.Password = "" }, "no password"},
		"certificate not in PEM": {func(c *Config) { c.CACertificatePEM = "x" }, "not in PEM form"},
		"no realm":               {func(c *Config) { c.Kerberos = &Kerberos{} }, "no Kerberos realm"},
		"no key": {
			func(c *Config) { c.Password, c.Kerberos = "", &Kerberos{Realm: "EXAMPLE.COM"} },
			"neither a password nor a keytab",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := good
			config.URLs = append([]string(nil), good.URLs...)
			c.change(&config)
			_, err := New(config)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), testPassword) {
				t.Errorf("%v, want %q and no password", err, c.want)
			}
		})
	}
}

// TestNew_Ports: port 636 unless one is written; a plan is compared by these names.
func TestNew_Ports(t *testing.T) {
	t.Parallel()
	w, err := New(Config{
		URLs: []string{"ldaps://dc1.example.com", "ldaps://dc2.example.com:3269/", "ldaps://[::1]"}, Username: "svc", Password: testPassword,
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := w.Where(), "dc1.example.com:636,dc2.example.com:3269,[::1]:636"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
