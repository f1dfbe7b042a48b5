// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"net"
	"testing"
	"testing/synctest"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/issue"
)

var approved = permitted(nil)

// permitted is good for as long as held answers nil.
func permitted(held func() error) permit.Permit {
	p, err := issue.New([]string{"test step"}, held).For("test step")
	if err != nil {
		panic(err)
	}
	return p
}

// bed is one controller, dc1, and a writer for it. It lives in a bubble of simulated time.
type bed struct {
	*directory
	net    *network
	signer *authority
	config Config
}

// inBubble runs a test against a directory with simulated time.
func inBubble(t *testing.T, d *directory, f func(t *testing.T, b *bed)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := &bed{directory: d, signer: newAuthority(t)}
		b.net = &network{controllers: map[string]func(net.Conn){"dc1": secured(d, b.signer.issue(t, "dc1", 0))}}
		b.config = Config{
			URLs: []string{"ldaps://dc1"}, Username: "svc-spn@example.com", Password: testPassword, CACertificatePEM: b.signer.pem,
			DialContext: b.net.dial,
		}
		f(t, b)
	})
}

func (b *bed) writer(t *testing.T) *Writer {
	t.Helper()
	w, err := New(b.config)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (b *bed) open(t *testing.T) *Session {
	t.Helper()
	s, err := b.writer(t).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// at does something else at one operation of a kind.
func at(op string, when int, what turn) func(string, int) *turn {
	return func(asked string, before int) *turn {
		if asked == op && before == when {
			return &what
		}
		return nil
	}
}

// always answers every operation of a kind in the same way.
func always(op string, what turn) func(string, int) *turn {
	return func(asked string, _ int) *turn {
		if asked == op {
			return &what
		}
		return nil
	}
}
