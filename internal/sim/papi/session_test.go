// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"
)

const logIn = `{"username":"root","password":"not-a-secret","services":["platform","namespace"]}`

// logInto opens a session on a host and returns the headers that every later request needs.
func (s *site) logInto(host, body string) map[string]string {
	s.t.Helper()
	status, header, answer := s.do(request{method: "POST", path: "http://" + host + ":8080/session/1/session", body: body, user: "nobody"})
	if status != http.StatusCreated {
		s.t.Fatalf("log-in: status %d: %s", status, answer)
	}
	return sessionHeaders(s.t, host, header)
}

func sessionHeaders(t testing.TB, host string, header http.Header) map[string]string {
	t.Helper()
	cookies := (&http.Response{Header: header}).Cookies()
	out := map[string]string{"Referer": "http://" + host + ":8080"}
	for _, c := range cookies {
		switch c.Name {
		case "isisessid":
			if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteStrictMode {
				t.Errorf("cookie isisessid without its attributes: %s", c.Raw)
			}
			out["Cookie"] = "isisessid=" + c.Value
		case "isicsrf":
			out["X-CSRF-Token"] = c.Value
		}
	}
	if len(out) != 3 {
		t.Fatalf("not two cookies: %v", header["Set-Cookie"])
	}
	return out
}

func TestSessionNeedsAllItsParts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	whole := s.logInto("ps1", logIn)
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
		status, _, body := s.do(request{
			method: "GET", path: "http://" + test.host + ":8080/platform/latest", user: "nobody", header: header,
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
	s := newSite(t)
	const path = "/session/1/session"
	s.run(
		step{
			request{method: "POST", path: path, body: logIn},
			201,
			`{"services":["platform","namespace"],"timeout_absolute":14400,"timeout_inactive":900,"username":"root"}`,
		},
		post(path, strings.Replace(logIn, "not-a-secret", "wrong", 1), 401, `{"errors":[{}]}`),
		refused("POST", path, `{"username":"root","password":"x"}`, 400, `{"errors":[{"code":"AEC_ARG_REQUIRED","field":"services"}]}`),
		refused("POST", path, strings.Replace(logIn, "namespace", "everything", 1), 400, `{"errors":[{"field":"services[1]"}]}`),
		step{request{method: "GET", path: path, user: "nobody"}, 401, ""},
		step{request{method: "DELETE", path: path, user: "nobody"}, 401, ""},
	)
}

func TestSessionServices(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	header := s.logInto("ps1", strings.Replace(logIn, `"platform",`, "", 1))
	s.run(step{request{method: "GET", path: "/platform/latest", user: "nobody", header: header}, 401, ""})
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
			s := newSite(t)
			header := s.logInto("ps1", logIn)
			s.wait(test.wait)
			s.run(step{request{method: "GET", path: "/session/1/session", user: "nobody", header: header}, test.status, ""})
		})
	}
}

// Since 9.3 activity does not renew a session; a replacement cookie comes with the answers once half of the idle time is over.
func TestSessionReplacement(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := s.logInto("ps1", logIn)
	ask := func(header map[string]string) (int, http.Header) {
		status, got, _ := s.do(request{method: "GET", path: "/platform/latest", user: "nobody", header: header})
		return status, got
	}
	s.wait(449 * time.Second)
	if _, got := ask(first); len(got["Set-Cookie"]) != 0 {
		t.Error("a replacement came with 451 s left")
	}
	s.wait(time.Second)
	_, got := ask(first)
	second := sessionHeaders(t, "ps1", got)
	if second["Cookie"] == first["Cookie"] {
		t.Error("the replacement is the same cookie")
	}
	s.wait(449 * time.Second)
	if status, _ := ask(first); status != 200 {
		t.Errorf("the old cookie ended early: status %d", status)
	}
	s.wait(time.Second)
	if status, _ := ask(first); status != 401 {
		t.Errorf("the old cookie did not end: status %d", status)
	}
	if status, _ := ask(second); status != 200 {
		t.Errorf("the replacement does not work: status %d", status)
	}
	for range 40 {
		s.wait(440 * time.Second)
		status, got := ask(second)
		if status == 401 {
			break
		}
		if len(got["Set-Cookie"]) > 0 {
			second = sessionHeaders(t, "ps1", got)
		}
	}
	if status, _ := ask(second); status != 401 {
		t.Errorf("replacements outlive the absolute limit: status %d", status)
	}
}

func TestSessionLogOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	header := s.logInto("ps1", logIn)
	out := request{method: "DELETE", path: "/session/1/session", user: "nobody", header: header}
	status, got, _ := s.do(out)
	if status != 204 || !strings.HasPrefix(got.Get("Set-Cookie"), "isisessid=deleted;") {
		t.Errorf("log-out: status %d, cookie %q", status, got.Get("Set-Cookie"))
	}
	s.run(step{out, 401, ""})
}
