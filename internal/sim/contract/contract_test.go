// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/contract/contracttest"
)

func TestCheckRequest(t *testing.T) {
	t.Parallel()
	c := contracttest.Load(t)
	policy := `{"name":"p","action":"sync","source_root_path":"/ifs/a","target_host":"h","target_path":"/ifs/a"}`
	tests := map[string]struct {
		method, path, query, body string
		want                      string // part of the first finding; "" means none
	}{
		"list":                 {"GET", "/platform/14/sync/policies", "limit=2", "", ""},
		"no version":           {"GET", "/platform/sync/policies", "", "", ""},
		"encoded id":           {"GET", "/platform/15/protocols/nfs/aliases/%2Fdata", "zone=System", "", ""},
		"create":               {"POST", "/platform/14/sync/policies", "", policy, ""},
		"action without body":  {"POST", "/platform/3/network/dnscache/flush", "", "", ""},
		"namespace object":     {"PUT", "/namespace/ifs/a/b%20c", "overwrite=false", "", ""},
		"unknown path":         {"GET", "/platform/14/sync/everything", "", "", "not in the contract"},
		"unknown method":       {"PUT", "/platform/14/sync/policies", "", "{}", "not in the contract"},
		"unknown query":        {"GET", "/platform/14/sync/policies", "page=2", "", "page: not listed"},
		"query of wrong type":  {"GET", "/platform/14/sync/policies", "limit=many", "", "no integer"},
		"query outside enum":   {"GET", "/platform/14/sync/policies", "dir=up", "", "is not one of"},
		"missing property":     {"POST", "/platform/14/sync/policies", "", `{"name":"p"}`, "missing propert"},
		"unknown property":     {"PUT", "/platform/14/sync/policies/p", "", `{"enable":true}`, "enable: unknown property"},
		"read-only property":   {"PUT", "/platform/14/sync/policies/p", "", `{"id":"x"}`, "id: unknown property"},
		"wrong type":           {"PUT", "/platform/14/sync/policies/p", "", `{"enabled":"yes"}`, "want boolean"},
		"nested unknown name":  {"PUT", "/platform/12/protocols/smb/shares/s", "", `{"permissions":[{"right":"full"}]}`, "permissions[0]"},
		"missing body":         {"POST", "/platform/15/sync/jobs", "", "", "body is missing"},
		"body where none goes": {"DELETE", "/platform/14/sync/policies/p", "", `{"force":true}`, "none is taken"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := c.CheckRequest(test.method, test.path, test.query, http.Header{}, []byte(test.body))
			if test.want == "" && len(got) > 0 {
				t.Errorf("unexpected findings: %q", got)
			}
			if test.want != "" && !strings.Contains(strings.Join(got, "; "), test.want) {
				t.Errorf("got findings %q, want one with %q", got, test.want)
			}
		})
	}
}

func TestCheckAnswer(t *testing.T) {
	t.Parallel()
	c := contracttest.Load(t)
	jsonHeader := http.Header{"Content-Type": {"application/json"}}
	tests := map[string]struct {
		method, path string
		status       int
		body         string
		want         string
	}{
		"latest":            {"GET", "/platform/latest", 200, `{"latest":"16"}`, ""},
		"created":           {"POST", "/platform/15/sync/jobs", 201, `{"id":"20"}`, ""},
		"no content":        {"DELETE", "/platform/14/sync/policies/p", 204, "", ""},
		"error":             {"GET", "/platform/14/sync/policies/p", 404, `{"errors":[{"code":"AEC_NOT_FOUND","message":"no"}]}`, ""},
		"401 without code":  {"GET", "/session/1/session", 401, `{"errors":[{"message":"authorization required"}]}`, ""},
		"wrong status":      {"POST", "/platform/15/sync/jobs", 200, `{"id":"20"}`, "status 200 is not listed"},
		"number as latest":  {"GET", "/platform/latest", 200, `{"latest":16}`, "want string"},
		"unknown name":      {"GET", "/platform/latest", 200, `{"latest":"16","newest":1}`, "newest: unknown property"},
		"error as a text":   {"GET", "/platform/14/sync/policies/p", 404, `{"error":"no"}`, "errors"},
		"success without":   {"GET", "/platform/latest", 200, "", "body is missing"},
		"body after delete": {"DELETE", "/platform/14/sync/policies/p", 204, "{}", "without a body"},
		"secret":            {"GET", "/platform/14/sync/policies", 200, `{"policies":[{"password":"x"}]}`, "password"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := c.CheckAnswer(test.method, test.path, "", test.status, jsonHeader, []byte(test.body))
			if test.want == "" && len(got) > 0 {
				t.Errorf("unexpected findings: %q", got)
			}
			if test.want != "" && !strings.Contains(strings.Join(got, "; "), test.want) {
				t.Errorf("got findings %q, want one with %q", got, test.want)
			}
		})
	}
}

func TestCoverage(t *testing.T) {
	t.Parallel()
	c := contracttest.Load(t)
	header := http.Header{"Content-Type": {"application/json"}}
	failure := []byte(`{"errors":[{"message":"authorization required"}]}`)
	c.CheckAnswer("GET", "/platform/latest", "", 200, header, []byte(`{"latest":"16"}`))
	if got := c.Coverage(nil, nil).Exercised; got != 0 {
		t.Errorf("exercised after a success alone: %d", got)
	}
	c.CheckAnswer("GET", "/platform/latest", "", 401, header, failure)
	c.CheckAnswer("GET", "/session/1/session", "", 401, header, failure)
	got := c.Coverage(nil, []string{"POST /sync/jobs"})
	if got.Exercised != 1 || got.OutOfScope != 1 || got.Operations != len(got.Missing)+2 {
		t.Errorf("unexpected coverage: %d exercised, %d out of scope, %d missing of %d",
			got.Exercised, got.OutOfScope, len(got.Missing), got.Operations)
	}
	if part := c.Coverage([]string{"GET /platform/latest", "POST /sync/jobs"}, nil); part.Operations != 2 || part.Exercised != 1 {
		t.Errorf("of two operations: %+v", part)
	}
	if c.CheckAnswer("GET", "/platform/latest", "", 200, header, []byte(`{}`)); c.Coverage(nil, nil).Findings == 0 {
		t.Error("a bad answer left no finding")
	}
}
