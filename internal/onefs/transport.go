// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"crypto/tls"
	"crypto/x509"
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
	t.TLSClientConfig = &tls.Config{
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: config.InsecureSkipVerify, //gosec:disable G402 -- the user asked for it, per cluster, in the configuration
	}
	if config.CACertificatePEM != "" {
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM([]byte(config.CACertificatePEM)) {
			return nil, errors.New("the CA certificate holds no certificate in PEM form")
		}
		t.TLSClientConfig.RootCAs = pool
	}
	return t, nil
}

// isCertificate tells a certificate that is not trusted from other broken connections.
func isCertificate(err error) bool {
	var (
		verification *tls.CertificateVerificationError
		authority    x509.UnknownAuthorityError
		hostname     x509.HostnameError
		invalid      x509.CertificateInvalidError
	)
	return errors.As(err, &verification) || errors.As(err, &authority) || errors.As(err, &hostname) || errors.As(err, &invalid)
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
