// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
)

// Raw speaks to one simulated cluster with plain net/http and literal JSON. It shares nothing with the client that is tested, so what it
// reads is a second opinion. A fault of the bed's rules can hit it as it hits everybody.
type Raw struct {
	t    testing.TB
	http *http.Client
	base string
	user string
	pass string
}

// Raw is a plain reader and writer of the cluster behind a key.
func (b *Bed) Raw(t testing.TB, key string) *Raw {
	name := b.Site.To
	if key == Prod {
		name = b.Site.From
	}
	return &Raw{
		t: t, http: &http.Client{Transport: b.Face.Transport()}, base: "https://" + papi.Host(name, 1) + ":8080",
		user: b.Site.Username, pass: b.Site.Password,
	}
}

// Do sends one request, body "" meaning none, and answers status and decoded body.
func (r *Raw) Do(method, path, body string) (int, map[string]any) {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.base+path, bytes.NewBufferString(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.SetBasicAuth(r.user, r.pass)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := r.http.Do(req)
	if err != nil {
		r.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatalf("%s %s: %v", method, path, err)
	}
	var out map[string]any
	if len(bytes.TrimSpace(text)) > 0 {
		if err := json.Unmarshal(text, &out); err != nil {
			r.t.Fatalf("%s %s: %v in %q", method, path, err, text)
		}
	}
	return resp.StatusCode, out
}

// Must is Do that wants a success.
func (r *Raw) Must(method, path, body string) map[string]any {
	r.t.Helper()
	status, out := r.Do(method, path, body)
	if status/100 != 2 {
		r.t.Fatalf("%s %s: status %d: %v", method, path, status, out)
	}
	return out
}

// List reads all pages of a collection; key is the property that holds the objects.
func (r *Raw) List(path, key string, query url.Values) []map[string]any {
	r.t.Helper()
	var all []map[string]any
	for {
		at := path
		if len(query) > 0 {
			at += "?" + query.Encode()
		}
		page := r.Must(http.MethodGet, at, "")
		items, ok := page[key].([]any)
		if !ok {
			r.t.Fatalf("GET %s: no list %q in %v", at, key, page)
		}
		for _, x := range items {
			object, _ := x.(map[string]any)
			all = append(all, object)
		}
		resume, _ := page["resume"].(string)
		if resume == "" {
			return all
		}
		query = url.Values{"resume": {resume}}
	}
}

// One reads the single object of an answer that holds a list of one.
func (r *Raw) One(path, key string) map[string]any {
	r.t.Helper()
	list := r.List(path, key, nil)
	if len(list) != 1 {
		r.t.Fatalf("GET %s: %d objects", path, len(list))
	}
	return list[0]
}

// text is the canonical JSON of a value, keys sorted.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("a decoded value must encode: %v", err))
	}
	return string(b)
}

func words(v any) []string {
	list, _ := v.([]any)
	out := make([]string, 0, len(list))
	for _, x := range list {
		out = append(out, fmt.Sprint(x))
	}
	return out
}
