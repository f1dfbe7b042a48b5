// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/issue"
)

const (
	testUser     = "failover"
	testPassword = `s3cr"t&<pass>/word`
)

// approved is the permit of these tests, own what covers the files that they write.
var (
	approved = permitted(nil)
	own      = permit.Keep(permit.Lease, "/ifs/x")
)

// permitted is good for as long as held answers nil.
func permitted(held func() error) permit.Permit {
	p, err := issue.New([]string{"test step"}, held).For("test step")
	if err != nil {
		panic(err)
	}
	return p
}

// ours stands for the permit that a test calls every method with: the zero one gives the zero housekeeping.
func ours(p permit.Permit) permit.Housekeeping {
	if p.Kind() == permit.None {
		return permit.Housekeeping{}
	}
	return own
}

// seen is a request that a fake cluster got, log-ins left out.
type seen struct {
	method, target, body string
	header               http.Header
}

// fake is a cluster of one handler without sockets, so that it works in synctest bubbles. It demands the session's cookie, token and
// Referer on every request, like OneFS.
type fake struct {
	t      *testing.T
	handle http.HandlerFunc
	// login replaces the answer to a log-in.
	login http.HandlerFunc
	// before runs first; a non-nil error is what the transport answers.
	before func(*http.Request) error

	mu       sync.Mutex
	logins   int
	sessions map[string]string // isisessid to isicsrf
	requests []seen
}

// newFake makes a fake cluster and a client for it; change may alter the client's configuration.
func newFake(t *testing.T, handle http.HandlerFunc, change ...func(*Config)) (*fake, *Client) {
	t.Helper()
	f := &fake{t: t, handle: handle, sessions: map[string]string{}}
	config := Config{
		Name: "prod", Endpoint: "https://prod.example.com:8080", Username: testUser, Password: testPassword, Transport: f,
		Jitter: func() float64 { return 0 },
	}
	for _, c := range change {
		c(&config)
	}
	client, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return f, client
}

// RoundTrip serves one request in the caller's goroutine.
func (f *fake) RoundTrip(r *http.Request) (*http.Response, error) {
	if f.before != nil {
		if err := f.before(r); err != nil {
			return nil, err
		}
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	recorder := httptest.NewRecorder()
	recorder.Header().Set("Content-Type", "application/json")
	served := r.Clone(r.Context())
	served.RequestURI = r.URL.RequestURI()
	served.Body = io.NopCloser(bytes.NewReader(body))
	if aborted := f.serve(recorder, served, string(body)); aborted {
		return nil, io.ErrUnexpectedEOF
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	response := recorder.Result()
	response.Request = r
	return response, nil
}

func (f *fake) serve(w http.ResponseWriter, r *http.Request, body string) (aborted bool) {
	defer func() {
		if p := recover(); p != nil {
			if p != http.ErrAbortHandler { //nolint:errorlint // a panic value is compared as it is
				panic(p)
			}
			aborted = true
		}
	}()
	checkContract(f.t, r, body)
	if r.URL.Path == "/session/1/session" && r.Method != http.MethodDelete {
		f.mu.Lock()
		f.logins++
		n := f.logins
		f.mu.Unlock()
		if f.login != nil {
			f.login(w, r)
			return false
		}
		f.admit(w, body, n)
		return false
	}
	f.mu.Lock()
	f.requests = append(f.requests, seen{r.Method, r.RequestURI, body, r.Header})
	f.mu.Unlock()
	if !f.admitted(r) {
		reply(w, 401, `{"errors":[{"message":"authorization required"}]}`)
		return false
	}
	f.handle(w, r)
	return false
}

func (f *fake) admit(w http.ResponseWriter, body string, n int) {
	var in struct{ Username, Password string }
	if json.Unmarshal([]byte(body), &in) != nil || in.Username != testUser || in.Password != testPassword {
		reply(w, 401, `{"errors":[{"message":"wrong user or password"}]}`)
		return
	}
	f.start(w, fmt.Sprintf("session-%d", n), fmt.Sprintf("token-%d", n))
	reply(w, 201, `{"username":"failover","services":["platform","namespace"],"timeout_absolute":14400,"timeout_inactive":900}`)
}

// start hands out a session.
func (f *fake) start(w http.ResponseWriter, session, token string) {
	f.mu.Lock()
	f.sessions[session] = token
	f.mu.Unlock()
	w.Header().Add("Set-Cookie", "isisessid="+session+"; path=/; HttpOnly; Secure; SameSite=strict")
	w.Header().Add("Set-Cookie", "isicsrf="+token+"; path=/; Secure")
}

// end makes the cluster forget every session.
func (f *fake) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.sessions)
}

func (f *fake) admitted(r *http.Request) bool {
	if user, password, ok := r.BasicAuth(); ok {
		return user == testUser && password == testPassword
	}
	cookie, err := r.Cookie("isisessid")
	if err != nil {
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	token, ok := f.sessions[cookie.Value]
	return ok && r.Header.Get("X-CSRF-Token") == token && r.Header.Get("Referer") == "https://"+r.URL.Host
}

func (f *fake) seen() []seen {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]seen{}, f.requests...)
}

func (f *fake) loginCount() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.logins
}

func reply(w http.ResponseWriter, status int, body string) {
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// answers is a handler that always answers the same.
func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { reply(w, status, body) }
}

// script answers one entry after the other and repeats the last; an entry "abort" drops the connection.
func script(entries ...func(http.ResponseWriter, *http.Request)) http.HandlerFunc {
	var mu sync.Mutex
	n := 0
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		i := min(n, len(entries)-1)
		n++
		mu.Unlock()
		entries[i](w, r)
	}
}

func abort(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func page(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		reply(w, status, "<html><head><title>Something else</title></head><body>x</body></html>")
	}
}

func background() context.Context { return context.Background() }
