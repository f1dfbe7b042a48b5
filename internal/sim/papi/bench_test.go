// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"net/http"
	"testing"
)

// BenchmarkRequest measures one GET of a pool without sockets and without contract checks, the unit of every fast test lane.
func BenchmarkRequest(b *testing.B) {
	s := newSite(b)
	s.face.Checker = nil
	for b.Loop() {
		req, err := http.NewRequest(http.MethodGet, "http://ps1:8080"+poolNAS1, nil)
		if err != nil {
			b.Fatal(err)
		}
		req.SetBasicAuth("root", password)
		resp, err := s.http.Do(req)
		if err != nil || resp.StatusCode != http.StatusOK {
			b.Fatal(resp, err)
		}
		_ = resp.Body.Close()
	}
}
