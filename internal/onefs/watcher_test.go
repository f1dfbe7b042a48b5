// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// syncState serves the three lists, each taking a second.
func syncState(w http.ResponseWriter, r *http.Request) {
	select {
	case <-time.After(time.Second):
	case <-r.Context().Done():
		return
	}
	switch {
	case strings.HasSuffix(r.URL.Path, "/sync/jobs"):
		reply(w, 200, `{"jobs":[{"id":"a","policy_name":"a"},{"id":"b"}],"resume":null}`)
	case strings.HasSuffix(r.URL.Path, "/target/policies"):
		reply(w, 200, `{"policies":[{"id":"1","name":"a"},{"id":"2","name":"a"}],"resume":null}`)
	default:
		reply(w, 200, `{"policies":[{"id":"3","name":"a"}],"resume":null}`)
	}
}

func TestLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(t, syncState)
		view, err := c.Watcher().Look(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(view.Jobs["a"]) != 1 || len(view.Jobs["b"]) != 1 || len(view.Targets["a"]) != 2 || view.Policies["a"].ID != "3" {
			t.Errorf("got %+v", view)
		}
		if got := f.seen()[0].target; got != "/platform/15/sync/jobs" {
			t.Errorf("read %s first; jobs must come first", got)
		}
	})
}

// TestLooksAreShared: whoever comes while a fetch runs waits for the next one, and all of them share it.
func TestLooksAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(t, syncState)
		if _, err := c.ticket(t.Context(), c.main); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		look := func() {
			called := time.Now()
			view, err := c.Watcher().Look(t.Context())
			if err != nil {
				t.Error(err)
			} else if view.At.Before(called) {
				t.Error("the view began before the call")
			}
		}
		wg.Go(look)
		synctest.Wait()
		time.Sleep(time.Second) // bubble
		for range 100 {
			wg.Go(look)
		}
		start := time.Now()
		wg.Wait()
		if took := time.Since(start); took != 5*time.Second+2*gatherFor {
			t.Errorf("took %s, want the rest of one fetch and one more", took)
		}
		if n := len(f.seen()); n != 6 {
			t.Errorf("%d requests for 101 callers, want 6", n)
		}
	})
}

func TestAnotherTakesOverWhenTheReaderIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := newFake(t, syncState)
		if _, err := c.ticket(t.Context(), c.main); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := c.Watcher().Look(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("the cancelled one got %v", err)
			}
		})
		synctest.Wait()
		for range 3 {
			wg.Go(func() {
				if _, err := c.Watcher().Look(t.Context()); err != nil {
					t.Errorf("another got %v", err)
				}
			})
		}
		time.Sleep(500 * time.Millisecond) // bubble
		cancel()
		wg.Wait()
	})
}

func TestAFailedLookIsSharedToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(t, func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(time.Second) // bubble
			reply(w, 403, "{}")
		})
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if _, err := c.Watcher().Look(t.Context()); !errors.Is(err, ErrForbidden) {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		if n := len(f.seen()); n > 2 {
			t.Errorf("%d requests", n)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.Watcher().Look(ctx); err == nil {
			t.Error("a cancelled caller got a view")
		}
	})
}

// TestReportsAreShared: one read of the newest reports serves everybody who waits for one.
func TestReportsAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(t, func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(time.Second) // bubble
			reply(w, 200, `{"reports":[{"id":"7-a","policy_name":"a","job_id":7}],"resume":null}`)
		})
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				reports, err := c.Reports().Look(t.Context())
				if err != nil || len(reports) != 1 || *reports[0].JobID != 7 {
					t.Errorf("got %v, %v", reports, err)
				}
			})
		}
		wg.Wait()
		if n := len(f.seen()); n > 2 {
			t.Errorf("%d requests for 50 callers", n)
		}
		if got := f.seen()[0].target; got != "/platform/15/sync/reports?reports_per_policy=5" {
			t.Errorf("asked for %s", got)
		}
	})
}
