// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// request sends one plain request to a cluster, as a person with curl would, and answers its status.
func (l *lab) request(t *testing.T, cluster, method, path, body string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "https://"+cluster+":8080"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(l.sim.Username, l.sim.Password)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := l.sim.Transport().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode/100 != 2 {
		t.Logf("%s %s on %s: %d: %s", method, path, cluster, resp.StatusCode, text)
	}
	return resp.StatusCode
}
