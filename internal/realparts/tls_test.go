// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
)

func tlsFor(t *testing.T, dc *samba.Controller) *tls.Config {
	t.Helper()
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM([]byte(dc.Authority.PEM)) {
		t.Fatal("no certificate in the authority's PEM")
	}
	return &tls.Config{RootCAs: roots, ServerName: samba.Host, MinVersion: tls.VersionTLS12}
}

func openError(t *testing.T, c ad.Config) error {
	t.Helper()
	w, err := ad.New(c)
	if err != nil {
		t.Fatal(err)
	}
	s, err := w.Open(context.Background())
	if err == nil {
		s.Close()
	}
	return err
}

// TestTrust: the controller's certificate is checked against the given authority and the name in the URL, before anything is sent.
func TestTrust(t *testing.T) {
	dc := controller(t)
	good := config(dc, samba.Mover)
	other, err := samba.NewAuthority("another authority")
	if err != nil {
		t.Fatal(err)
	}
	wrongCA, byAddress, wrongName, systemCA := good, good, good, good
	wrongCA.CACertificatePEM = other.PEM
	byAddress.URLs = []string{"ldaps://" + dc.Address + ":636"}
	wrongName.URLs = []string{"ldaps://localhost:636"}
	wrongName.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dc.Dial(ctx, network, samba.Host+":636")
	}
	systemCA.CACertificatePEM = ""
	for what, c := range map[string]struct {
		config ad.Config
		want   error
	}{
		"name in the certificate":    {good, nil},
		"address in the certificate": {byAddress, nil},
		"wrong authority":            {wrongCA, ad.ErrCertificate},
		"no authority of ours":       {systemCA, ad.ErrCertificate},
		"wrong name":                 {wrongName, ad.ErrCertificate},
	} {
		if err := openError(t, c.config); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
	}
}

// TestBinds: what the controller takes and refuses. The passwords are in no error.
func TestBinds(t *testing.T) {
	dc := controller(t)
	wrong := config(dc, samba.Mover)
	wrong.Password = "Wr0ng-Passw0rd"
	kerberos := config(dc, samba.Mover)
	kerberos.Username, kerberos.Kerberos = samba.Mover, &ad.Kerberos{Realm: samba.Realm, KDCs: []string{dc.Address}}
	wrongTicket := kerberos
	wrongTicket.Password = wrong.Password
	keytab := kerberos
	keytab.Username, keytab.Password = "PS1$", ""
	keytab.Kerberos = &ad.Kerberos{Realm: samba.Realm, KDCs: []string{dc.Address + ":88"}, KeytabFile: dc.Keytab("PS1")}
	noService := kerberos
	noService.Kerberos = &ad.Kerberos{Realm: samba.Realm, KDCs: []string{dc.Address}, ServicePrincipal: "ldap/elsewhere.demo.local"}
	for what, c := range map[string]struct {
		config ad.Config
		want   error
	}{
		"password":                  {config(dc, samba.Mover), nil},
		"wrong password":            {wrong, ad.ErrCredentials},
		"Kerberos":                  {kerberos, nil},
		"Kerberos, wrong password":  {wrongTicket, ad.ErrCredentials},
		"Kerberos, keytab":          {keytab, nil},
		"Kerberos, no such service": {noService, ad.ErrTicket},
	} {
		err := openError(t, c.config)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
		noSecret(t, err)
	}
	open, err := ldap.DialURL("ldap://" + dc.Address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = open.Close() }()
	err = open.Bind(samba.Mover+"@demo.local", samba.Password(samba.Mover))
	if !ldap.IsErrorWithCode(err, ldap.LDAPResultStrongAuthRequired) {
		t.Errorf("a password without TLS: %v", err)
	}
	if _, err := ad.New(ad.Config{URLs: []string{"ldap://dc1"}, Username: "u", Password: "p"}); err == nil {
		t.Error("a URL without TLS is taken")
	}
}

func noSecret(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	for _, a := range append(samba.Accounts, samba.Account{Password: "Wr0ng-Passw0rd"}) {
		if strings.Contains(err.Error(), a.Password) {
			t.Errorf("a password stands in the error %q", err)
		}
	}
}
