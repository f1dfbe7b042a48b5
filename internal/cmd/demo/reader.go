// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"time"
)

// reader asks one cluster with plain requests. It is not the provider's client and shares nothing with it.
type reader struct {
	access clusterAccess
	client *http.Client
}

func newReader(access clusterAccess) (*reader, error) {
	pem, err := os.ReadFile(access.CAFile)
	if err != nil {
		return nil, fmt.Errorf("certificate of %s: %w", access.Name, err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("certificate of %s: %s holds no PEM certificate", access.Name, access.CAFile)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
	return &reader{access: access, client: &http.Client{Transport: transport, Timeout: 20 * time.Second}}, nil
}

// send makes one request and answers status and body.
func (r *reader) send(ctx context.Context, method, path string, header http.Header, body []byte) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, r.access.Endpoint+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	maps.Copy(req.Header, header)
	req.SetBasicAuth(r.access.Username, r.access.Password)
	resp, err := r.client.Do(req)
	if err != nil {
		return 0, nil, fmt.Errorf("%s %s on %s: %w", method, path, r.access.Name, err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil, fmt.Errorf("%s %s on %s: %w", method, path, r.access.Name, err)
	}
	return resp.StatusCode, b, nil
}

// call sends JSON and demands an answer of the 200 kind.
func (r *reader) call(ctx context.Context, method, path string, in any) ([]byte, error) {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return nil, err
		}
	}
	status, b, err := r.send(ctx, method, path, http.Header{"Content-Type": {"application/json"}}, body)
	if err != nil {
		return nil, err
	}
	if status/100 != 2 {
		return nil, fmt.Errorf("%s %s on %s: status %d: %s", method, path, r.access.Name, status, b)
	}
	return b, nil
}

// list reads all pages of a collection; key is the property that holds the objects.
func list[T any](ctx context.Context, r *reader, path, key string, query url.Values) ([]T, error) {
	var all []T
	for {
		b, err := r.call(ctx, http.MethodGet, path+"?"+query.Encode(), nil)
		if err != nil {
			return nil, err
		}
		var page map[string]json.RawMessage
		if err := json.Unmarshal(b, &page); err != nil {
			return nil, fmt.Errorf("GET %s on %s: %w", path, r.access.Name, err)
		}
		var some []T
		if err := json.Unmarshal(page[key], &some); err != nil {
			return nil, fmt.Errorf("GET %s on %s: property %s: %w", path, r.access.Name, key, err)
		}
		all = append(all, some...)
		var resume *string
		if raw, ok := page["resume"]; ok {
			if err := json.Unmarshal(raw, &resume); err != nil {
				return nil, fmt.Errorf("GET %s on %s: property resume: %w", path, r.access.Name, err)
			}
		}
		if resume == nil || *resume == "" {
			return all, nil
		}
		query = url.Values{"resume": {*resume}}
	}
}
