// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// TestLastSync_SomebodyElseIsFaster: right before the run asks for the last sync of a policy somebody starts it, a dead run or a person.
// That job does not show yet, the request is refused, and the report that comes is not of our run. Whatever the poll interval, no sync may
// be alive when the copies are opened: it would fail, and nothing would prove any more that the last one was quiet.
func TestLastSync_SomebodyElseIsFaster(t *testing.T) {
	t.Parallel()
	for _, interval := range []time.Duration{clusters.DefaultPollInterval, 10 * time.Second, slowPoll} {
		t.Run(interval.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var b *Bed
				hasty := &overtaking{bed: func() *Bed { return b }, done: map[string]bool{}}
				b = New(t, Options{Quiet: true, PollInterval: interval, Wrap: func(next http.RoundTripper) http.RoundTripper {
					hasty.next = next
					return hasty
				}})
				adopt(t, b)
				b.Arrive(t, Prod, 7*time.Second, true)
				time.Sleep(2 * time.Minute)
				seed := NewSeed(t, b)
				hasty.t = t
				in := b.Intent(DR)
				if _, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil))); err != nil {
					t.Fatal(err)
				}
				if len(hasty.done) != len(b.Site.Policies) {
					t.Errorf("overtaken were only %v", hasty.done)
				}
				b.World.Do(func() {
					for _, r := range synciq.Of(b.World.Cluster(b.Site.From)).Reports(false) {
						if r.Job.State == "failed" {
							t.Errorf("job %d of %s failed: %s", r.Job.Number, r.Job.PolicyName, r.Job.Error)
						}
					}
				})
				time.Sleep(time.Minute)
				b.Leave()
				if problems := seed.Check(t, DR); len(problems) > 0 {
					t.Error(Lines(problems))
				}
			})
		})
	}
}

// TestLastSync_SomebodyElseIsAlwaysFaster: nothing of such a run is proven, so it ends before anything is opened and says what to stop.
func TestLastSync_SomebodyElseIsAlwaysFaster(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b *Bed
		hasty := &overtaking{bed: func() *Bed { return b }, done: map[string]bool{}, always: true}
		b = New(t, Options{Quiet: true, PollInterval: slowPoll, Wrap: func(next http.RoundTripper) http.RoundTripper {
			hasty.next = next
			return hasty
		}})
		adopt(t, b)
		hasty.t = t
		in := b.Intent(DR)
		_, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
		if err == nil || !strings.Contains(err.Error(), "5 times another run of it began before ours could: stop what starts it") {
			t.Errorf("the run ends with %v", err)
		}
		if s := b.Engine.Survey(t.Context(), Scope(in, nil)); position.Serving(s) != Prod {
			t.Errorf("%q serves the names", position.Serving(s))
		}
	})
}

// overtaking starts each policy right before the first request, or before every one, of the engine to start it.
type overtaking struct {
	next http.RoundTripper
	bed  func() *Bed
	t    *testing.T

	always bool

	mu   sync.Mutex
	done map[string]bool
}

// RoundTrip implements http.RoundTripper.
func (o *overtaking) RoundTrip(req *http.Request) (*http.Response, error) {
	if o.t != nil && req.Method == http.MethodPost && strings.HasSuffix(req.URL.Path, "/sync/jobs") {
		for _, policy := range o.first(req) {
			o.bed().Raw(o.t, Prod).Must(http.MethodPost, req.URL.Path, `{"id":"`+policy+`"}`)
		}
	}
	return o.next.RoundTrip(req)
}

// first is the policy that the request asks for, if it is to be overtaken.
func (o *overtaking) first(req *http.Request) []string {
	body, err := req.GetBody()
	if err != nil {
		o.t.Error(err)
		return nil
	}
	text := make([]byte, 512)
	n, _ := body.Read(text)
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, policy := range o.bed().Site.Policies {
		if strings.Contains(string(text[:n]), `"`+policy+`"`) && (o.always || !o.done[policy]) {
			o.done[policy] = true
			return []string{policy}
		}
	}
	return nil
}
