// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
)

// heartless is a transport in which, from a moment on, no heartbeat of the lease arrives.
type heartless struct {
	next http.RoundTripper

	mu      sync.Mutex
	stopped bool
	// last is when the newest heartbeat was sent that arrived.
	last time.Time
}

func (h *heartless) stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stopped = true
}

func (h *heartless) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodPut && strings.Contains(req.URL.Path, "/leases/run-") {
		h.mu.Lock()
		stopped := h.stopped
		if !stopped {
			h.last = time.Now()
		}
		h.mu.Unlock()
		if stopped {
			_ = req.Body.Close()
			return nil, errors.New("no heartbeat arrives")
		}
	}
	return h.next.RoundTrip(req)
}

// TestLease_RunsOut: a run whose heartbeats no longer arrive changes nothing after its lease has run out, whatever stage it is in: another
// run may have taken over by then.
func TestLease_RunsOut(t *testing.T) {
	t.Parallel()
	for _, stage := range []survey.StageID{survey.StageFence, survey.StageNames, survey.StageWrites} {
		t.Run(string(stage), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := &heartless{}
				b := New(t, Options{
					Quiet: true,
					Wrap:  func(next http.RoundTripper) http.RoundTripper { h.next = next; return h },
					AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
						if st == stage {
							h.stop()
						}
					},
				})
				adopt(t, b)
				in := b.Intent(DR)
				_, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
				if err == nil || !strings.Contains(err.Error(), "the lease ran out") {
					t.Errorf("the run ended with %v", err)
				}
				b.World.Do(func() {
					for _, r := range b.World.Log.All() {
						if r.Mutating && !strings.HasPrefix(r.Path, "/namespace/") && r.Time.After(h.last.Add(clusters.DefaultLeaseTTL)) {
							t.Errorf("%s after its last heartbeat the run has sent %s %s", r.Time.Sub(h.last), r.Method, r.Path)
						}
					}
				})
			})
		})
	}
}

// TestLease_RunsOutBetweenTwoLists: prod parks the names and takes so long to say so that the lease has run out. No other run can have it
// so soon, and clients wait: what was begun is ended, the names are published, and the run stops then.
func TestLease_RunsOutBetweenTwoLists(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &heartless{}
		b := New(t, Options{Quiet: true, Wrap: func(next http.RoundTripper) http.RoundTripper {
			h.next = next
			return roundTrip(func(req *http.Request) (*http.Response, error) {
				resp, err := h.RoundTrip(req)
				if req.Method == http.MethodPut && req.URL.Path == nas1Pool && strings.HasPrefix(req.URL.Host, "ps1") {
					h.stop()
					time.Sleep(50 * time.Second)
				}
				return resp, err
			})
		}})
		adopt(t, b)
		in := b.Intent(DR)
		_, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
		if err == nil || !strings.Contains(err.Error(), "the lease ran out") {
			t.Errorf("the run ended with %v", err)
		}
		b.World.Do(func() {
			for _, name := range b.Site.Names {
				if on, _ := clients.Peek(b.World, name); len(on) != 1 || on[0] != b.Site.To {
					t.Errorf("%s is answered by %v", name, on)
				}
			}
		})
	})
}
