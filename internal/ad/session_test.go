// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-ldap/ldap/v3"
)

// TestOpen_BindRefused: each way to refuse a bind has its reason, is asked once, and never shows the password.
func TestOpen_BindRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code uint16
		want error
	}{
		"invalid credentials":          {ldap.LDAPResultInvalidCredentials, ErrCredentials},
		"stronger bind required":       {ldap.LDAPResultStrongAuthRequired, ErrRefused},
		"confidentiality required":     {ldap.LDAPResultConfidentialityRequired, ErrRefused},
		"inappropriate authentication": {ldap.LDAPResultInappropriateAuthentication, ErrRefused},
		"method not supported":         {ldap.LDAPResultAuthMethodNotSupported, ErrRefused},
		"busy":                         {ldap.LDAPResultBusy, ErrUnreachable},
		"unavailable":                  {ldap.LDAPResultUnavailable, ErrUnreachable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, &directory{script: always("bind", turn{code: c.code})}, func(t *testing.T, b *bed) {
				_, err := b.writer(t).Open(t.Context())
				if !errors.Is(err, c.want) || strings.Contains(err.Error(), testPassword) || !strings.Contains(err.Error(), "dc1:636") {
					t.Errorf("%v, want %v, the controller's name and no password", err, c.want)
				}
				if b.asked["bind"] != 1 {
					t.Errorf("%d binds: an account may be locked", b.asked["bind"])
				}
			})
		})
	}
}

// TestOpen_TLS: a controller that cannot prove who it is gets no password.
func TestOpen_TLS(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		serve func(t *testing.T, b *bed) func(net.Conn)
		want  error
	}{
		"another authority": {func(t *testing.T, b *bed) func(net.Conn) {
			return secured(b.directory, newAuthority(t).issue(t, "dc1", 0))
		}, ErrCertificate},
		"another name": {func(t *testing.T, b *bed) func(net.Conn) {
			return secured(b.directory, b.signer.issue(t, "dc2", 0))
		}, ErrCertificate},
		"expired": {func(t *testing.T, b *bed) func(net.Conn) {
			return secured(b.directory, b.signer.issue(t, "dc1", -3*time.Hour))
		}, ErrCertificate},
		"not valid yet": {func(t *testing.T, b *bed) func(net.Conn) {
			return secured(b.directory, b.signer.issue(t, "dc1", 3*time.Hour))
		}, ErrCertificate},
		"TLS 1.1 at most": {func(t *testing.T, b *bed) func(net.Conn) {
			certificate := b.signer.issue(t, "dc1", 0)
			return func(raw net.Conn) {
				b.serve(tls.Server(raw, &tls.Config{
					Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11,
				}))
			}
		}, ErrUnreachable},
		"no TLS": {func(_ *testing.T, b *bed) func(net.Conn) { return b.serve }, ErrUnreachable},
		"closes at once": {func(*testing.T, *bed) func(net.Conn) {
			return func(raw net.Conn) { _ = raw.Close() }
		}, ErrUnreachable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, &directory{}, func(t *testing.T, b *bed) {
				b.net.controllers["dc1"] = c.serve(t, b)
				_, err := b.writer(t).Open(t.Context())
				if !errors.Is(err, c.want) {
					t.Errorf("%v, want %v", err, c.want)
				}
				if b.asked["bind"] != 0 {
					t.Error("a password was sent")
				}
			})
		})
	}
}

// TestOpen_NextController: only a controller that does not answer is passed over. One that refuses, or cannot be trusted, ends the attempt.
func TestOpen_NextController(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		first  func(t *testing.T, b *bed) func(net.Conn)
		want   error
		called []string
	}{
		"no answer": {nil, nil, []string{"dc0", "dc1"}},
		"busy": {func(t *testing.T, b *bed) func(net.Conn) {
			return secured(&directory{script: always("bind", turn{code: ldap.LDAPResultBusy})}, b.signer.issue(t, "dc0", 0))
		}, nil, []string{"dc0", "dc1"}},
		"refuses the password": {func(t *testing.T, b *bed) func(net.Conn) {
			return secured(&directory{script: always("bind", turn{code: ldap.LDAPResultInvalidCredentials})}, b.signer.issue(t, "dc0", 0))
		}, ErrCredentials, []string{"dc0"}},
		"another authority": {func(t *testing.T, b *bed) func(net.Conn) {
			return secured(b.directory, newAuthority(t).issue(t, "dc0", 0))
		}, ErrCertificate, []string{"dc0"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, &directory{}, func(t *testing.T, b *bed) {
				b.config.URLs = []string{"ldaps://dc0", "ldaps://dc1"}
				if c.first != nil {
					b.net.controllers["dc0"] = c.first(t, b)
				}
				s, err := b.writer(t).Open(t.Context())
				if !errors.Is(err, c.want) || !slices.Equal(b.net.called, c.called) {
					t.Fatalf("%v after %v, want %v after %v", err, b.net.called, c.want, c.called)
				}
				if err == nil {
					defer s.Close()
					if s.Controller() != "dc1:636" {
						t.Errorf("the session is at %s", s.Controller())
					}
				}
			})
		})
	}
}

// TestTimeouts: a controller that stops answering costs the configured time and no more; a cancelled run does not wait for it.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	mute := func(net.Conn) {}
	for name, c := range map[string]struct {
		directory *directory
		serve     func(net.Conn)
		cancel    time.Duration
		want      error
		within    time.Duration
	}{
		"handshake":            {&directory{}, mute, 0, ErrUnreachable, 15 * time.Second},
		"handshake, cancelled": {&directory{}, mute, time.Second, ErrUnreachable, time.Second},
		"bind":                 {&directory{script: always("bind", turn{silent: true})}, nil, 0, ErrUnreachable, 15 * time.Second},
		"bind, cancelled":      {&directory{script: always("bind", turn{silent: true})}, nil, time.Second, ErrUnreachable, time.Second},
		"root":                 {&directory{script: always("search", turn{silent: true})}, nil, 0, ErrUnreachable, 15 * time.Second},
		// A session that was open asks once more on a new connection.
		"search":            {&directory{script: late("search", 1, turn{silent: true})}, nil, 0, ErrUnreachable, 30 * time.Second},
		"search, cancelled": {&directory{script: late("search", 1, turn{silent: true})}, nil, time.Second, context.Canceled, time.Second},
		"modify":            {&directory{script: always("modify", turn{silent: true})}, nil, 0, ErrUnreachable, 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.directory.accounts = []*entry{{name: "PS1$", spns: []string{"HOST/nas1"}}}
			inBubble(t, c.directory, func(t *testing.T, b *bed) {
				if c.serve != nil {
					b.net.controllers["dc1"] = c.serve
				}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if c.cancel > 0 {
					stop := time.AfterFunc(c.cancel, cancel)
					defer stop.Stop()
				}
				began := time.Now()
				s, err := b.writer(t).Open(ctx)
				if err == nil {
					defer s.Close()
					err = s.Remove(ctx, approved, "PS1", []string{"HOST/nas1"})
				}
				if took := time.Since(began); !errors.Is(err, c.want) || took > c.within {
					t.Errorf("%v after %s, want %v within %s", err, took, c.want, c.within)
				}
			})
		})
	}
}

// late does something else from one operation of a kind on.
func late(op string, from int, what turn) func(string, int) *turn {
	return func(asked string, before int) *turn {
		if asked == op && before >= from {
			return &what
		}
		return nil
	}
}

// TestOpen_NoController: a server that is no domain controller is told as such.
func TestOpen_NoController(t *testing.T) {
	t.Parallel()
	inBubble(t, &directory{script: at("search", 0, turn{code: ldap.LDAPResultSuccess})}, func(t *testing.T, b *bed) {
		_, err := b.writer(t).Open(t.Context())
		if err == nil || !strings.Contains(err.Error(), "it is no domain controller") {
			t.Error(err)
		}
	})
}
