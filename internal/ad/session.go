// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"

	"github.com/go-ldap/ldap/v3"
)

// Session is a bound connection to one domain controller. When it drops, the next call opens another, at the same controller if that
// answers. It is for one goroutine.
type Session struct {
	w    *Writer
	at   int // index of the controller in use
	conn *ldap.Conn
	// base and configuration are the naming contexts.
	base, configuration string
}

// Open connects and binds at the first controller that answers. It fails with ErrUnreachable, ErrCertificate, ErrCredentials or ErrRefused.
func (w *Writer) Open(ctx context.Context) (*Session, error) {
	s := &Session{w: w}
	if err := s.connect(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// Close ends the connection.
func (s *Session) Close() {
	if s.conn != nil {
		_ = s.conn.Close() // nothing depends on how a connection ends
	}
}

// Controller is host:port of the controller in use.
func (s *Session) Controller() string { return s.w.hosts[s.at] }

// connect tries the controller in use, then the others. Only a controller that does not answer is passed over: one that refuses the
// password would be followed by the next, and the account be locked.
func (s *Session) connect(ctx context.Context) error {
	var first error
	for i := range s.w.hosts {
		at := (s.at + i) % len(s.w.hosts)
		err := s.connectTo(ctx, at)
		if err == nil {
			s.at = at
			return nil
		}
		if first == nil {
			first = err
		}
		if !errors.Is(err, ErrUnreachable) {
			return err
		}
	}
	return first
}

func (s *Session) connectTo(ctx context.Context, at int) error {
	address := s.w.hosts[at]
	host, _, _ := net.SplitHostPort(address)
	dialing, cancel := context.WithTimeout(ctx, s.w.config.Timeout)
	defer cancel()
	raw, err := s.w.config.DialContext(dialing, "tcp", address)
	if err != nil {
		return fmt.Errorf("domain controller %s: %w: %w", address, ErrUnreachable, err)
	}
	secured := tls.Client(raw, s.w.tlsConfig(host))
	if err := secured.HandshakeContext(dialing); err != nil {
		_ = raw.Close()
		return fmt.Errorf("domain controller %s: %w", address, handshakeError(err))
	}
	conn := ldap.NewConn(secured, true)
	conn.Start()
	conn.SetTimeout(s.w.config.Timeout)
	// The library knows no context: a cancelled one closes the connection, which ends the question under way.
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	if s.w.config.Kerberos != nil {
		err = s.w.bindKerberos(conn, host)
	} else {
		err = dropped(conn.Bind(s.w.config.Username, s.w.config.Password))
	}
	if err == nil {
		s.conn = conn
		err = s.readRoot()
	}
	if err != nil {
		_ = conn.Close()
		return fmt.Errorf("domain controller %s: bind as %s: %w", address, s.w.config.Username, classify(err))
	}
	return nil
}

// readRoot learns where the domain and its configuration are.
func (s *Session) readRoot() error {
	root, err := s.entry("", "defaultNamingContext", "configurationNamingContext")
	if err != nil {
		return err
	}
	if root == nil {
		return errors.New("the server does not describe itself: it is no domain controller")
	}
	s.base = s.w.config.Base
	if s.base == "" {
		s.base = root.GetAttributeValue("defaultNamingContext")
	}
	s.configuration = root.GetAttributeValue("configurationNamingContext")
	return nil
}

// do runs f on the connection. If that drops, a new one is opened and f runs once more: f must look before it writes.
func (s *Session) do(ctx context.Context, f func() error) error {
	for try := 0; ; try++ {
		if s.conn == nil || s.conn.IsClosing() {
			if err := s.connect(ctx); err != nil {
				return err
			}
		}
		stop := context.AfterFunc(ctx, s.Close)
		err := f()
		stop()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		err = classify(err)
		if try > 0 || !errors.Is(err, ErrUnreachable) {
			return err
		}
		s.Close()
	}
}
