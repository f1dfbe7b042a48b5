// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// TLS is what makes the cluster's certificate trusted: one fingerprint, or authorities and a name.
func (c Config) TLS() (*tls.Config, error) {
	out := &tls.Config{
		MinVersion:         tls.VersionTLS12,
		ServerName:         c.TLSServerName,
		InsecureSkipVerify: c.InsecureSkipVerify, //gosec:disable G402 -- the user asked for it, per cluster, in the configuration
	}
	if c.CACertificatePEM != "" {
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM([]byte(c.CACertificatePEM)) {
			return nil, errors.New("the CA certificate holds no certificate in PEM form")
		}
		out.RootCAs = pool
	}
	if c.CertificateSHA256 == "" {
		return out, nil
	}
	want, err := hex.DecodeString(strings.ReplaceAll(c.CertificateSHA256, ":", ""))
	if err != nil || len(want) != sha256.Size {
		return nil, errors.New("the fingerprint of the certificate must be 64 hexadecimal digits, with or without colons")
	}
	out.InsecureSkipVerify = true //gosec:disable G402 -- the fingerprint is compared instead, on every connection
	out.VerifyConnection = func(s tls.ConnectionState) error {
		if len(s.PeerCertificates) == 0 {
			return &fingerprintError{}
		}
		if got := sha256.Sum256(s.PeerCertificates[0].Raw); string(got[:]) != string(want) {
			return &fingerprintError{Fingerprint(s.PeerCertificates[0])}
		}
		return nil
	}
	return out, nil
}

// Proxy is the proxy to go through, nil for none.
func (c Config) Proxy() (*url.URL, error) {
	if c.ProxyURL == "" {
		return nil, nil //nolint:nilnil // no proxy is no error
	}
	u, err := url.Parse(c.ProxyURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("the proxy must be an address like http://proxy.example.com:3128")
	}
	return u, nil
}

// Fingerprint is the SHA-256 fingerprint of a certificate, as openssl prints it: "AB:CD:…".
func Fingerprint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	digits := strings.ToUpper(hex.EncodeToString(sum[:]))
	var out strings.Builder
	for i := 0; i < len(digits); i += 2 {
		if i > 0 {
			out.WriteByte(':')
		}
		out.WriteString(digits[i : i+2])
	}
	return out.String()
}

// fingerprintError is a certificate that is not the one that the configuration names.
type fingerprintError struct{ seen string }

func (e *fingerprintError) Error() string {
	return "the certificate is not the one whose fingerprint the configuration holds; SHA-256 of the one that was shown: " + e.seen
}

// isCertificate tells a certificate that is not trusted from other broken connections.
func isCertificate(err error) bool {
	var (
		verification *tls.CertificateVerificationError
		authority    x509.UnknownAuthorityError
		hostname     x509.HostnameError
		invalid      x509.CertificateInvalidError
		fingerprint  *fingerprintError
	)
	return errors.As(err, &verification) || errors.As(err, &authority) || errors.As(err, &hostname) || errors.As(err, &invalid) ||
		errors.As(err, &fingerprint)
}

// shown adds the fingerprint that was seen to the words about a certificate that is not trusted: whoever compares it with the cluster's
// own can trust it by name.
func shown(err error) string {
	v, ok := errors.AsType[*tls.CertificateVerificationError](err)
	if !ok || len(v.UnverifiedCertificates) == 0 {
		return err.Error()
	}
	return fmt.Sprintf("%s; SHA-256 of the certificate that was shown: %s", err, Fingerprint(v.UnverifiedCertificates[0]))
}
