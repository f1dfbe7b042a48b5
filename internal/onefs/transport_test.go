// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// newServer is a real TLS server on the loopback address that lets everybody in.
func newServer(t *testing.T, handle http.HandlerFunc) (*httptest.Server, Config) {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/session/1/session" {
			w.Header().Add("Set-Cookie", "isisessid=s; path=/; Secure")
			reply(w, 201, "{}")
			return
		}
		handle(w, r)
	}))
	// The server's own view of a client that hangs up is not what is tested.
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	return server, Config{
		Name: "prod", Endpoint: server.URL, Username: testUser, Password: testPassword, CACertificatePEM: string(ca),
	}
}

func TestCertificates(t *testing.T) {
	server, config := newServer(t, answers(201, `{"id":"1"}`))
	seen := Fingerprint(server.Certificate())
	for name, x := range map[string]struct {
		change func(*Config)
		works  bool
	}{
		"our CA":        {func(*Config) {}, true},
		"not checked":   {func(c *Config) { c.CACertificatePEM = ""; c.InsecureSkipVerify = true }, true},
		"system's CAs":  {func(c *Config) { c.CACertificatePEM = "" }, false},
		"its print":     {func(c *Config) { c.CACertificatePEM, c.CertificateSHA256 = "", seen }, true},
		"other print":   {func(c *Config) { c.CertificateSHA256 = strings.Repeat("ab", 32) }, false},
		"its name":      {func(c *Config) { c.TLSServerName = "example.com" }, true},
		"other name":    {func(c *Config) { c.TLSServerName = "dr.example.org" }, false},
		"another name":  {func(c *Config) { c.Endpoint = strings.Replace(c.Endpoint, "127.0.0.1", "localhost", 1) }, false},
		"basic, no CAs": {func(c *Config) { c.CACertificatePEM = ""; c.Authentication = AuthenticationBasic }, false},
	} {
		t.Run(name, func(t *testing.T) {
			changed := config
			x.change(&changed)
			c, err := New(changed)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			_, err = c.StartSyncJob(background(), approved, JobRequest{ID: "nas1"})
			if errors.Is(err, ErrOutcomeUnknown) {
				t.Errorf("nothing was sent, but the outcome is said to be unknown: %v", err)
			}
			switch {
			case x.works && err != nil:
				t.Errorf("got %v", err)
			case !x.works && (!errors.Is(err, ErrCertificate) || !errors.Is(err, ErrUnreachable)):
				t.Errorf("got %v, want ErrCertificate", err)
			case !x.works && !strings.Contains(err.Error(), seen):
				t.Errorf("the error does not show the fingerprint that was seen, %s: %v", seen, err)
			}
			if n := c.Calls().Reads + c.Calls().Writes; !x.works && n != 1 {
				t.Errorf("a certificate that is not trusted was tried %d times", n)
			}
		})
	}
}

func TestNobodyListens(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	c, err := New(Config{
		Name: "dr", Endpoint: "https://" + address, Username: "u", Password: testPassword, Authentication: AuthenticationBasic,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(background(), firstWait/2)
	defer cancel()
	_, err = c.StartSyncJob(ctx, approved, JobRequest{ID: "nas1"})
	if !errors.Is(err, ErrUnreachable) || errors.Is(err, ErrOutcomeUnknown) || errors.Is(err, ErrCertificate) {
		t.Errorf("got %v, want only ErrUnreachable", err)
	}
	if !strings.HasPrefix(err.Error(), "dr: POST https://"+address+"/platform/15/sync/jobs: no answer: ") {
		t.Errorf("text: %v", err)
	}
}

func TestTheRequestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
			func(c *Config) { c.RequestTimeout = time.Minute })
		start := time.Now()
		_, err := c.StartSyncJob(t.Context(), approved, JobRequest{ID: "nas1"})
		if !errors.Is(err, ErrUnreachable) || !errors.Is(err, ErrOutcomeUnknown) || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want unreachable and outcome unknown, and not the caller's deadline", err)
		}
		if !strings.Contains(err.Error(), "nothing came within 1m0s") {
			t.Errorf("text: %v", err)
		}
		if took := time.Since(start); took != time.Minute || len(f.seen()) != 1 {
			t.Errorf("%d requests in %s", len(f.seen()), took)
		}
	})
}

func TestTheCallersEndIsNotTheClusters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := newFake(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := verbs["PUT"](ctx, c)
		if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrUnreachable) || !errors.Is(err, ErrOutcomeUnknown) {
			t.Errorf("got %v, want the caller's deadline, outcome unknown, and nothing about the cluster", err)
		}
	})
}

func TestAnAnswerWithoutEnd(t *testing.T) {
	_, c := newFake(t, answers(200, `{"jobs":[`+strings.Repeat(" ", 5000)+`]}`), func(c *Config) { c.MaxAnswerBytes = 4096 })
	if _, err := c.SyncJobs(background()); !errors.Is(err, ErrMalformed) || !strings.Contains(err.Error(), "longer than 4096 bytes") {
		t.Errorf("got %v", err)
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	other := 0
	server, config := newServer(t, nil)
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/elsewhere" {
			other++
		}
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	})
	config.Authentication = AuthenticationBasic
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SyncJobs(background()); !errors.Is(err, Status(307)) {
		t.Errorf("got %v", err)
	}
	if other != 0 {
		t.Error("the password was carried to another address")
	}
}

func TestClockSkew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := newFake(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", time.Now().Add(90*time.Second).UTC().Format(http.TimeFormat))
			reply(w, 200, emptyJobs)
		})
		if _, known := c.ClockSkew(); known {
			t.Error("skew known before the first answer")
		}
		if _, err := c.SyncJobs(t.Context()); err != nil {
			t.Fatal(err)
		}
		if skew, known := c.ClockSkew(); !known || skew != 90*time.Second {
			t.Errorf("got %s, %v", skew, known)
		}
	})
}

func TestErrorTexts(t *testing.T) {
	for name, x := range map[string]struct {
		handle http.HandlerFunc
		want   string
	}{
		"two": {
			answers(400, `{"errors":[{"code":"A","field":"f","message":"m"},{"code":"B","message":"n"},{"message":"o"}]}`),
			"prod: GET /platform/15/sync/jobs: 400 A (field f): m; B: n; o",
		},
		"no code":    {answers(403, `{"errors":[{"message":"no"}]}`), "prod: GET /platform/15/sync/jobs: 403: no"},
		"page":       {page(404), `prod: GET /platform/15/sync/jobs: 404: web page "Something else"`},
		"nothing":    {answers(400, ""), "prod: GET /platform/15/sync/jobs: 400: bad request"},
		"other JSON": {answers(400, `["x"]`), "prod: GET /platform/15/sync/jobs: 400: bad request"},
		"nulls":      {answers(400, `{"errors":[{"code":null,"message":null}]}`), "prod: GET /platform/15/sync/jobs: 400: bad request"},
		"no errors":  {answers(400, `{"errors":[]}`), "prod: GET /platform/15/sync/jobs: 400: bad request"},
		"unknown":    {answers(599, ""), "prod: GET /platform/15/sync/jobs: 599: no message"},
		"cut short": {
			answers(200, `{"jobs":[{"id":"a"`), "prod: GET /platform/15/sync/jobs: answer cannot be read: unexpected end of JSON input",
		},
	} {
		_, c := newFake(t, x.handle)
		if _, err := c.SyncJobs(background()); err == nil || err.Error() != x.want {
			t.Errorf("%s:\n got %v\nwant %s", name, err, x.want)
		}
	}
}

// TestNoProxyOfTheEnvironment: the way to a cluster is that of the configuration.
//
//nolint:paralleltest // It sets the environment.
func TestNoProxyOfTheEnvironment(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:9")
	for proxy, want := range map[string]string{"": "", "http://u:pass-word@proxy.example.com:3128": "proxy.example.com:3128"} {
		transport, err := newTransport(Config{ProxyURL: proxy})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if transport.Proxy != nil {
			u, err := transport.Proxy(&http.Request{URL: &url.URL{Scheme: "https", Host: "prod.example.com:8080"}})
			if err != nil {
				t.Fatal(err)
			}
			got = u.Host
		}
		if got != want {
			t.Errorf("proxy %q: goes through %q, want %q", proxy, got, want)
		}
	}
}
