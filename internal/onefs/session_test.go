// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"errors"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

const emptyJobs = `{"jobs":[],"resume":null,"total":0}`

func TestOneLoginForManyCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(t, answers(200, emptyJobs))
		f.before = func(*http.Request) error {
			time.Sleep(time.Second) // bubble
			return nil
		}
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if _, err := c.SyncJobs(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := f.loginCount(); n != 1 {
			t.Errorf("%d log-ins, want 1", n)
		}
	})
}

func TestTheHeadersOfASession(t *testing.T) {
	f, c := newFake(t, answers(200, emptyJobs), func(c *Config) { c.UserAgent = "terraform-provider-onefs/1.2" })
	if _, err := c.SyncJobs(background()); err != nil {
		t.Fatal(err)
	}
	h := f.seen()[0].header
	for name, want := range map[string]string{
		"Cookie": "isisessid=session-1; isicsrf=token-1", "X-Csrf-Token": "token-1", "Referer": "https://prod.example.com:8080",
		"User-Agent": "terraform-provider-onefs/1.2", "Accept": "application/json", "Authorization": "",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
}

func TestBasicAuthenticationMakesNoSession(t *testing.T) {
	f, c := newFake(t, answers(200, emptyJobs), func(c *Config) { c.Authentication = AuthenticationBasic })
	if _, err := c.SyncJobs(background()); err != nil {
		t.Fatal(err)
	}
	if h := f.seen()[0].header; f.loginCount() != 0 || h.Get("Cookie") != "" || h.Get("X-Csrf-Token") != "" {
		t.Errorf("%d log-ins, headers %v", f.loginCount(), h)
	}
	f, c = newFake(t, answers(401, `{"errors":[{"message":"no"}]}`), func(c *Config) { c.Authentication = AuthenticationBasic })
	if _, err := c.SyncJobs(background()); !errors.Is(err, ErrUnauthorized) {
		t.Errorf("got %v", err)
	}
	if n := len(f.seen()); n != 1 {
		t.Errorf("a refused password was sent %d times", n)
	}
}

// TestAnEndedSession: one log-in, then the same request once more with the headers of the new session, for reads, writes and POST.
func TestAnEndedSession(t *testing.T) {
	for name, answer401 := range map[string]http.HandlerFunc{
		"json": answers(401, `{"errors":[{"message":"authorization required"}]}`), "html": page(401), "empty": answers(401, ""),
	} {
		for _, x := range allCalls() {
			f, c := newFake(t, answers(x.status, x.answer))
			if _, err := c.ticket(background(), c.main); err != nil {
				t.Fatal(err)
			}
			f.handle = script(answer401, answers(x.status, x.answer))
			if _, err := x.do(background(), c, approved); err != nil {
				t.Errorf("%s, %s: %v", x.method, name, err)
				continue
			}
			requests := f.seen()
			if len(requests) != 2 || f.loginCount() != 2 {
				t.Errorf("%s, %s: %d requests, %d log-ins, want 2 and 2", x.method, name, len(requests), f.loginCount())
				continue
			}
			if got := requests[1].header.Get("X-CSRF-Token"); got != "token-2" {
				t.Errorf("%s, %s: repeated with token %q", x.method, name, got)
			}
			if requests[0].body != requests[1].body || requests[0].target != requests[1].target {
				t.Errorf("%s, %s: repeated differently: %v", x.method, name, requests)
			}
		}
	}
}

func TestASessionThatIsNeverTaken(t *testing.T) {
	f, c := newFake(t, answers(401, `{"errors":[{"message":"authorization required"}]}`))
	if _, err := c.SyncJobs(background()); !errors.Is(err, ErrUnauthorized) {
		t.Errorf("got %v", err)
	}
	if requests, logins := len(f.seen()), f.loginCount(); requests != 2 || logins != 2 {
		t.Errorf("%d requests, %d log-ins, want 2 and 2", requests, logins)
	}
}

// TestCookiesAreRenewed: from OneFS 9.3 on any answer may bring a replacement, and the old session ends on its own.
func TestCookiesAreRenewed(t *testing.T) {
	f, c := newFake(t, nil)
	f.handle = script(
		func(w http.ResponseWriter, _ *http.Request) {
			f.start(w, "fresh", "fresh-token")
			reply(w, 200, emptyJobs)
		},
		answers(200, emptyJobs),
	)
	for range 2 {
		if _, err := c.SyncJobs(background()); err != nil {
			t.Fatal(err)
		}
	}
	if got := f.seen()[1].header.Get("Cookie"); got != "isisessid=fresh; isicsrf=fresh-token" {
		t.Errorf("second request with %q", got)
	}
	if n := f.loginCount(); n != 1 {
		t.Errorf("%d log-ins, want 1", n)
	}
}

func TestARenewalOfAnOldSessionIsIgnored(t *testing.T) {
	s := newSession()
	first := s.set(ticket{session: "a", csrf: "a"})
	second := s.set(ticket{session: "b", csrf: "b"})
	s.renew(first, []*http.Cookie{{Name: cookieSession, Value: "late"}})
	s.drop(first)
	if now, _ := s.get(); now != second {
		t.Errorf("got %+v, want the second session untouched", now)
	}
	s.renew(second, []*http.Cookie{{Name: cookieSession, Value: "deleted"}, {Name: cookieCSRF, Value: ""}, {Name: "other", Value: "x"}})
	if now, _ := s.get(); now != second {
		t.Errorf("got %+v after cookies that renew nothing", now)
	}
	s.drop(second)
	if now, _ := s.get(); now.session != "" {
		t.Errorf("got %+v after drop", now)
	}
}

// TestAWrongPasswordIsNotTriedAgainAndAgain: fifty resources with one wrong password must not lock the account.
func TestAWrongPasswordIsNotTriedAgainAndAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(t, answers(200, emptyJobs), func(c *Config) { c.Password = "wrong" })
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if _, err := c.SyncJobs(t.Context()); !errors.Is(err, ErrUnauthorized) {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		if n := f.loginCount(); n != 1 {
			t.Errorf("%d log-ins, want 1", n)
		}
		time.Sleep(refusalTime) // bubble
		if _, err := c.SyncJobs(t.Context()); !errors.Is(err, ErrUnauthorized) {
			t.Errorf("got %v", err)
		}
		if n := f.loginCount(); n != 2 {
			t.Errorf("%d log-ins after a minute, want 2", n)
		}
	})
}

func TestALoginIsRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(t, answers(201, `{"id":"1"}`))
		f.login = script(answers(503, ""), abort, func(w http.ResponseWriter, _ *http.Request) {
			f.start(w, "s", "t")
			reply(w, 201, "{}")
		})
		// The log-in may be repeated although the request that needs it may not.
		if _, err := c.StartSyncJob(t.Context(), approved, JobRequest{ID: "nas1"}); err != nil {
			t.Fatal(err)
		}
		if posts, logins := len(f.seen()), f.loginCount(); posts != 1 || logins != 3 {
			t.Errorf("%d posts, %d log-ins, want 1 and 3", posts, logins)
		}
	})
}

func TestALoginThatFailsSentNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, login := range map[string]http.HandlerFunc{
			"503": answers(503, ""), "dropped": abort, "no cookie": answers(201, "{}"),
			"refused": answers(403, `{"errors":[{"message":"no"}]}`),
		} {
			f, c := newFake(t, answers(201, `{"id":"1"}`))
			f.login = login
			_, err := c.StartSyncJob(t.Context(), approved, JobRequest{ID: "nas1"})
			if err == nil || errors.Is(err, ErrOutcomeUnknown) {
				t.Errorf("%s: got %v, want an error whose outcome is known: nothing was sent", name, err)
			}
			if n := len(f.seen()); n != 0 {
				t.Errorf("%s: %d requests were sent without session", name, n)
			}
		}
	})
}

// TestLogOut: the session is ended once, and a client that has none sends nothing.
func TestLogOut(t *testing.T) {
	f, c := newFake(t, answers(200, emptyJobs))
	c.LogOut(background())
	if n := len(f.seen()); n != 0 {
		t.Fatalf("%d requests without a session", n)
	}
	if _, err := c.SyncJobs(background()); err != nil {
		t.Fatal(err)
	}
	c.LogOut(background())
	c.LogOut(background())
	var ended []string
	for _, r := range f.seen() {
		if r.method == http.MethodDelete {
			ended = append(ended, r.target+" "+r.header.Get("Cookie"))
		}
	}
	if want := []string{"/session/1/session isisessid=session-1; isicsrf=token-1"}; !slices.Equal(ended, want) {
		t.Errorf("ended: %q, want %q", ended, want)
	}
}
