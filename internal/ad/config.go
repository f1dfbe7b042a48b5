// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"
)

// DefaultTimeout is how long one connection or one question may take.
const DefaultTimeout = 15 * time.Second

// Config says where the directory is and who asks. It holds passwords and is never printed.
type Config struct {
	// URLs are the domain controllers, "ldaps://dc1.example.com" (port 636 unless written). The first that answers is used; a move is made
	// at one controller, because another may not have seen the removal yet.
	URLs []string
	// Base is where accounts are looked for, "DC=example,DC=com"; empty means the controller's own domain.
	Base string
	// CACertificatePEM is the authority that signed the controllers' certificates; empty means those of the operating system.
	CACertificatePEM string
	// Username and Password bind: "svc-spn@example.com", `EXAMPLE\svc-spn` or a distinguished name; with Kerberos the plain user name.
	Username, Password string
	// Kerberos, if set, binds by GSSAPI instead of sending the password.
	Kerberos *Kerberos
	// Timeout limits each connection and each question; 0 means [DefaultTimeout].
	Timeout time.Duration
	// DialContext opens connections; nil means the network.
	DialContext func(ctx context.Context, network, address string) (net.Conn, error)
}

// Kerberos says how to get a ticket.
type Kerberos struct {
	// Realm is the domain in capitals, "EXAMPLE.COM".
	Realm string
	// KDCs are host or host:port; empty means the hosts of the URLs, port 88.
	KDCs []string
	// KeytabFile holds the key of the user; with it no password is needed.
	KeytabFile string
	// ServicePrincipal is the LDAP service; empty means "ldap/" and the host of the URL in use.
	ServicePrincipal string
}

// Writer reads and writes service principal names. It is safe for concurrent use and keeps no connection.
type Writer struct {
	config Config
	roots  *x509.CertPool
	hosts  []string // host:port of each URL
}

// New checks the configuration and connects nothing.
func New(c Config) (*Writer, error) {
	if len(c.URLs) == 0 {
		return nil, errors.New("no URL of a domain controller")
	}
	w := &Writer{config: c}
	if w.config.Timeout <= 0 {
		w.config.Timeout = DefaultTimeout
	}
	if w.config.DialContext == nil {
		w.config.DialContext = (&net.Dialer{Timeout: w.config.Timeout}).DialContext
	}
	for _, text := range c.URLs {
		u, err := url.Parse(text)
		switch {
		case err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil:
			return nil, fmt.Errorf("%q is not the URL of a domain controller, such as ldaps://dc1.example.com", text)
		case u.Scheme != "ldaps":
			return nil, fmt.Errorf("%q must begin with ldaps://: without TLS the controller refuses the bind, or the password is readable", text)
		}
		port := u.Port()
		if port == "" {
			port = "636"
		}
		w.hosts = append(w.hosts, net.JoinHostPort(u.Hostname(), port))
	}
	if c.CACertificatePEM != "" {
		w.roots = x509.NewCertPool()
		if !w.roots.AppendCertsFromPEM([]byte(c.CACertificatePEM)) {
			return nil, errors.New("the certificate of the authority is not in PEM form")
		}
	}
	if c.Username == "" {
		return nil, errors.New("no user name to bind with")
	}
	return w, c.checkSecret()
}

func (c Config) checkSecret() error {
	switch {
	case c.Kerberos == nil && c.Password == "":
		// An LDAP bind with an empty password succeeds as nobody.
		return errors.New("no password to bind with")
	case c.Kerberos == nil:
		return nil
	case c.Kerberos.Realm == "":
		return errors.New("no Kerberos realm")
	case c.Password == "" && c.Kerberos.KeytabFile == "":
		return errors.New("neither a password nor a keytab")
	default:
		return nil
	}
}

// User is who binds, for messages.
func (w *Writer) User() string { return w.config.Username }

// Where are the controllers, for messages and to tell whether a plan was made with the same ones.
func (w *Writer) Where() string { return strings.Join(w.hosts, ",") }

func (w *Writer) tlsConfig(host string) *tls.Config {
	return &tls.Config{RootCAs: w.roots, ServerName: host, MinVersion: tls.VersionTLS12}
}
