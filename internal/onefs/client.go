// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"
)

// Client speaks to one cluster. It is safe for concurrent use.
type Client struct {
	config Config
	http   *http.Client
	// toNodes speaks to nodes that were found: their certificate must be valid for the endpoint's name.
	toNodes *http.Client
	main    *station
	nodes   []*station
	finder  finder
	slots   chan struct{}
	lanes   lanes
	calls   calls
	watch   *Watcher
	// reports is the shared look at job reports.
	reports *ReportLook
	secret  *secrets
	// skew is the last measured difference between the cluster's clock and ours, in nanoseconds; skewKnown tells that there is one.
	skew      atomic.Int64
	skewKnown atomic.Bool
}

// station is one address of the cluster with the session that belongs to it: a session is good only on the node that made it
// (behaviour notes, section 2).
type station struct {
	base    *url.URL
	session session
	// found: the cluster has named the address, nobody has configured it.
	found bool
}

// SettingError is a value of a configuration that cannot be used.
type SettingError struct {
	// Setting is the attribute of the provider block that holds it.
	Setting string
	Cause   error
}

func (e *SettingError) Error() string { return e.Setting + ": " + e.Cause.Error() }

// Unwrap is the cause.
func (e *SettingError) Unwrap() error { return e.Cause }

// New checks the configuration and makes a client. It connects nothing.
func New(config Config) (*Client, error) {
	config, err := config.withDefaults()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", config.Name, err)
	}
	c := &Client{
		config: config, slots: make(chan struct{}, config.MaxConcurrentRequests), lanes: newLanes(), finder: newFinder(),
	}
	if c.config.Jitter == nil {
		c.config.Jitter = rand.Float64
	}
	c.secret = newSecrets(config.Username, config.Password)
	if proxy, err := config.Proxy(); err == nil && proxy != nil {
		password, _ := proxy.User.Password()
		c.secret.add(password)
	}
	base, err := parseEndpoint(config.Endpoint)
	if err != nil {
		return nil, &SettingError{"endpoint", err}
	}
	c.main = newStation(base)
	for _, text := range config.NodeEndpoints {
		u, err := parseEndpoint(text)
		if err != nil {
			return nil, &SettingError{"node_endpoints", err}
		}
		c.nodes = append(c.nodes, newStation(u))
	}
	if c.http, err = newHTTP(config, ""); err != nil {
		return nil, fmt.Errorf("%s: %w", config.Name, err)
	}
	if c.toNodes, err = newHTTP(config, base.Hostname()); err != nil {
		return nil, fmt.Errorf("%s: %w", config.Name, err)
	}
	c.watch = newWatcher(c)
	c.reports = newReportLook(c)
	return c, nil
}

// newHTTP makes the client of HTTP; name is what certificates must be valid for where no other is configured, "" for the name that is
// dialled.
func newHTTP(config Config, name string) (*http.Client, error) {
	out := &http.Client{
		Transport: config.Transport,
		// A redirect would carry the session or the password to another address.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	if config.Transport != nil {
		return out, nil
	}
	t, err := newTransport(config)
	if err != nil {
		return nil, err
	}
	if config.TLSServerName == "" {
		t.TLSClientConfig.ServerName = name
	}
	out.Transport = t
	return out, nil
}

// Username is the account that the client logs in with.
func (c *Client) Username() string { return c.config.Username }

// Host is the name or the address of the management endpoint.
func (c *Client) Host() string { return c.main.base.Hostname() }

// lookUpTime is how long a resolver may take to say where the endpoint's name leads.
const lookUpTime = 2 * time.Second

// HostAddresses are the addresses that the endpoint's name leads to; none where nobody can tell.
func (c *Client) HostAddresses(ctx context.Context) []string {
	resolve := c.config.LookupHost
	if resolve == nil {
		if c.config.DialContext != nil || c.config.Transport != nil {
			return nil
		}
		resolve = net.DefaultResolver.LookupHost
	}
	if _, err := netip.ParseAddr(c.Host()); err == nil {
		return []string{c.Host()}
	}
	ctx, stop := context.WithTimeout(ctx, lookUpTime)
	defer stop()
	found, err := resolve(ctx, c.Host())
	if err != nil {
		return nil
	}
	return found
}

func newStation(u *url.URL) *station { return &station{base: u, session: newSession()} }

// Watcher is the one watcher of this client.
func (c *Client) Watcher() *Watcher { return c.watch }

// ClockSkew is how far the cluster's clock was ahead of ours at the last answer, to the second, from the HTTP Date header.
func (c *Client) ClockSkew() (time.Duration, bool) {
	return time.Duration(c.skew.Load()), c.skewKnown.Load()
}

// Close drops idle connections. It does not log out; see [Client.LogOut].
func (c *Client) Close() {
	c.http.CloseIdleConnections()
	c.toNodes.CloseIdleConnections()
}
