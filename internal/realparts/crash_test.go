// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/testbed"
)

// crash is the end of a runner: from a certain LDAP message on nothing is delivered in either direction, to the directory or to a cluster.
type crash struct {
	dial func(ctx context.Context, network, address string) (net.Conn, error)

	mu      sync.Mutex
	armed   bool
	left    int  // messages to let through once armed
	after   bool // the last message still arrives
	dead    chan struct{}
	stopped bool
}

// arm lets so many messages pass from now on; the next kills, before or after it has had its effect.
func (c *crash) arm(messages int, after bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.armed, c.left, c.after = true, messages, after
}

func (c *crash) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	c.freeze()
	conn, err := c.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &doomed{Conn: conn, c: c}, nil
}

// freeze never returns once the runner is dead.
func (c *crash) freeze() {
	c.mu.Lock()
	stopped := c.stopped
	c.mu.Unlock()
	if stopped {
		select {}
	}
}

func (c *crash) die() {
	c.mu.Lock()
	c.stopped = true
	close(c.dead)
	c.mu.Unlock()
	select {}
}

// doomed counts messages: one write is one LDAP message once the connection is bound.
type doomed struct {
	net.Conn
	c    *crash
	last bool
}

func (d *doomed) Write(b []byte) (int, error) {
	d.c.freeze()
	d.c.mu.Lock()
	now := d.c.armed && d.c.left == 0
	if d.c.armed {
		d.c.left--
	}
	after := d.c.after
	d.c.mu.Unlock()
	if now && !after {
		d.c.die()
	}
	d.last = now
	return d.Conn.Write(b)
}

func (d *doomed) Read(b []byte) (int, error) {
	n, err := d.Conn.Read(b)
	if d.last {
		d.c.die() // the answer has arrived, so the effect is there; nobody hears of it
	}
	d.c.freeze()
	return n, err
}

// frozenTransport sends requests to the clusters until the runner is dead.
type frozenTransport struct {
	c    *crash
	next http.RoundTripper
}

func (f frozenTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	f.c.freeze()
	resp, err := f.next.RoundTrip(r)
	f.c.freeze()
	return resp, err
}

// messages of one attempt to move SPNs before these: two of the TLS handshake, bind, naming contexts, to's account, from's account, from's
// account again; then to's account, twice.
const (
	removal  = 7
	addition = 10
)

// TestCrashBetweenTheWrites: the runner dies before or after the removal or the addition has had its effect. The next apply, with the same
// goal or the old one, ends with every SPN on one account.
func TestCrashBetweenTheWrites(t *testing.T) {
	for _, c := range []struct {
		message int
		after   bool
		active  string
		between string // who holds the SPNs when the runner is dead
	}{
		{removal, false, testbed.DR, "PS1"},
		{removal, true, testbed.DR, ""},
		{addition, false, testbed.DR, ""},
		{addition, true, testbed.DR, "PS2"},
		{removal, true, testbed.Prod, ""},
		{addition, true, testbed.Prod, "PS2"},
	} {
		t.Run(fmt.Sprintf("message %d, after=%v, then %s", c.message, c.after, c.active), func(t *testing.T) {
			s := simulated(t)
			planned := dieAt(t, s, c.message, c.after)
			wantHolder(t, c.between)
			b := bed(t, s, samba.Mover, nil, short)
			b.NewRun()
			in := b.Intent(c.active)
			var err error
			for range 10 { // a plan that is made while the copies are being opened is stale a moment later, and says so
				look := b.Engine.Survey(t.Context(), testbed.Scope(in, planned))
				if _, err = b.Engine.Run(t.Context(), in, look); err == nil || !strings.Contains(err.Error(), "plan is stale") {
					break
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			wantHolder(t, map[string]string{testbed.DR: "PS2", testbed.Prod: "PS1"}[c.active])
			for _, v := range b.Violations() {
				t.Error("the simulator complains:", v)
			}
		})
	}
}

// short leases let the next runner take over soon.
func short(o *testbed.Options) { o.LeaseTTL, o.Quiet = 2*time.Second, true }

// dieAt runs a failover until the runner dies in the stage of the SPNs, and answers its plan.
func dieAt(t *testing.T, s *sim.Simulation, message int, after bool) *survey.Survey {
	t.Helper()
	c := &crash{dial: controller(t).Dial, dead: make(chan struct{})}
	b := bed(t, s, samba.Mover, func(conf *ad.Config) { conf.DialContext = c.Dial }, short, func(o *testbed.Options) {
		o.Wrap = func(next http.RoundTripper) http.RoundTripper { return frozenTransport{c, next} }
		o.AfterStage = func(stage survey.StageID, _, _ *survey.Survey) {
			if stage == survey.StageLastSync { // SPNs begin to move with the names
				c.arm(message, after)
			}
		}
	})
	in := b.Intent(testbed.DR)
	seen := b.Engine.Survey(t.Context(), testbed.Scope(in, nil))
	ended := make(chan error, 1)
	go func() {
		_, err := b.Engine.Run(context.WithoutCancel(t.Context()), in, seen)
		ended <- err
	}()
	select {
	case <-c.dead:
	case err := <-ended:
		t.Fatalf("the run ended before message %d: %v", message, err)
	}
	return seen
}
