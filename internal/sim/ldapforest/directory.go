// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ldapforest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/go-ldap/ldap/v3"
	"github.com/go-ldap/ldap/v3/gssapi"
	"github.com/jcmturner/gokrb5/v8/client"
	"github.com/jcmturner/gokrb5/v8/config"
	"github.com/jcmturner/gokrb5/v8/keytab"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
)

// Config says where the directory is.
type Config struct {
	// Address of the controller, and the host name in its certificate and its Kerberos service.
	Address, Host string
	TLS           *tls.Config
	// Realm is the domain in capitals.
	Realm string
	// Keytab is the file with the key of a machine account.
	Keytab func(account string) string
	// Administrator reads, judges and prepares.
	Administrator, Password string
}

// Directory is a real domain behind simulated clusters. It is for one goroutine at a time, as a world is.
type Directory struct {
	config    Config
	base      string
	passwords map[string]string // of users who have logged in
	open      map[string]*ldap.Conn
}

// New connects as the administrator.
func New(c Config) (*Directory, error) {
	d := &Directory{config: c, passwords: map[string]string{c.Administrator: c.Password}, open: map[string]*ldap.Conn{}}
	for part := range strings.SplitSeq(strings.ToLower(c.Realm), ".") {
		d.base += ",DC=" + part
	}
	d.base = d.base[1:]
	_, err := d.as(c.Administrator)
	return d, err
}

// Close ends all connections.
func (d *Directory) Close() {
	for _, c := range d.open {
		_ = c.Close()
	}
}

// patience is how long a controller may take.
const patience = 10 * time.Second

// as is a connection bound as a machine account or a user.
func (d *Directory) as(principal string) (*ldap.Conn, error) {
	if c := d.open[principal]; c != nil && !c.IsClosing() {
		return c, nil
	}
	raw, err := (&net.Dialer{Timeout: patience}).DialContext(context.Background(), "tcp", net.JoinHostPort(d.config.Address, "636"))
	if err != nil {
		return nil, ad.ErrDown
	}
	secure := d.config.TLS.Clone()
	secure.ServerName = d.config.Host
	conn := ldap.NewConn(tls.Client(raw, secure), true)
	conn.Start()
	conn.SetTimeout(patience)
	if strings.HasSuffix(principal, "$") {
		err = d.bindMachine(conn, principal)
	} else {
		err = conn.Bind(principal+"@"+d.config.Realm, d.passwords[principal])
	}
	if err != nil {
		_ = conn.Close()
		return nil, refusal(err)
	}
	d.open[principal] = conn
	return conn, nil
}

func (d *Directory) bindMachine(conn *ldap.Conn, account string) error {
	cfg, err := config.NewFromString(fmt.Sprintf("[libdefaults]\n default_realm = %[1]s\n dns_lookup_kdc = false\n udp_preference_limit = 1\n"+
		"[realms]\n %[1]s = {\n  kdc = %[2]s:88\n }\n", d.config.Realm, d.config.Address))
	if err != nil {
		return err
	}
	key, err := keytab.Load(d.config.Keytab(account))
	if err != nil {
		return err
	}
	c := client.NewWithKeytab(account, d.config.Realm, key, cfg, client.DisablePAFXFAST(true))
	defer c.Destroy()
	return conn.GSSAPIBind(&gssapi.Client{Client: c}, "ldap/"+d.config.Host, "")
}

// refusal is the forest's error for one of the directory.
func refusal(err error) error {
	var l *ldap.Error
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &l), l.ResultCode == ldap.ErrorNetwork:
		return ad.ErrDown
	case l.ResultCode == ldap.LDAPResultInvalidCredentials:
		return ad.ErrCredentials
	case l.ResultCode == ldap.LDAPResultNoSuchObject:
		return ad.ErrNoAccount
	}
	return err
}

// Login checks a user's password.
func (d *Directory) Login(name, password string) (string, error) {
	plain := name[strings.LastIndexByte(name, '\\')+1:]
	plain, _, _ = strings.Cut(plain, "@")
	before, known := d.passwords[plain]
	if c := d.open[plain]; c != nil {
		_ = c.Close()
		delete(d.open, plain)
	}
	d.passwords[plain] = password
	if _, err := d.as(plain); err != nil {
		delete(d.passwords, plain)
		if known {
			d.passwords[plain] = before
		}
		return "", err
	}
	return plain, nil
}

// SPNs are those of a machine account.
func (d *Directory) SPNs(account string) ([]string, error) {
	e, err := d.find(account)
	if err != nil {
		return nil, err
	}
	return e.GetAttributeValues("servicePrincipalName"), nil
}

func (d *Directory) find(account string) (*ldap.Entry, error) {
	found, err := d.search("(sAMAccountName=" + ldap.EscapeFilter(account) + ")")
	if err != nil {
		return nil, err
	}
	if len(found) != 1 {
		return nil, ad.ErrNoAccount
	}
	return found[0], nil
}

// Holders are the accounts that hold an SPN.
func (d *Directory) Holders(spn string) ([]string, error) {
	found, err := d.search("(servicePrincipalName=" + ldap.EscapeFilter(spn) + ")")
	out := []string{}
	for _, e := range found {
		out = append(out, e.GetAttributeValue("sAMAccountName"))
	}
	return out, err
}

// search asks once more over a new connection if the old one has gone.
func (d *Directory) search(filter string) ([]*ldap.Entry, error) {
	for try := 0; ; try++ {
		c, err := d.as(d.config.Administrator)
		if err != nil {
			return nil, err
		}
		found, err := c.Search(ldap.NewSearchRequest(d.base, ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, 0, 0, false, filter,
			[]string{"sAMAccountName", "servicePrincipalName"}, nil))
		switch {
		case err == nil:
			return found.Entries, nil
		case try > 0 || !errors.Is(refusal(err), ad.ErrDown):
			return nil, refusal(err)
		}
		_ = c.Close()
	}
}

// Prepare sets the SPNs of an account as the administrator.
func (d *Directory) Prepare(account string, spns []string) error {
	return d.Write(d.config.Administrator, account, spns)
}

// Write replaces the whole list, as OneFS does.
func (d *Directory) Write(principal, account string, spns []string) error {
	e, err := d.find(account)
	if err != nil {
		return err
	}
	m := ldap.NewModifyRequest(e.DN, nil)
	m.Replace("servicePrincipalName", spns)
	for try := 0; ; try++ {
		c, err := d.as(principal)
		if err != nil {
			return err
		}
		err = c.Modify(m)
		switch {
		case ldap.IsErrorWithCode(err, ldap.LDAPResultInsufficientAccessRights):
			return &ad.ForbiddenError{Principal: principal, Account: account}
		case ldap.IsErrorWithCode(err, ldap.LDAPResultConstraintViolation):
			return d.constraint(principal, account, spns, err)
		case err == nil || try > 0 || !errors.Is(refusal(err), ad.ErrDown):
			return refusal(err)
		}
		_ = c.Close()
	}
}

// constraint finds out which of its meanings a constraint violation has.
func (d *Directory) constraint(principal, account string, spns []string, refused error) error {
	for _, spn := range spns {
		class, host, ok := strings.Cut(spn, "/")
		if !ok || host == "" {
			return ad.ErrBadSPN
		}
		asked := []string{spn}
		if strings.EqualFold(class, "HOST") {
			// HOST stands for these and more; a name of one of them elsewhere is a clash as well.
			for _, alias := range []string{"cifs", "http", "dns", "rpc", "wsman"} {
				asked = append(asked, alias+"/"+host)
			}
		}
		for _, a := range asked {
			holders, err := d.Holders(a)
			if err != nil {
				return err
			}
			if i := slices.IndexFunc(holders, func(h string) bool { return !strings.EqualFold(h, account) }); i >= 0 {
				return &ad.ClashError{SPN: a, Holder: holders[i]}
			}
		}
	}
	if strings.Contains(refused.Error(), "validation failed") {
		return &ad.ForbiddenError{Principal: principal, Account: account}
	}
	return refused
}
