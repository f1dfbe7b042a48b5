// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"
	"github.com/go-ldap/ldap/v3/gssapi"
	"github.com/jcmturner/gokrb5/v8/client"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
)

// TestBindsByTransport: which binds a controller takes over which transport, with its own default and with the setting that Kerberos by
// LDAPS needs. A password never goes without TLS, and what the writer says names the reason.
func TestBindsByTransport(t *testing.T) {
	dc := controller(t)
	for _, c := range []struct {
		setting string
		// kerberos tells whether a ticket is taken over TLS.
		kerberos bool
	}{{"allow_sasl_over_tls", true}, {"yes", false}} {
		t.Run("strong auth "+c.setting, func(t *testing.T) {
			strongAuth(t, c.setting)
			for _, transport := range []string{"ldap", "starttls", "ldaps"} {
				secure := transport != "ldap"
				simple := dialled(t, dc, transport).Bind(samba.Mover+"@demo.local", samba.Password(samba.Mover))
				wantBind(t, "a password over "+transport, simple, secure)
				wantBind(t, "a ticket over "+transport, ticketBind(t, dc, dialled(t, dc, transport)), secure && c.kerberos)
			}
			conf := config(dc, samba.Mover)
			if err := openError(t, conf); err != nil {
				t.Errorf("the writer with a password: %v", err)
			}
			conf.Username, conf.Kerberos = samba.Mover, &ad.Kerberos{Realm: samba.Realm, KDCs: []string{dc.Address}}
			if err := openError(t, conf); c.kerberos && err != nil || !c.kerberos && !errors.Is(err, ad.ErrRefused) {
				t.Errorf("the writer with a ticket: %v", err)
			}
		})
	}
}

// strongAuth restarts the controller with a setting, until the test ends.
func strongAuth(t *testing.T, setting string) {
	t.Helper()
	const option, usual = "ldap server require strong auth = ", "allow_sasl_over_tls"
	if setting == usual {
		return
	}
	swap := func(from, to string) error {
		file := filepath.Join(domain.dir, "etc/smb.conf")
		text, err := os.ReadFile(file)
		if err == nil && !strings.Contains(string(text), option+from+"\n") {
			err = fmt.Errorf("%s does not say %q", file, option+from)
		}
		if err != nil {
			return err
		}
		domain.dc.Stop()
		if err := os.WriteFile(file, []byte(strings.Replace(string(text), option+from, option+to, 1)), 0o600); err != nil {
			return err
		}
		return domain.dc.Start(context.WithoutCancel(t.Context()))
	}
	if err := swap(usual, setting); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := swap(setting, usual); err != nil {
			t.Error(err)
		}
	})
}

func dialled(t *testing.T, dc *samba.Controller, transport string) *ldap.Conn {
	t.Helper()
	scheme := strings.Replace(transport, "starttls", "ldap", 1)
	conn, err := ldap.DialURL(scheme+"://"+dc.Address, ldap.DialWithTLSConfig(tlsFor(t, dc)))
	if err == nil && transport == "starttls" {
		err = conn.StartTLS(tlsFor(t, dc))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func ticketBind(t *testing.T, dc *samba.Controller, conn *ldap.Conn) error {
	t.Helper()
	c, err := gssapi.NewClientWithPassword(samba.Mover, samba.Realm, samba.Password(samba.Mover), dc.KerberosConf(),
		client.DisablePAFXFAST(true))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	return conn.GSSAPIBind(c, "ldap/"+samba.Host, "")
}

// wantBind: refused means that a stronger kind of bind is asked for.
func wantBind(t *testing.T, what string, err error, taken bool) {
	t.Helper()
	if taken && err != nil || !taken && !ldap.IsErrorWithCode(err, ldap.LDAPResultStrongAuthRequired) {
		t.Errorf("%s: %v, want it taken: %v", what, err, taken)
	}
}
