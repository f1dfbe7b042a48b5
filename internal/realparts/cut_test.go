// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
)

// wire lets a test cut the connection to the controller.
type wire struct {
	dial func(ctx context.Context, network, address string) (net.Conn, error)

	mu    sync.Mutex
	conns []net.Conn
	// swallow counts down the messages sent from now on; the answer to the last one arrives and is lost, and the connection with it.
	swallow int
	dials   int
	// strike, if set, is called before the message that strikeAt counts down to.
	strike   func()
	strikeAt int
	// lost, if set, is called when that has happened, before anybody learns of it.
	lost func()
}

func (w *wire) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := w.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dials++
	w.conns = append(w.conns, c)
	return &wired{Conn: c, w: w}, nil
}

func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.conns {
		_ = c.Close()
	}
}

func (w *wire) loseAnswerTo(message int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.swallow = message
}

type wired struct {
	net.Conn
	w    *wire
	lose bool // under w.mu
}

func (c *wired) Write(b []byte) (int, error) {
	c.w.mu.Lock()
	if c.w.swallow > 0 {
		c.w.swallow--
		c.lose = c.w.swallow == 0
	}
	strike := func() {}
	if c.w.strikeAt > 0 {
		if c.w.strikeAt--; c.w.strikeAt == 0 {
			strike = c.w.strike
		}
	}
	c.w.mu.Unlock()
	strike()
	return c.Conn.Write(b)
}

func (c *wired) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.w.mu.Lock()
	lose := c.lose
	c.w.mu.Unlock()
	if !lose {
		return n, err
	}
	_ = c.Conn.Close()
	if c.w.lost != nil {
		c.w.lost()
	}
	return 0, io.EOF
}

// TestConnectionDrops: wherever the connection drops, the same call goes on over a new one and does nothing twice. A change asks for the
// account (message 1) and then modifies it (message 2).
func TestConnectionDrops(t *testing.T) {
	moved := []string{"HOST/nas", "HOST/nas.demo.local"}
	for _, c := range []struct {
		about           string
		removal, adding int // message of which the answer is lost, 0 for none
		between         bool
	}{
		{about: "after the delete", between: true},
		{about: "answer to the delete lost", removal: 2},
		{about: "answer to the look before the delete lost", removal: 1},
		{about: "answer to the add lost", adding: 2},
		{about: "answers to both lost", removal: 2, adding: 2},
	} {
		t.Run(c.about, func(t *testing.T) {
			set(t, map[string][]string{"PS1": {"HOST/nas", "HOST/nas.demo.local", "HTTP/ps1"}, "PS2": {"HOST/ps2"}})
			dc := controller(t)
			w := &wire{dial: dc.Dial}
			conf := config(dc, samba.Mover)
			conf.DialContext = w.Dial
			s := openWith(t, conf)
			w.loseAnswerTo(c.removal)
			if err := s.Remove(t.Context(), approved, "PS1$", moved); err != nil {
				t.Fatal(err)
			}
			if c.between {
				w.cut()
			}
			w.loseAnswerTo(c.adding)
			if err := s.Add(t.Context(), approved, "PS2$", moved); err != nil {
				t.Fatal(err)
			}
			wantSPNs(t, "PS1", "HTTP/ps1")
			wantSPNs(t, "PS2", append([]string{"HOST/ps2"}, moved...)...)
			if w.dials < 2 {
				t.Error("the connection was never cut")
			}
		})
	}
}

// TestSomebodyElseIsFaster: between the look at an account and the change somebody does the same, or gives the name to another account.
// What is done is done, and what cannot be done is said.
func TestSomebodyElseIsFaster(t *testing.T) {
	const spn = "HOST/nas"
	for name, c := range map[string]struct {
		held   map[string][]string
		remove bool
		strike func(*testing.T)
		ps1    []string
		ps2    []string
		clash  bool
	}{
		"took it off": {
			held: map[string][]string{"PS1": {spn}}, remove: true, strike: func(t *testing.T) { modify(t, "PS1", "delete", spn) },
		},
		"moved it": {
			held: map[string][]string{"PS1": {spn}}, remove: true,
			strike: func(t *testing.T) { modify(t, "PS1", "delete", spn); modify(t, "PS2", "add", spn) }, ps2: []string{spn},
		},
		"put it on": {strike: func(t *testing.T) { modify(t, "PS2", "add", spn) }, ps2: []string{spn}},
		"put it on the other account": {
			strike: func(t *testing.T) { modify(t, "PS1", "add", spn) }, ps1: []string{spn}, clash: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			set(t, c.held)
			dc := controller(t)
			w := &wire{dial: dc.Dial, strike: func() { c.strike(t) }}
			conf := config(dc, samba.Mover)
			conf.DialContext = w.Dial
			s := openWith(t, conf)
			w.mu.Lock()
			w.strikeAt = 2
			w.mu.Unlock()
			change, account := s.Add, "PS2$"
			if c.remove {
				change, account = s.Remove, "PS1$"
			}
			err := change(t.Context(), approved, account, []string{spn})
			if _, clash := errors.AsType[*ad.ClashError](err); clash != c.clash || !clash && err != nil {
				t.Error(err)
			}
			if w.strikeAt > 0 {
				t.Error("nobody was faster")
			}
			wantSPNs(t, "PS1", c.ps1...)
			wantSPNs(t, "PS2", c.ps2...)
		})
	}
}

// TestControllerRestarts: while the controller is down the reason is told; when it is back the same session goes on.
func TestControllerRestarts(t *testing.T) {
	dc := controller(t)
	set(t, map[string][]string{"PS1": {"HOST/nas"}})
	s := open(t, samba.Mover)
	if err := s.Remove(t.Context(), approved, "PS1$", []string{"HOST/nas"}); err != nil {
		t.Fatal(err)
	}
	dc.Stop()
	down := s.Add(t.Context(), approved, "PS2$", []string{"HOST/nas"})
	if err := dc.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(down, ad.ErrUnreachable) {
		t.Errorf("while it is down: %v", down)
	}
	wantSPNs(t, "PS1")
	if err := s.Add(t.Context(), approved, "PS2$", []string{"HOST/nas"}); err != nil {
		t.Fatal(err)
	}
	wantSPNs(t, "PS2", "HOST/nas")
}

// TestSecondController: a controller that does not answer is passed over; one that refuses the password is not, or the account would be
// locked by its neighbours.
func TestSecondController(t *testing.T) {
	dc := controller(t)
	c := config(dc, samba.Mover)
	c.URLs = []string{"ldaps://gone.demo.local", "ldaps://" + samba.Host}
	var asked []string
	c.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		asked = append(asked, address)
		if address == "gone.demo.local:636" {
			return nil, errors.New("no route to host")
		}
		return dc.Dial(ctx, network, address)
	}
	s := openWith(t, c)
	if s.Controller() != samba.Host+":636" {
		t.Errorf("bound at %s", s.Controller())
	}
	asked = nil
	c.URLs = []string{"ldaps://" + samba.Host, "ldaps://gone.demo.local"}
	c.Password = "Wr0ng-Passw0rd"
	if err := openError(t, c); !errors.Is(err, ad.ErrCredentials) || len(asked) != 1 {
		t.Errorf("wrong password: %v, asked %v", err, asked)
	}
}

// TestMoreValuesThanOneAnswer: a controller shows at most 1,500 values of an attribute at a time.
func TestMoreValuesThanOneAnswer(t *testing.T) {
	if testing.Short() && os.Getenv("CI") != "true" {
		t.Skip("sets 1,600 names")
	}
	var many []string
	for i := range 1600 {
		many = append(many, fmt.Sprintf("HOST/many%04d", i))
	}
	set(t, map[string][]string{"PS1": many})
	a, err := open(t, samba.Mover).Account(t.Context(), "PS1$")
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(slices.Values(a.SPNs)); !slices.Equal(got, many) {
		t.Errorf("%d names read of %d", len(got), len(many))
	}
}
