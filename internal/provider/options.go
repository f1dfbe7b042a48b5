// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"net"
	"net/http"
	"net/netip"

	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"
	"github.com/onefs-dr/terraform-provider-onefs/internal/provider/underway"
)

// Runs is what goes on in this process.
type Runs = underway.Runs

// Dialer opens a connection to a cluster.
type Dialer func(ctx context.Context, network, address string) (net.Conn, error)

// Option changes how the provider reaches the world. The released program passes only WithRuns; tests replace the network.
type Option func(*settings)

// settings are the collected options.
type settings struct {
	dial      Dialer
	transport func(cluster string) http.RoundTripper
	resolve   func(ctx context.Context, endpoint, name string) ([]netip.Addr, error)
	delegated func(ctx context.Context, name string) (dns.Delegation, error)
	runID     func() string
	jitter    func() float64
	runs      *Runs
}

// WithDialer replaces the dialler of every cluster's transport.
func WithDialer(dial Dialer) Option { return func(s *settings) { s.dial = dial } }

// WithTransport replaces the HTTP transport of each cluster, by its key. Dialler and certificate settings are not used then.
func WithTransport(transport func(cluster string) http.RoundTripper) Option {
	return func(s *settings) { s.transport = transport }
}

// WithResolver replaces the DNS question to a SmartConnect service. No address means that the cluster does not answer the name.
func WithResolver(resolve func(ctx context.Context, endpoint, name string) ([]netip.Addr, error)) Option {
	return func(s *settings) { s.resolve = resolve }
}

// WithDelegation replaces the question to the site's DNS who serves a name.
func WithDelegation(delegated func(ctx context.Context, name string) (dns.Delegation, error)) Option {
	return func(s *settings) { s.delegated = delegated }
}

// WithRunID replaces the source of run ids, which is time and chance.
func WithRunID(runID func() string) Option { return func(s *settings) { s.runID = runID } }

// WithJitter replaces the source of chance in [0,1) that spreads repeated requests.
func WithJitter(jitter func() float64) Option { return func(s *settings) { s.jitter = jitter } }

// WithRuns counts the creates and updates under way, so that the program knows when an orphan may end.
func WithRuns(runs *Runs) Option { return func(s *settings) { s.runs = runs } }
