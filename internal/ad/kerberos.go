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
	"github.com/jcmturner/gokrb5/v8/iana/etypeID"
	"github.com/jcmturner/gokrb5/v8/keytab"
	"github.com/jcmturner/gokrb5/v8/krberror"
)

// aesTypes are the encryption types that are asked for, by the names of a Kerberos configuration. RC4 and DES are not among them: an
// answer under RC4 gives whoever listens the password to guess at.
const aesTypes = "aes256-cts-hmac-sha384-192 aes128-cts-hmac-sha256-128 aes256-cts-hmac-sha1-96 aes128-cts-hmac-sha1-96"

// isAES tells an encryption type of [aesTypes].
func isAES(kind int32) bool {
	switch kind {
	case etypeID.AES128_CTS_HMAC_SHA1_96, etypeID.AES256_CTS_HMAC_SHA1_96,
		etypeID.AES128_CTS_HMAC_SHA256_128, etypeID.AES256_CTS_HMAC_SHA384_192:
		return true
	default:
		return false
	}
}

// bindKerberos binds by GSSAPI inside TLS. No machine file is read: realm and key servers are those of the configuration. The client asks
// for no layer of its own, TLS is there, and sends no channel binding; a controller that demands one refuses.
func (w *Writer) bindKerberos(conn *ldap.Conn, host string) (err error) {
	c, err := w.kerberosClient()
	if err != nil {
		return err
	}
	// The library trusts the form of what a key server sends, and panics on some of it.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: the key server's answer cannot be read: %v", ErrTicket, r)
		}
	}()
	// Ends the goroutine that would renew the ticket.
	defer c.Destroy()
	service := w.config.Kerberos.ServicePrincipal
	if service == "" {
		service = "ldap/" + host
	}
	return ticketError(conn.GSSAPIBind(&gssapi.Client{Client: c}, service, ""))
}

// kerberosClient has the password or the keys of the keytab.
func (w *Writer) kerberosClient() (*client.Client, error) {
	k := w.config.Kerberos
	cfg, err := config.NewFromString(w.kerberosConfig())
	if err != nil {
		return nil, fmt.Errorf("%w: Kerberos settings: %w", ErrCredentials, err)
	}
	if k.KeytabFile == "" {
		return client.NewWithPassword(w.config.Username, k.Realm, w.config.Password, cfg, client.DisablePAFXFAST(true)), nil
	}
	kt, err := keytab.Load(k.KeytabFile)
	if err != nil {
		return nil, fmt.Errorf("%w: keytab: %w", ErrCredentials, err)
	}
	keys := kt.Entries[:0]
	for _, e := range kt.Entries {
		if isAES(e.Key.KeyType) {
			keys = append(keys, e)
		}
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("%w: keytab: it holds no AES key", ErrCredentials)
	}
	kt.Entries = keys
	return client.NewWithKeytab(w.config.Username, k.Realm, kt, cfg, client.DisablePAFXFAST(true)), nil
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
	b.WriteString(" udp_preference_limit = 1\n allow_weak_crypto = false\n")
	for _, use := range []string{"permitted", "default_tkt", "default_tgs"} {
		fmt.Fprintf(&b, " %s_enctypes = %s\n", use, aesTypes)
	}
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
