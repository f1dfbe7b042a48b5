// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

func TestSessionNeedsAllItsParts(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	whole := s.LogInto("ps1", papitest.LogIn)
	tests := map[string]struct {
		change func(map[string]string)
		host   string
		status int
	}{
		"whole":           {func(map[string]string) {}, "ps1", 200},
		"Origin instead":  {func(h map[string]string) { h["Origin"] = h["Referer"]; delete(h, "Referer") }, "ps1", 200},
		"no CSRF header":  {func(h map[string]string) { delete(h, "X-CSRF-Token") }, "ps1", 401},
		"wrong CSRF":      {func(h map[string]string) { h["X-CSRF-Token"] = "x" }, "ps1", 401},
		"no Referer":      {func(h map[string]string) { delete(h, "Referer") }, "ps1", 401},
		"foreign Referer": {func(h map[string]string) { h["Referer"] = "http://ps2:8080" }, "ps1", 401},
		"no cookie":       {func(h map[string]string) { delete(h, "Cookie") }, "ps1", 401},
		"another cookie":  {func(h map[string]string) { h["Cookie"] = "isisessid=0" }, "ps1", 401},
		"another cluster": {func(h map[string]string) { h["Referer"] = "http://ps2:8080" }, "ps2", 401},
		"another node":    {func(h map[string]string) { h["Referer"] = "http://ps1-2:8080" }, "ps1-2", 401},
	}
	for name, test := range tests {
		header := maps.Clone(whole)
		test.change(header)
		status, _, body := s.Do(papitest.Request{
			Method: "GET", Path: "http://" + test.host + ":8080/platform/latest", User: "nobody", Header: header,
		})
		if status != test.status {
			t.Errorf("%s: got status %d, want %d: %s", name, status, test.status, body)
		}
		if status == 401 && string(body) != `{"errors":[{"message":"authorization required"}]}` {
			t.Errorf("%s: unexpected body %s", name, body)
		}
	}
}

func TestSessionLogIn(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	const path = "/session/1/session"
	s.Run(
		papitest.Step{
			Request: papitest.Request{Method: "POST", Path: path, Body: papitest.LogIn},
			Status:  201,
			Want:    `{"services":["platform","namespace"],"timeout_absolute":14400,"timeout_inactive":900,"username":"root"}`,
		},
		papitest.Post(path, strings.Replace(papitest.LogIn, "not-a-secret", "wrong", 1), 401, `{"errors":[{}]}`),
		papitest.Refused("POST", path, `{"username":"root","password":"x"}`, 400, `{"errors":[{"code":"AEC_ARG_REQUIRED","field":"services"}]}`),
		papitest.Refused("POST", path, strings.Replace(papitest.LogIn, "namespace", "everything", 1), 400,
			`{"errors":[{"field":"services[1]"}]}`),
		papitest.Step{Request: papitest.Request{Method: "GET", Path: path, User: "nobody"}, Status: 401, Want: ""},
		papitest.Step{Request: papitest.Request{Method: "DELETE", Path: path, User: "nobody"}, Status: 401, Want: ""},
	)
}

func TestSessionServices(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	header := s.LogInto("ps1", strings.Replace(papitest.LogIn, `"platform",`, "", 1))
	s.Run(papitest.Step{
		Request: papitest.Request{Method: "GET", Path: "/platform/latest", User: "nobody", Header: header}, Status: 401,
		Want: "",
	})
}

func TestSessionEnds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		wait   time.Duration
		status int
	}{
		"idle time not over":     {899 * time.Second, 200},
		"idle time over":         {900 * time.Second, 401},
		"long after absolute":    {5 * time.Hour, 401},
		"a moment after log-in":  {0, 200},
		"replacement still idle": {450 * time.Second, 200},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := papitest.New(t)
			header := s.LogInto("ps1", papitest.LogIn)
			s.Wait(test.wait)
			s.Run(papitest.Step{
				Request: papitest.Request{Method: "GET", Path: "/session/1/session", User: "nobody", Header: header},
				Status:  test.status, Want: "",
			})
		})
	}
}

// Since 9.3 activity does not renew a session; a replacement cookie comes with the answers once half of the idle time is over.
func TestSessionReplacement(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	first := s.LogInto("ps1", papitest.LogIn)
	ask := func(header map[string]string) (int, http.Header) {
		status, got, _ := s.Do(papitest.Request{Method: "GET", Path: "/platform/latest", User: "nobody", Header: header})
		return status, got
	}
	s.Wait(449 * time.Second)
	if _, got := ask(first); len(got["Set-Cookie"]) != 0 {
		t.Error("a replacement came with 451 s left")
	}
	s.Wait(time.Second)
	_, got := ask(first)
	second := papitest.SessionHeaders(t, "ps1", got)
	if second["Cookie"] == first["Cookie"] {
		t.Error("the replacement is the same cookie")
	}
	s.Wait(449 * time.Second)
	if status, _ := ask(first); status != 200 {
		t.Errorf("the old cookie ended early: status %d", status)
	}
	s.Wait(time.Second)
	if status, _ := ask(first); status != 401 {
		t.Errorf("the old cookie did not end: status %d", status)
	}
	if status, _ := ask(second); status != 200 {
		t.Errorf("the replacement does not work: status %d", status)
	}
	for range 40 {
		s.Wait(440 * time.Second)
		status, got := ask(second)
		if status == 401 {
			break
		}
		if len(got["Set-Cookie"]) > 0 {
			second = papitest.SessionHeaders(t, "ps1", got)
		}
	}
	if status, _ := ask(second); status != 401 {
		t.Errorf("replacements outlive the absolute limit: status %d", status)
	}
}

func TestSessionLogOut(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	header := s.LogInto("ps1", papitest.LogIn)
	out := papitest.Request{Method: "DELETE", Path: "/session/1/session", User: "nobody", Header: header}
	status, got, _ := s.Do(out)
	if status != 204 || !strings.HasPrefix(got.Get("Set-Cookie"), "isisessid=deleted;") {
		t.Errorf("log-out: status %d, cookie %q", status, got.Get("Set-Cookie"))
	}
	s.Run(papitest.Step{Request: out, Status: 401, Want: ""})
}
