// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dns

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// listen runs a server of one kind of behaviour until the test ends.
func listen(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				serve(c)
			}()
		}
	}()
	return l.Addr().String()
}

// hangUp reads what a client says first and ends the connection in order.
func hangUp(c net.Conn) {
	_, _ = c.Read(make([]byte, 1<<16))
}

// alert answers a client's first words with a TLS alert: handshake failure.
func alert(c net.Conn) {
	_, _ = c.Read(make([]byte, 1<<16))
	_, _ = c.Write([]byte{21, 3, 3, 0, 2, 2, 40})
}

// mail speaks first, and no TLS.
func mail(c net.Conn) {
	_, _ = io.WriteString(c, "220 mail\r\n")
	_, _ = c.Read(make([]byte, 1<<16))
}

// nobodyAt is an address at which nobody listens.
func nobodyAt(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	return l.Addr().String()
}

// cluster is a living cluster and the rules by which its certificate is trusted.
func cluster(t *testing.T) (string, *tls.Config) {
	t.Helper()
	s := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(s.Close)
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	return s.URL, &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
}

// TestProbe_Endpoint: only the cluster's own certificate proves that it lives, and only silence on a direct path that it is gone.
func TestProbe_Endpoint(t *testing.T) {
	t.Parallel()
	living, rules := cluster(t)
	tunnel := proxyOf(t, func(c net.Conn, host string) {
		out, err := net.Dial("tcp", host)
		if err != nil {
			_, _ = io.WriteString(c, "HTTP/1.1 502 Bad Gateway\r\n\r\n")
			return
		}
		defer out.Close()
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(out, c) }()
		_, _ = io.Copy(c, out)
	})
	for name, x := range map[string]struct {
		lost Lost
		want Life
	}{
		"its own certificate":           {Lost{Endpoint: living, TLS: rules}, Alive},
		"another certificate":           {Lost{Endpoint: living}, Unknown},
		"nobody":                        {Lost{Endpoint: "https://" + nobodyAt(t), TLS: rules}, Gone},
		"no endpoint":                   {Lost{}, Gone},
		"reads and hangs up":            {Lost{Endpoint: listen(t, hangUp), TLS: rules}, Unknown},
		"an alert":                      {Lost{Endpoint: listen(t, alert), TLS: rules}, Unknown},
		"another language":              {Lost{Endpoint: listen(t, mail), TLS: rules}, Unknown},
		"lives behind a proxy":          {Lost{Endpoint: living, TLS: rules, Proxy: tunnel}, Alive},
		"nobody behind a proxy":         {Lost{Endpoint: nobodyAt(t), TLS: rules, Proxy: tunnel}, Unknown},
		"the proxy itself is not there": {Lost{Endpoint: living, TLS: rules, Proxy: &url.URL{Scheme: "http", Host: nobodyAt(t)}}, Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, what := Probe(t.Context(), x.lost)
			if got != x.want || (what == "") != (got == Gone) {
				t.Errorf("%d by %q, want %d", got, what, x.want)
			}
		})
	}
}

// proxyOf is an HTTP proxy that answers CONNECT.
func proxyOf(t *testing.T, connected func(c net.Conn, host string)) *url.URL {
	t.Helper()
	return &url.URL{Scheme: "http", Host: listen(t, func(c net.Conn) {
		head := make([]byte, 0, 512)
		for one := make([]byte, 1); !strings.HasSuffix(string(head), "\r\n\r\n"); head = append(head, one...) {
			if _, err := c.Read(one); err != nil {
				return
			}
		}
		connected(c, strings.Fields(string(head))[1])
	})}
}

// TestProbe_Environment: a proxy that the environment names is not asked: it would answer for a dead cluster, or hide a living one.
//
//nolint:paralleltest // It sets the environment.
func TestProbe_Environment(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://"+nobodyAt(t))
	living, rules := cluster(t)
	if got, _ := Probe(t.Context(), Lost{Endpoint: living, TLS: rules}); got != Alive {
		t.Errorf("%d, want alive", got)
	}
}

// TestProbe_Service: authority is what tells a SmartConnect service from a resolver on the way.
func TestProbe_Service(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		reply func(*dns.Msg)
		want  Life
	}{
		"its own name":        {func(m *dns.Msg) { m.Authoritative = true }, Alive},
		"denied, authority":   {func(m *dns.Msg) { m.Authoritative, m.Rcode = true, dns.RcodeNameError }, Alive},
		"a resolver's answer": {func(*dns.Msg) {}, Unknown},
		"a resolver's denial": {func(m *dns.Msg) { m.Rcode = dns.RcodeNameError }, Unknown},
		"a failure":           {func(m *dns.Msg) { m.Rcode = dns.RcodeServerFailure }, Unknown},
	} {
		conn, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		s := &dns.Server{PacketConn: conn, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
			m := new(dns.Msg).SetReply(q)
			x.reply(m)
			_ = w.WriteMsg(m)
		})}
		go func() { _ = s.ActivateAndServe() }()
		t.Cleanup(func() { _ = s.Shutdown() })
		got, _ := Probe(t.Context(), Lost{Service: conn.LocalAddr().String(), Name: "nas1.example.com"})
		if got != x.want {
			t.Errorf("%s: %d, want %d", name, got, x.want)
		}
	}
}
