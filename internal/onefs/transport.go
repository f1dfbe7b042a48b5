// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/hashicorp/go-cleanhttp"
)

// newTransport is go-cleanhttp's pooled transport with our certificates, dialler and time-outs.
func newTransport(config Config) (*http.Transport, error) {
	t := cleanhttp.DefaultPooledTransport()
	t.DialContext = config.DialContext
	if t.DialContext == nil {
		t.DialContext = (&net.Dialer{Timeout: config.DialTimeout, KeepAlive: 30 * time.Second}).DialContext
		if config.LookupHost == nil {
			config.LookupHost = net.DefaultResolver.LookupHost
		}
	}
	if config.LookupHost != nil {
		t.DialContext = pinned(t.DialContext, config.LookupHost)
	}
	t.TLSHandshakeTimeout = config.DialTimeout
	t.MaxIdleConnsPerHost = config.MaxConcurrentRequests
	var err error
	if t.TLSClientConfig, err = config.TLS(); err != nil {
		return nil, err
	}
	// Never the environment's: whether a cluster answers must not depend on a variable that somebody set for something else.
	t.Proxy = nil
	proxy, err := config.Proxy()
	if proxy != nil {
		t.Proxy = http.ProxyURL(proxy)
	}
	return t, err
}

// neverSent tells that the request cannot have reached the cluster: there was no connection to send it on.
func neverSent(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" {
		return true
	}
	return isCertificate(err)
}

// ended tells that the caller's own context is done, so that the error says nothing about the cluster.
func ended(ctx context.Context) bool { return ctx.Err() != nil }
