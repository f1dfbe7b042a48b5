// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"unicode"
)

// TestWordsOfACluster: whatever an answer says, an error of it is one short line without secrets and without anything that a terminal or
// the log of a pipeline obeys.
func TestWordsOfACluster(t *testing.T) {
	const evil = "\x1b[2J\r\n::error::all is lost\u202e " + testPassword
	half := strings.Repeat("x", longestMessage-len(testPassword)/2) + testPassword
	many := make([]map[string]any, 200)
	for i := range many {
		many[i] = map[string]any{"code": evil, "field": evil, "message": half}
	}
	for name, errors := range map[string][]map[string]any{
		"one":  {{"code": evil, "field": evil, "message": evil}},
		"long": {{"code": strings.Repeat(evil, 1000), "field": strings.Repeat(evil, 1000), "message": strings.Repeat(evil, 10000)}},
		"many": many,
	} {
		body, err := json.Marshal(map[string]any{"errors": errors})
		if err != nil {
			t.Fatal(err)
		}
		_, c := newFake(t, answers(http.StatusConflict, string(body)))
		_, err = c.StartSyncJob(background(), approved, JobRequest{ID: "nas1"})
		if err == nil {
			t.Fatal("no error")
		}
		text := err.Error()
		if strings.ContainsFunc(text, unicode.IsControl) || strings.Contains(text, "\u202e") {
			t.Errorf("%s: an error text is obeyed: %q", name, text)
		}
		if strings.Contains(text, testPassword[:len(testPassword)/2]) {
			t.Errorf("%s: an error text shows a part of the password", name)
		}
		if limit := (mostErrors + 2) * (longestMessage + 200); len(text) > limit {
			t.Errorf("%s: an error text has %d bytes, want at most %d", name, len(text), limit)
		}
	}
}
