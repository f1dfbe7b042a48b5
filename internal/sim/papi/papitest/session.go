// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papitest

import (
	"net/http"
	"testing"
)

// LogIn is the body that logs root in to both services.
const LogIn = `{"username":"root","password":"not-a-secret","services":["platform","namespace"]}`

// LogInto opens a session on a host and returns the headers that every later request needs.
func (s *Site) LogInto(host, body string) map[string]string {
	s.T.Helper()
	status, header, answer := s.Do(Request{Method: "POST", Path: "http://" + host + ":8080/session/1/session", Body: body, User: "nobody"})
	if status != http.StatusCreated {
		s.T.Fatalf("log-in: status %d: %s", status, answer)
	}
	return SessionHeaders(s.T, host, header)
}

// SessionHeaders are what every request of the session needs that a log-in has opened.
func SessionHeaders(t testing.TB, host string, header http.Header) map[string]string {
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
