// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"context"
	"slices"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/issue"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
)

// approved is the permit of these tests.
var approved, _ = issue.New([]string{"test"}, nil).For("test")

// open binds as a user.
func open(t *testing.T, user string) *ad.Session {
	t.Helper()
	return openWith(t, config(controller(t), user))
}

func openWith(t *testing.T, c ad.Config) *ad.Session {
	t.Helper()
	w, err := ad.New(c)
	if err != nil {
		t.Fatal(err)
	}
	s, err := w.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// administrator is a plain LDAP connection that may do everything: it prepares accounts, and judges without the code under test.
func administrator(t *testing.T) *ldap.Conn {
	t.Helper()
	return plain(t, samba.Administrator, samba.AdministratorPassword)
}

func plain(t *testing.T, user, password string) *ldap.Conn {
	t.Helper()
	dc := controller(t)
	w := tlsFor(t, dc)
	conn, err := ldap.DialURL("ldaps://"+dc.Address, ldap.DialWithTLSConfig(w))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.Bind(user+"@demo.local", password); err != nil {
		t.Fatal(err)
	}
	return conn
}

// set makes these the SPNs of an account; all lists are emptied first, so that an order of setting does not matter.
func set(t *testing.T, lists map[string][]string) {
	t.Helper()
	conn := administrator(t)
	for _, name := range []string{"PS1", "PS2", "PS3"} {
		replace(t, conn, name, nil)
	}
	for name, spns := range lists {
		replace(t, conn, name, spns)
	}
}

func replace(t *testing.T, conn *ldap.Conn, name string, spns []string) {
	t.Helper()
	m := ldap.NewModifyRequest(dn(name), nil)
	m.Replace("servicePrincipalName", spns)
	if err := conn.Modify(m); err != nil {
		t.Fatalf("preparing %s: %v", name, err)
	}
}

func dn(name string) string { return "CN=" + name + ",CN=Computers," + samba.Base }

// truth reads the SPNs of an account as the directory has them, sorted.
func truth(t *testing.T, name string) []string {
	t.Helper()
	found, err := administrator(t).Search(ldap.NewSearchRequest(dn(name), ldap.ScopeBaseObject, ldap.NeverDerefAliases, 0, 0, false,
		"(objectClass=*)", []string{"servicePrincipalName"}, nil))
	if err != nil || len(found.Entries) != 1 {
		t.Fatalf("reading %s: %v", name, err)
	}
	return slices.Sorted(slices.Values(found.Entries[0].GetAttributeValues("servicePrincipalName")))
}

func wantSPNs(t *testing.T, name string, want ...string) {
	t.Helper()
	if got := truth(t, name); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
		t.Errorf("%s holds %q, want %q", name, got, want)
	}
}

// modifyAdd adds one value to a machine account.
func modifyAdd(name, spn string) *ldap.ModifyRequest {
	m := ldap.NewModifyRequest(dn(name), nil)
	m.Add("servicePrincipalName", []string{spn})
	return m
}

// openAs binds as a machine account, with the key of its keytab.
func openAs(t *testing.T, name string) *ad.Session {
	t.Helper()
	dc := controller(t)
	c := config(dc, name)
	c.Username, c.Password = name+"$", ""
	c.Kerberos = &ad.Kerberos{Realm: samba.Realm, KDCs: []string{dc.Address}, KeytabFile: dc.Keytab(name)}
	return openWith(t, c)
}
