// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papitest

import (
	"encoding/json"
	"testing"
)

// ResumeOf is the resume token of a page, which must have one.
func ResumeOf(t *testing.T, body []byte) string {
	t.Helper()
	var page struct{ Resume *string }
	if err := json.Unmarshal(body, &page); err != nil {
		t.Fatal(err)
	}
	if page.Resume == nil {
		t.Fatalf("no further page: %s", body)
	}
	return *page.Resume
}

// Names lists the pools of a page, with the total that it tells.
func Names(t *testing.T, body []byte) (out []string, total int) {
	t.Helper()
	var page struct {
		Pools []struct{ Name string }
		Total int
	}
	if err := json.Unmarshal(body, &page); err != nil {
		t.Fatal(err)
	}
	for _, p := range page.Pools {
		out = append(out, p.Name)
	}
	return out, page.Total
}

// List decodes the array under key.
func List(t *testing.T, body []byte, key string) []any {
	t.Helper()
	var answer map[string]any
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	items, _ := answer[key].([]any)
	return items
}
