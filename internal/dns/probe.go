// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dns

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"strings"
	"time"
)

// probeTimeout bounds each of the two questions of the probe.
const probeTimeout = 5 * time.Second

// Probe is everything that is ever sent to a cluster that is declared lost: one TLS handshake and one DNS question, before the first
// write of a move away from it. A finished handshake, a TLS alert or any answer of the DNS service means that it lives.
func Probe(ctx context.Context, endpoint, service, name string) string {
	if host := managementHost(endpoint); host != "" && handshake(ctx, host) {
		return "its management address " + host
	}
	if service == "" || name == "" {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	if _, err := Ask(ctx, service, name); err == nil || errors.Is(err, ErrNameDenied) {
		return "its SmartConnect service " + service
	}
	return ""
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

// handshake tells whether somebody speaks TLS at an address.
func handshake(ctx context.Context, host string) bool {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	// Whether its certificate is trusted does not matter: that it answers does.
	d := tls.Dialer{NetDialer: &net.Dialer{}, Config: &tls.Config{InsecureSkipVerify: true}} //gosec:disable G402 -- nothing is sent
	c, err := d.DialContext(ctx, "tcp", host)
	if err == nil {
		_ = c.Close()
		return true
	}
	_, alert := errors.AsType[tls.AlertError](err)
	return alert
}
