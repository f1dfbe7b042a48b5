// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

const (
	// orderSeeds is how many orders of the requests the evidence takes, orderSample how many an ordinary test run does.
	orderSeeds, orderSample = 200, 12
	// replayed is every how many seeds one is played twice.
	replayed = 10
)

// TestSeeds_AnyOrderOfRequests: what a run does side by side reaches the clusters in an order that nobody knows. Requests wait in the
// transport until nothing else can happen, and chance lets them through one by one. Whatever the order, the end is the same; and the same
// seed gives the same order again, so an end that is wrong can be played again: SEED=<seed>.
func TestSeeds_AnyOrderOfRequests(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var want []string
	orders := map[string]bool{}
	runs, failed := 0, 0
	t.Run("seeds", func(t *testing.T) {
		for _, seed := range seeds(t, orderSample, orderSeeds) {
			t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
				t.Parallel()
				trace, end := inOrder(t, seed)
				if seed%replayed == 1 {
					if again, _ := inOrder(t, seed); !cmp.Equal(trace, again) {
						t.Errorf("SEED=%d is not the same run again:\n%s", seed, firstDifference(trace, again))
					}
				}
				mu.Lock()
				defer mu.Unlock()
				runs++
				orders[Lines(trace)] = true
				if want == nil {
					want = end
				}
				if diff := Unlike(want, end); len(diff) > 0 {
					t.Errorf("SEED=%d: another end than in another order:\n%s", seed, Lines(diff))
				}
				if t.Failed() {
					failed++
				}
			})
		}
	})
	t.Logf("%d seeds, %d orders, %d failed", runs, len(orders), failed)
	if len(orders) < runs {
		t.Errorf("%d seeds gave only %d orders: the scheduler schedules nothing", runs, len(orders))
	}
	Record(t, "seeds", map[string]int{"runs": runs, "failed": failed})
}

// inOrder moves the pool out in the order of a seed. It answers the requests as the clusters saw them, and the end.
func inOrder(t *testing.T, seed uint64) (trace, end []string) {
	synctest.Test(t, func(t *testing.T) {
		written := &trail{}
		b := New(t, Options{
			Build: scenario.Options{Policies: 3, Quotas: 12}, PageSize: 5, Quiet: true,
			// Which requests wait for a free slot of the client is the machine's choice, so there are enough slots; chance alone decides.
			Configure: func(_ *Bed, _ string, c *onefs.Config, _ *clusters.Cluster) { c.MaxConcurrentRequests = 1000 },
			Wrap: func(next http.RoundTripper) http.RoundTripper {
				written.next, written.began = next, time.Now()
				return InLockstep(t, seed)(written)
			},
		})
		adopt(t, b)
		of := NewSeed(t, b)
		in := b.Intent(DR)
		planned := b.Engine.Survey(t.Context(), Scope(in, nil))
		b.NewRun()
		if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
			t.Fatalf("SEED=%d: %v", seed, err)
		}
		trace = written.lines
		after := b.Engine.Survey(t.Context(), Scope(in, nil))
		if p := failover.Plan(after, in); p.Moves != nil {
			t.Errorf("SEED=%d: the plan after it is not empty: %v", seed, p.Approved)
		}
		time.Sleep(time.Minute)
		if problems := of.Check(t, DR); len(problems) > 0 {
			t.Errorf("SEED=%d:\n%s", seed, Lines(problems))
		}
		finished(t, b)
		end = b.End()
	})
	return trace, end
}

// trail writes down every request that reaches a cluster, when, and its answer's status.
type trail struct {
	next  http.RoundTripper
	began time.Time
	mu    sync.Mutex
	lines []string
}

// drawnID is what every run draws anew: the id of its lease.
var drawnID = regexp.MustCompile(`[0-9a-f]{16}(\.json|\.stale|%2E)`)

// firstPair is the pair of snapshots with which a run asks, once, whether a cluster keeps changelists. Which of the steps side by side gets
// there first is the machine's choice.
var firstPair = regexp.MustCompile(`changelists/\d+_\d+/`)

func (w *trail) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := w.next.RoundTrip(req)
	status := 0
	if err == nil {
		status = resp.StatusCode
	}
	uri := req.URL.RequestURI()
	if strings.Contains(uri, "/leases/") {
		uri = drawnID.ReplaceAllString(uri, "<drawn>$1")
	}
	uri = firstPair.ReplaceAllString(uri, "changelists/<pair>/")
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines = append(w.lines, fmt.Sprintf("%s %s %s%s %d", time.Since(w.began), req.Method, req.URL.Host, uri, status))
	return resp, err
}

func firstDifference(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("request %d: %s\n       then: %s", i, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d and %d requests", len(a), len(b))
}
