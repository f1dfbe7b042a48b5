// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"crypto/x509"
	"io"
	"net/http"
	"strings"
)

// untrusted is a way to a cluster whose certificate nobody signed that is trusted.
type untrusted struct{}

// RoundTrip fails as TLS does.
func (untrusted) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, x509.UnknownAuthorityError{}
}

// answers changes what a cluster answers.
type answers struct {
	next   http.RoundTripper
	change func(*http.Response)
}

// RoundTrip sends the request on and changes the answer.
func (a answers) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := a.next.RoundTrip(req)
	if err == nil {
		a.change(resp)
	}
	return resp, err
}

// otherVersion lets a cluster say that it speaks another version of the API.
type otherVersion struct {
	next   http.RoundTripper
	latest string
}

// RoundTrip answers the question for the newest version, and sends everything else on.
func (v otherVersion) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := v.next.RoundTrip(req)
	if err == nil && strings.HasSuffix(req.URL.Path, "/platform/latest") {
		_ = resp.Body.Close()
		body := `{"latest":"` + v.latest + `"}`
		resp.Body, resp.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	}
	return resp, err
}
