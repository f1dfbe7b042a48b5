// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Handler serves one cluster of w through its node 1, without contract checks. Use [Face] for more.
func Handler(w *world.World, cluster string) http.Handler {
	return (&Face{World: w}).Node(cluster, 1)
}

// Node serves one node of one cluster, as if it were spoken to at an address of the System zone.
func (f *Face) Node(cluster string, lnn int) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, req *http.Request) {
		got, err := f.serve(req.Context(), cluster, lnn, req)
		if err != nil {
			panic(http.ErrAbortHandler) // the connection breaks without an answer
		}
		header := out.Header()
		maps.Copy(header, got.header)
		header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
		if got.status != http.StatusNoContent {
			header.Set("Content-Length", strconv.Itoa(len(got.body)))
		}
		out.WriteHeader(got.status)
		if req.Method != http.MethodHead && got.status != http.StatusNoContent {
			_, _ = out.Write(got.body)
		}
	})
}
