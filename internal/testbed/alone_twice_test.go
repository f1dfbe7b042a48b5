// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// diesAtNames ends the runner at its first write of names: before it is sent, or before what comes after it.
type diesAtNames struct {
	inner http.RoundTripper
	after bool
	dead  atomic.Bool
}

// RoundTrip sends nothing once the runner is dead.
func (d *diesAtNames) RoundTrip(r *http.Request) (*http.Response, error) {
	names := r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/pools/")
	if names && !d.after || d.dead.Load() {
		d.dead.Store(true)
		return nil, fmt.Errorf("dial tcp: %w", syscall.ENETDOWN)
	}
	if names {
		defer d.dead.Store(true)
	}
	return d.inner.RoundTrip(r)
}

// The old cluster dies with the runner when the journal has the proof, and the runner of the takeover dies at the names. The journal still
// has the proof: the next takeover asks for no limit of what may be lost, and ends right.
func TestAlone_KilledTwice(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]bool{"before the names": false, "after the names": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			noted := false
			for at := 2; at < 40 && !noted; at += 2 {
				synctest.Test(t, func(t *testing.T) {
					d, s, _ := alone(t, oldKilled, at)
					if noted = s.noted && !s.since.IsZero(); noted {
						d.killedTwice(s, after)
					}
				})
			}
			if !noted {
				t.Error("the journal never had the proof")
			}
		})
	}
}

func (d *disaster) killedTwice(s *oldGone, after bool) {
	t := d.t
	t.Helper()
	reachable(d.b, Prod, false)
	d.since = s.since
	s.end()
	time.Sleep(10 * time.Minute)
	d.o.Wrap = func(inner http.RoundTripper) http.RoundTripper { return &diesAtNames{inner: inner, after: after} }
	d.declare()
	in := d.b.Intent(DR)
	planned, p := d.plan(d.gone, in)
	if len(p.Errors) > 0 {
		t.Fatalf("the first takeover: %v", p.Errors)
	}
	d.b.NewRun()
	if _, err := d.gone.Engine.Run(t.Context(), in, planned); err == nil {
		t.Fatal("the first takeover was not killed")
	}
	time.Sleep(10 * time.Minute)
	d.o.Wrap = nil
	d.declare()
	d.b.NewRun()
	d.whatIsLeft(d.gone, in)
	if problems := d.served(DR); len(problems) > 0 {
		t.Errorf("after the second takeover: %s", Lines(problems))
	}
	d.judged()
}
