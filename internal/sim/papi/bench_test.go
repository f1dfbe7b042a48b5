// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"net/http"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

// BenchmarkRequest measures one GET of a pool without sockets and without contract checks, the unit of every fast test lane.
func BenchmarkRequest(b *testing.B) {
	s := papitest.New(b)
	s.Face.Checker = nil
	for b.Loop() {
		req, err := http.NewRequest(http.MethodGet, "http://ps1:8080"+papitest.PoolNAS1, nil)
		if err != nil {
			b.Fatal(err)
		}
		req.SetBasicAuth("root", papitest.Password)
		resp, err := s.HTTP.Do(req)
		if err != nil || resp.StatusCode != http.StatusOK {
			b.Fatal(resp, err)
		}
		_ = resp.Body.Close()
	}
}
