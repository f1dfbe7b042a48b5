// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/go-ldap/ldap/v3"
	"github.com/go-ldap/ldap/v3/gssapi"
	"github.com/jcmturner/gokrb5/v8/client"
	"github.com/jcmturner/gokrb5/v8/config"
	"github.com/jcmturner/gokrb5/v8/keytab"
	"github.com/jcmturner/gokrb5/v8/krberror"
)

// bindKerberos binds by GSSAPI inside TLS. No machine file is read: realm and key servers are those of the configuration. The client asks
// for no layer of its own, TLS is there, and sends no channel binding; a controller that demands one refuses.
func (w *Writer) bindKerberos(conn *ldap.Conn, host string) error {
	k := w.config.Kerberos
	cfg, err := config.NewFromString(w.kerberosConfig())
	if err != nil {
		return fmt.Errorf("%w: Kerberos settings: %w", ErrCredentials, err)
	}
	c := client.NewWithPassword(w.config.Username, k.Realm, w.config.Password, cfg, client.DisablePAFXFAST(true))
	if k.KeytabFile != "" {
		kt, err := keytab.Load(k.KeytabFile)
		if err != nil {
			return fmt.Errorf("%w: keytab: %w", ErrCredentials, err)
		}
		c = client.NewWithKeytab(w.config.Username, k.Realm, kt, cfg, client.DisablePAFXFAST(true))
	}
	// Ends the goroutine that would renew the ticket.
	defer c.Destroy()
	service := k.ServicePrincipal
	if service == "" {
		service = "ldap/" + host
	}
	return ticketError(conn.GSSAPIBind(&gssapi.Client{Client: c}, service, ""))
}

// ticketError adds the reason to an error of the Kerberos library, which keeps the key server's code only in its text.
func ticketError(err error) error {
	var k krberror.Krberror
	if !errors.As(err, &k) {
		return dropped(err)
	}
	for _, code := range []string{"KDC_ERR_PREAUTH_FAILED", "KDC_ERR_C_PRINCIPAL_UNKNOWN", "KDC_ERR_CLIENT_REVOKED", "KDC_ERR_KEY_EXPIRED"} {
		if strings.Contains(err.Error(), code) {
			return fmt.Errorf("%w (%w)", ErrCredentials, err)
		}
	}
	if k.RootCause == krberror.NetworkingError {
		return fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	return fmt.Errorf("%w: %w", ErrTicket, err)
}

func (w *Writer) kerberosConfig() string {
	k := w.config.Kerberos
	kdcs := k.KDCs
	if len(kdcs) == 0 {
		for _, h := range w.hosts {
			host, _, _ := net.SplitHostPort(h)
			kdcs = append(kdcs, host)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "[libdefaults]\n default_realm = %s\n dns_lookup_realm = false\n dns_lookup_kdc = false\n", k.Realm)
	b.WriteString(" udp_preference_limit = 1\n")
	fmt.Fprintf(&b, "[realms]\n %s = {\n", k.Realm)
	for _, kdc := range kdcs {
		if _, _, err := net.SplitHostPort(kdc); err != nil {
			kdc = net.JoinHostPort(strings.Trim(kdc, "[]"), "88")
		}
		fmt.Fprintf(&b, "  kdc = %s\n", kdc)
	}
	b.WriteString(" }\n")
	return b.String()
}
