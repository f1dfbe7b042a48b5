// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dns

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/miekg/dns"
)

// probeTimeout bounds each of the two questions of the probe.
const probeTimeout = 5 * time.Second

// Life is what a probe found out about a cluster that is declared lost.
type Life int

// What a probe can find out.
const (
	// Gone: on a direct path it refused or reset the connection or said nothing in time, and answered no DNS question.
	Gone Life = iota
	// Unknown: something answers, and it cannot be told whether that is the cluster.
	Unknown
	// Alive: the cluster itself answers.
	Alive
)

// Lost is a cluster that is declared lost, as it is asked whether it lives.
type Lost struct {
	// Endpoint is its management address, Service the SmartConnect service ("host:port") and Name a name to ask it for; each may be empty.
	Endpoint, Service, Name string
	// TLS are the rules for its certificate; nil are those of the operating system.
	TLS *tls.Config
	// Proxy is the proxy on the way to the endpoint, nil for none.
	Proxy *url.URL
}

// Probe is everything that is ever sent to a cluster that is declared lost: one TLS handshake and one DNS question, before the first
// write of a move away from it. It answers what it found out, and what answered.
//
// A cluster is alive if its own certificate is shown at its endpoint, or if its DNS service answers with authority. It is gone if nothing
// answers on a direct path. Anything else that answers (another certificate, a proxy, a resolver on the way) proves neither.
func Probe(ctx context.Context, l Lost) (Life, string) {
	life, what := Gone, ""
	if host := managementHost(l.Endpoint); host != "" {
		if life = handshake(ctx, host, l); life != Gone {
			what = "its management address " + host
		}
		if l.Proxy != nil && life != Alive {
			life, what = Unknown, "a proxy on the way to its management address "+host+", which proves nothing about the cluster,"
		}
	}
	if life == Alive || l.Service == "" || l.Name == "" {
		return life, what
	}
	if by := question(ctx, l.Service, l.Name); by > life {
		return by, "its SmartConnect service " + l.Service
	}
	return life, what
}

func managementHost(endpoint string) string {
	if !strings.Contains(endpoint, "://") {
		endpoint = "https://" + endpoint
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" {
		return ""
	}
	if u.Port() == "" {
		return net.JoinHostPort(u.Hostname(), "8080")
	}
	return u.Host
}

// handshake tells who speaks TLS at an address. Nothing is sent over the connection.
func handshake(ctx context.Context, host string, l Lost) Life {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	conn, err := connect(ctx, host, l.Proxy)
	if err != nil {
		return Gone
	}
	defer conn.Close()
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if l.TLS != nil {
		config = l.TLS.Clone()
	}
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(host)
	}
	switch err := tls.Client(conn, config).HandshakeContext(ctx); {
	case err == nil:
		return Alive
	case errors.Is(err, syscall.ECONNRESET), nobody(err):
		return Gone
	default: // it said something: another certificate, another language, an end in good order
		return Unknown
	}
}

// connect reaches an address, through the proxy if there is one.
func connect(ctx context.Context, host string, proxy *url.URL) (net.Conn, error) {
	if proxy == nil {
		return (&net.Dialer{}).DialContext(ctx, "tcp", host)
	}
	address := proxy.Host
	if proxy.Port() == "" {
		address = net.JoinHostPort(proxy.Hostname(), map[string]string{"http": "80", "https": "443"}[proxy.Scheme])
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	if proxy.Scheme == "https" {
		conn = tls.Client(conn, &tls.Config{MinVersion: tls.VersionTLS12, ServerName: proxy.Hostname()})
	}
	r := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: host}, Host: host, Header: http.Header{}}
	if password, ok := proxy.User.Password(); ok {
		r.SetBasicAuth(proxy.User.Username(), password)
		r.Header.Set("Proxy-Authorization", r.Header.Get("Authorization"))
		r.Header.Del("Authorization")
	}
	if err := r.Write(conn); err != nil {
		_ = conn.Close()
		return nil, err
	}
	//nolint:bodyclose // the body of an answer to CONNECT is the connection itself
	answer, err := http.ReadResponse(bufio.NewReaderSize(io.LimitReader(conn, 1<<16), 1), r)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = errors.New("the proxy answers " + answer.Status)
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}

// question tells who answers a DNS question. Authority is what a SmartConnect service has over its names and a resolver on the way has not.
func question(ctx context.Context, service, name string) Life {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	m := new(dns.Msg)
	m.SetQuestion(dns.Fqdn(name), dns.TypeA)
	in, _, err := (&dns.Client{Timeout: dnsTimeout}).ExchangeContext(ctx, m, service)
	switch {
	case err == nil && in.Authoritative:
		return Alive
	case err == nil, !nobody(err):
		return Unknown
	default:
		return Gone
	}
}

// nobody tells that nothing came back in time.
func nobody(err error) bool {
	// crypto/tls reports an alert of the other side as an operation of the network too, "remote error"; it is an answer all the same.
	op, network := errors.AsType[*net.OpError](err)
	return network && (op.Op == "dial" || op.Op == "read" || op.Op == "write") && !errors.Is(err, io.EOF) ||
		errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded)
}
