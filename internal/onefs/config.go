// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Values of Config.Authentication.
const (
	AuthenticationSession = "session"
	AuthenticationBasic   = "basic"
)

// Defaults of Config.
const (
	DefaultRequestTimeout        = 2 * time.Minute
	DefaultDialTimeout           = 5 * time.Second
	DefaultMaxConcurrentRequests = 8
	DefaultMaxAnswerBytes        = 64 << 20
)

// Config says how to reach one cluster. It holds a password: it prints as its name and endpoint only.
type Config struct {
	// Name is the key of the cluster in the provider's configuration. It starts every error text.
	Name string
	// Endpoint is the management address, "https://host:8080". Without scheme https is taken, without port 8080.
	Endpoint string
	Username string
	Password string
	// CACertificatePEM are certificates that the cluster's certificate may be signed by; empty means the system's.
	CACertificatePEM   string
	InsecureSkipVerify bool
	// TLSServerName is the name that the certificate must be for; empty means the host of the endpoint.
	TLSServerName string
	// CertificateSHA256 is the SHA-256 fingerprint of the one certificate that is trusted, in hexadecimal digits, with or without colons.
	// It takes the place of authorities and names.
	CertificateSHA256 string
	// ProxyURL is an HTTP proxy to go through, "http://proxy:3128"; empty means none, whatever the environment says.
	ProxyURL string
	// Authentication is "session" (default) or "basic".
	Authentication string
	// RequestTimeout limits one attempt, from dialling to the last byte of the answer.
	RequestTimeout time.Duration
	// DialTimeout limits making one connection.
	DialTimeout time.Duration
	// MaxConcurrentRequests limits the requests under way to this cluster.
	MaxConcurrentRequests int
	// NodeEndpoints are the addresses of single nodes, for what only a node itself knows (open files); empty means that they are found.
	NodeEndpoints []string
	// PageSize is sent as `limit` with every list; 0 leaves it to the cluster.
	PageSize int
	// MaxAnswerBytes limits the body of one answer.
	MaxAnswerBytes int64
	UserAgent      string
	// Transport replaces the HTTP transport, for tests. DialContext and the certificate settings are then not used.
	Transport http.RoundTripper
	// DialContext replaces the dialler of the built-in transport.
	DialContext func(ctx context.Context, network, address string) (net.Conn, error)
	// LookupHost resolves a name; nil means the system's resolver, or none at all where DialContext is replaced.
	LookupHost func(ctx context.Context, host string) ([]string, error)
	// Jitter answers a number in [0,1) that spreads repeated calls; nil means random.
	Jitter func() float64
}

// String names the cluster and keeps the password out of every %v.
func (c Config) String() string { return c.Name + " at " + c.Endpoint }

// GoString is String, so that %#v shows no password either.
func (c Config) GoString() string { return "onefs.Config{" + c.String() + "}" }

// Format keeps every verb, also %+v, away from the fields.
func (c Config) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(c.String())) }

// withDefaults fills what was left out and refuses what can never work.
func (c Config) withDefaults() (Config, error) {
	if c.Username == "" || c.Password == "" {
		return c, errors.New("username and password are needed")
	}
	switch c.Authentication {
	case "":
		c.Authentication = AuthenticationSession
	case AuthenticationSession, AuthenticationBasic:
	default:
		return c, fmt.Errorf("authentication must be %q or %q, not %q", AuthenticationSession, AuthenticationBasic, c.Authentication)
	}
	if c.RequestTimeout <= 0 {
		c.RequestTimeout = DefaultRequestTimeout
	}
	if c.DialTimeout <= 0 {
		c.DialTimeout = DefaultDialTimeout
	}
	if c.MaxConcurrentRequests <= 0 {
		c.MaxConcurrentRequests = DefaultMaxConcurrentRequests
	}
	if c.MaxAnswerBytes <= 0 {
		c.MaxAnswerBytes = DefaultMaxAnswerBytes
	}
	if c.UserAgent == "" {
		c.UserAgent = "terraform-provider-onefs"
	}
	return c, nil
}

// parseEndpoint reads an address the way people write it. An address with a password in it is refused without being repeated.
func parseEndpoint(text string) (*url.URL, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, errors.New("it is empty")
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, errors.New("it is not an address like https://host:8080")
	}
	switch {
	case u.User != nil:
		return nil, errors.New("it must not hold a user or password")
	case u.Scheme != "https":
		return nil, fmt.Errorf("it must be https, not %s: the password would be readable on the network", u.Scheme)
	case u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("it must be an address without a path, like https://host:8080")
	}
	u.Path = ""
	if u.Port() == "" {
		u.Host = net.JoinHostPort(u.Hostname(), "8080")
	}
	return u, nil
}
