// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// farAway is how long each request takes in these tests, so that time counts the requests that follow one another.
const farAway = time.Second

// maxRoundTrips is how many requests may follow one another from the write that parks the names to the last allow_write that the cluster
// has taken. Three cannot be avoided: park, publish, allow.
const maxRoundTrips = 5

// maxTakeoverTrips is the same for a takeover, from the write that publishes the names. It parks none, but may have to end jobs that hang.
const maxTakeoverTrips = 3

// gap watches the time in which clients are led to nobody who lets them write, from outside: it sees requests and answers.
type gap struct {
	inner http.RoundTripper
	// far is how long each request takes.
	far time.Duration

	mu sync.Mutex
	// parked is when the first write of names was sent, opened when the last allow_write was accepted.
	parked, opened time.Time
	// accepted is how many allow_writes were, ended how many requests asked for the end of a job.
	accepted, ended int
	between         []string
	slow            func(r *http.Request) time.Duration
}

// RoundTrip takes its time.
func (g *gap) RoundTrip(r *http.Request) (*http.Response, error) {
	began := time.Now()
	g.mu.Lock()
	if g.parked.IsZero() && r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/pools/") {
		g.parked = began
	}
	if strings.HasSuffix(r.URL.Path, "/cancel") {
		g.ended++
	}
	if !g.parked.IsZero() && g.opened.IsZero() {
		g.between = append(g.between, r.Method+" "+r.URL.Host+r.URL.Path)
	}
	g.mu.Unlock()
	allows := allows(r)
	wait := g.far
	if g.slow != nil {
		wait += g.slow(r)
	}
	select {
	case <-time.After(wait):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	a, err := g.inner.RoundTrip(r)
	if err == nil && allows && a.StatusCode < 300 {
		g.mu.Lock()
		g.opened = time.Now()
		g.accepted++
		g.mu.Unlock()
	}
	return a, err
}

// allows tells whether a request asks for allow_write.
func allows(r *http.Request) bool {
	if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/sync/jobs") {
		return false
	}
	body, err := r.GetBody()
	if err != nil {
		return false
	}
	text, _ := io.ReadAll(body)
	return bytes.Contains(text, []byte(`"allow_write"`))
}

// TestOutage_RoundTrips: from the write that parks the names to the accepted allow_write of every policy few requests follow one another,
// however many policies there are.
func TestOutage_RoundTrips(t *testing.T) {
	t.Parallel()
	for _, policies := range []int{1, 10, 50} {
		t.Run(fmt.Sprint(policies), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				took, between := outage(t, policies, nil)
				t.Logf("%d policies: %s from park to the last allow_write", policies, took)
				Record(t, "outage", map[string]float64{fmt.Sprintf("round_trips_%d_policies", policies): took.Seconds() / farAway.Seconds()})
				if took <= 0 || took > maxRoundTrips*farAway {
					t.Errorf("%s, want at most %d round trips of %s; sent meanwhile:\n%s", took, maxRoundTrips, farAway, Lines(between))
				}
			})
		})
	}
}

// TestOutage_HangingDirectory: a domain controller that hangs, from the beginning or from the moment at which the names move, keeps nobody
// from writing: the plan is made, and the copy is opened in the same few round trips.
func TestOutage_HangingDirectory(t *testing.T) {
	t.Parallel()
	for name, always := range map[string]bool{"always": true, "from the cut on": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				took, between := outage(t, 1, func(g *gap) func(*http.Request) time.Duration { return g.directoryHangs(always) })
				if took <= 0 || took > maxRoundTrips*farAway {
					t.Errorf("%s from park to the last allow_write; sent meanwhile:\n%s", took, Lines(between))
				}
			})
		})
	}
}

// directoryHangs makes every request hang that a cluster answers out of its directory, always or from the first write of names on.
func (g *gap) directoryHangs(always bool) func(*http.Request) time.Duration {
	return func(r *http.Request) time.Duration {
		g.mu.Lock()
		defer g.mu.Unlock()
		if (always || !g.parked.IsZero()) && strings.Contains(r.URL.Path, "/providers/ads") {
			return 10 * time.Minute
		}
		return 0
	}
}

// outage is how long clients had nobody who lets them write.
func outage(t *testing.T, policies int, slow func(*gap) func(*http.Request) time.Duration) (time.Duration, []string) {
	t.Helper()
	shared := &gap{far: farAway}
	b := New(t, Options{
		Build: scenario.Options{Policies: policies}, Quiet: true,
		Wrap: func(inner http.RoundTripper) http.RoundTripper {
			shared.inner = inner
			return shared
		},
	})
	adopt(t, b)
	if slow != nil {
		shared.slow = slow(shared)
	}
	in := b.Intent(DR)
	if _, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil))); err != nil {
		t.Logf("the run ended with %v", err)
	}
	return shared.opened.Sub(shared.parked), shared.between
}
