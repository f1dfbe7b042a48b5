// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// crowd counts how many requests are under way at once.
type crowd struct {
	now, most atomic.Int64
}

func (x *crowd) handle(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		n := x.now.Add(1)
		defer x.now.Add(-1)
		for {
			most := x.most.Load()
			if n <= most || x.most.CompareAndSwap(most, n) {
				break
			}
		}
		time.Sleep(time.Second) // bubble
		reply(w, status, body)
	}
}

func TestWritesOfOneAreaGoOneAtATime(t *testing.T) {
	for name, x := range map[string]struct {
		write func(context.Context, *Client) error
		most  int64
	}{
		"shares": {func(ctx context.Context, c *Client) error {
			return c.UpdateSMBShare(ctx, approved, "", "a", map[string]any{"description": "x"})
		}, 1},
		"exports": {func(ctx context.Context, c *Client) error {
			return c.UpdateNFSExport(ctx, approved, "", 1, map[string]any{"read_only": true}, ExportChecks{})
		}, 1},
		"aliases": {func(ctx context.Context, c *Client) error { return c.UpdateNFSAlias(ctx, approved, "", "/a", "/ifs") }, 1},
		"network": {func(ctx context.Context, c *Client) error {
			return c.UpdatePool(ctx, approved, "a.b.c", PoolUpdate{ScDNSZone: new("x")})
		}, 1},
		"spns": {func(ctx context.Context, c *Client) error {
			return c.UpdateADSProviderSPNs(ctx, approved, "X", ADSUpdate{})
		}, 1},
		"quotas": {func(ctx context.Context, c *Client) error { return c.DeleteQuota(ctx, approved, "q") }, 4},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var busy crowd
				_, c := newFake(t, busy.handle(204, ""), func(c *Config) { c.MaxConcurrentRequests = 4 })
				var wg sync.WaitGroup
				for range 8 {
					wg.Go(func() {
						if err := x.write(t.Context(), c); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				if got := busy.most.Load(); got != x.most {
					t.Errorf("%d at a time, want %d", got, x.most)
				}
			})
		})
	}
}

// TestAnAreaIsWaitedFor: the second write of an area waits for the first, but not beyond its deadline, and another area is free.
func TestAnAreaIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := newFake(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/ads/") {
				time.Sleep(10 * time.Second) // bubble
			}
			reply(w, 204, "")
		}, func(c *Config) { c.RequestTimeout = time.Hour })
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := c.UpdateADSProviderSPNs(t.Context(), approved, "X", ADSUpdate{}); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := c.UpdateADSProviderSPNs(ctx, approved, "X", ADSUpdate{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("waiting for an area: %v", err)
		}
		began := time.Now()
		if err := c.UpdateSMBShare(t.Context(), approved, "", "a", map[string]any{"description": "x"}); err != nil || time.Since(began) > 0 {
			t.Errorf("another area was not free: %v after %s", err, time.Since(began))
		}
		wg.Wait()
	})
}
