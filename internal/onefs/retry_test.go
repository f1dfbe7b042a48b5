// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// verbs are one call of each kind that the rules of repeating tell apart.
var verbs = map[string]func(context.Context, *Client) error{
	"GET": func(ctx context.Context, c *Client) error {
		_, err := c.SyncJobs(ctx)
		return err
	},
	"PUT": func(ctx context.Context, c *Client) error {
		return c.UpdateSyncPolicy(ctx, approved, "nas1", PolicyUpdate{Enabled: new(false)})
	},
	"DELETE": func(ctx context.Context, c *Client) error { return c.DeleteQuota(ctx, approved, "q") },
	"POST": func(ctx context.Context, c *Client) error {
		_, err := c.StartSyncJob(ctx, approved, JobRequest{ID: "nas1"})
		return err
	},
	"PUT once": func(ctx context.Context, c *Client) error {
		return c.WriteFile(ctx, own, "/ifs/x/claim", []byte("{}"), false)
	},
}

func TestWhatIsRepeated(t *testing.T) {
	dial := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	faults := map[string]struct {
		handle http.HandlerFunc
		before error
		// sent is how often each verb goes out, in the order GET, PUT, DELETE, POST, PUT once.
		sent [5]int
		// unknown says for which verbs the outcome is unknown afterwards.
		unknown [5]bool
	}{
		"400":     {handle: answers(400, "{}"), sent: [5]int{1, 1, 1, 1, 1}},
		"403":     {handle: answers(403, "{}"), sent: [5]int{1, 1, 1, 1, 1}},
		"404":     {handle: answers(404, "{}"), sent: [5]int{1, 1, 1, 1, 1}},
		"409":     {handle: answers(409, "{}"), sent: [5]int{5, 5, 5, 1, 1}},
		"429":     {handle: answers(429, "{}"), sent: [5]int{6, 6, 6, 6, 6}},
		"500":     {handle: answers(500, "{}"), sent: [5]int{3, 1, 1, 1, 1}, unknown: [5]bool{1: true, 2: true, 3: true, 4: true}},
		"502":     {handle: answers(502, ""), sent: [5]int{3, 1, 1, 1, 1}, unknown: [5]bool{1: true, 2: true, 3: true, 4: true}},
		"503":     {handle: answers(503, ""), sent: [5]int{6, 6, 6, 1, 1}, unknown: [5]bool{1: true, 2: true, 3: true, 4: true}},
		"html503": {handle: page(503), sent: [5]int{6, 6, 6, 1, 1}, unknown: [5]bool{1: true, 2: true, 3: true, 4: true}},
		"html404": {handle: page(404), sent: [5]int{1, 1, 1, 1, 1}},
		"page":    {handle: page(200), sent: [5]int{3, 3, 3, 1, 1}, unknown: [5]bool{1: true, 2: true, 3: true}},
		"dropped": {handle: abort, sent: [5]int{3, 3, 3, 1, 1}, unknown: [5]bool{1: true, 2: true, 3: true, 4: true}},
		"no dial": {before: dial, sent: [5]int{3, 3, 3, 3, 3}},
		"301":     {handle: answers(301, ""), sent: [5]int{1, 1, 1, 1, 1}},
	}
	for name, x := range faults {
		for i, verb := range []string{"GET", "PUT", "DELETE", "POST", "PUT once"} {
			if name == "page" && verb == "PUT once" {
				continue // a file's answer is not looked at
			}
			t.Run(name+" "+verb, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f, c := newFake(t, x.handle)
					if _, err := c.ticket(t.Context(), c.main); err != nil {
						t.Fatal(err)
					}
					sent := 0
					f.before = func(*http.Request) error { sent++; return x.before }
					err := verbs[verb](t.Context(), c)
					if err == nil {
						t.Fatal("no error")
					}
					if sent != x.sent[i] {
						t.Errorf("sent %d times, want %d", sent, x.sent[i])
					}
					if got := errors.Is(err, ErrOutcomeUnknown); got != x.unknown[i] {
						t.Errorf("outcome unknown = %v, want %v: %v", got, x.unknown[i], err)
					}
				})
			})
		}
	}
}

func TestRepeatingSucceeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(t, script(answers(503, ""), abort, answers(409, "{}"), answers(200, emptyJobs)))
		start := time.Now()
		if err := verbs["GET"](t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if n := len(f.seen()); n != 4 {
			t.Errorf("sent %d times", n)
		}
		if took, want := time.Since(start), 3500*time.Millisecond; took != want {
			t.Errorf("waited %s, want 0.5 s + 1 s + 2 s", took)
		}
	})
}

// TestNotRepeatedWithoutPermit: what allowed the write is over while the cluster is busy. It is not sent again: by then another run may
// have written.
func TestNotRepeatedWithoutPermit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		over := errors.New("the lease is over")
		f, c := newFake(t, script(answers(503, ""), answers(204, "")))
		start := time.Now()
		held := permitted(func() error {
			if time.Since(start) > 0 {
				return over
			}
			return nil
		})
		if err := c.UpdateSyncPolicy(t.Context(), held, "nas1", PolicyUpdate{}); !errors.Is(err, over) {
			t.Errorf("the write ended with %v", err)
		}
		if n := len(f.seen()); n != 1 {
			t.Errorf("sent %d times", n)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	at := time.Date(2026, 5, 2, 9, 0, 0, 0, time.UTC)
	for name, x := range map[string]struct {
		header, date string
		want         time.Duration
	}{
		"seconds":   {"7", "", 7 * time.Second},
		"date":      {at.Add(9 * time.Second).Format(http.TimeFormat), at.Format(http.TimeFormat), 9 * time.Second},
		"past":      {at.Format(http.TimeFormat), at.Add(time.Minute).Format(http.TimeFormat), 0},
		"nonsense":  {"soon", "", 500 * time.Millisecond},
		"negative":  {"-5", "", 500 * time.Millisecond},
		"too long":  {"86400", "", longestAsked},
		"not given": {"", "", 500 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, c := newFake(t, script(func(w http.ResponseWriter, _ *http.Request) {
					if x.header != "" {
						w.Header().Set("Retry-After", x.header)
					}
					if x.date != "" {
						w.Header().Set("Date", x.date)
					}
					reply(w, 429, "")
				}, answers(201, `{"id":"1"}`)))
				start := time.Now()
				if err := verbs["POST"](t.Context(), c); err != nil {
					t.Fatal(err)
				}
				want := x.want
				if want == 0 {
					want = firstWait
				}
				if took := time.Since(start); took != want {
					t.Errorf("waited %s, want %s", took, want)
				}
			})
		})
	}
}

// TestNoWaitOutlastsTheDeadline: what the cluster said is worth more than "deadline exceeded".
func TestNoWaitOutlastsTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := newFake(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "60")
			reply(w, 503, "")
		})
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		start := time.Now()
		if err := verbs["GET"](ctx, c); !errors.Is(err, ErrUnavailable) {
			t.Errorf("got %v", err)
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("waited %s for nothing", took)
		}
	})
}

func TestCancelWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := newFake(t, answers(503, ""))
		ctx, cancel := context.WithCancelCause(t.Context())
		stopped := errors.New("stopped by the user")
		time.AfterFunc(200*time.Millisecond, func() { cancel(stopped) })
		err := verbs["GET"](ctx, c)
		if !errors.Is(err, stopped) || !errors.Is(err, ErrUnavailable) {
			t.Errorf("got %v, want both what stopped it and what the cluster said", err)
		}
	})
}

func TestADeleteThatWorkedUnseen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := answers(404, `{"errors":[{"code":"AEC_NOT_FOUND","message":"gone"}]}`)
		_, c := newFake(t, script(abort, gone))
		if err := verbs["DELETE"](t.Context(), c); err != nil {
			t.Errorf("404 after a lost answer: %v", err)
		}
		_, c = newFake(t, gone)
		if err := verbs["DELETE"](t.Context(), c); !errors.Is(err, ErrNotFound) {
			t.Errorf("404 at once: %v", err)
		}
		_, c = newFake(t, script(answers(429, ""), gone))
		if err := verbs["DELETE"](t.Context(), c); !errors.Is(err, ErrNotFound) {
			t.Errorf("404 after 429, which says that nothing happened: %v", err)
		}
	})
}

func TestWaitsGrowAndSpread(t *testing.T) {
	c := &Client{config: Config{Jitter: func() float64 { return 0.5 }}}
	for n, want := range map[int]time.Duration{1: 562500 * time.Microsecond, 2: 1125 * time.Millisecond, 6: 16875 * time.Millisecond} {
		if got := c.wait(n); got != want {
			t.Errorf("after attempt %d: %s, want %s", n, got, want)
		}
	}
}

func ExampleError() {
	err := fmt.Errorf("stage 3: %w", &Error{
		Cluster: "prod", Method: "PUT", Path: "/platform/16/network/pools/x", Status: 409, Code: "AEC_CONFLICT", Field: "sc_dns_zone",
		Message: "name is in use",
	})
	fmt.Println(err)
	fmt.Println(errors.Is(err, ErrConflict), errors.Is(err, Status(409)), errors.Is(err, ErrNotFound))
	// Output:
	// stage 3: prod: PUT /platform/16/network/pools/x: 409 AEC_CONFLICT (field sc_dns_zone): name is in use
	// true true false
}
