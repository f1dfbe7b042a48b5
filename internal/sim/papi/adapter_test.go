// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

func TestVersions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path   string
		status int
		rule   string
	}{
		"newest revision":           {"/platform/3/cluster/config", 200, ""},
		"a later version":           {"/platform/16/cluster/config", 200, ""},
		"no version":                {"/platform/cluster/config", 200, ""},
		"trailing slash":            {"/platform/3/zones/", 200, ""},
		"above latest":              {"/platform/17/cluster/config", 404, "unknown_path"},
		"below the first":           {"/platform/2/cluster/nodes", 404, "unknown_path"},
		"an older revision":         {"/platform/7/network/pools", 200, ""},
		"unknown resource":          {"/platform/3/cluster/everything", 501, "out_of_scope"},
		"unknown area":              {"/platform/3/everything", 404, "unknown_path"},
		"unknown tree":              {"/remote/1/x", 404, "unknown_path"},
		"half an escape":            {"/platform/3/zones/%252", 404, ""},
		"empty id means collection": {"/platform/16/network/pools/", 200, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := papitest.New(t)
			s.Face.Checker = nil // it would name the same fault again
			status, _, body := s.Do(papitest.Request{Method: "GET", Path: test.path})
			if status != test.status {
				t.Errorf("got status %d, want %d: %s", status, test.status, body)
			}
			s.Expect(test.rule)
		})
	}
}

func TestStrictness(t *testing.T) {
	t.Parallel()
	const pool = "/platform/16/network/groupnets/groupnet0/subnets/subnet0/pools/nas1"
	tests := map[string]struct {
		method, path, body string
		status             int
		code, field, rule  string
	}{
		"unknown query":      {"GET", "/platform/16/network/pools?page=1", "", 400, "AEC_BAD_REQUEST", "page", "unknown_query"},
		"query twice":        {"GET", "/platform/16/network/pools?limit=1&limit=2", "", 400, "AEC_ARG_SINGLE_ONLY", "limit", "bad_value"},
		"no number":          {"GET", "/platform/16/network/pools?limit=x", "", 400, "AEC_BAD_REQUEST", "limit", "bad_value"},
		"no direction":       {"GET", "/platform/16/network/pools?dir=up", "", 400, "AEC_BAD_REQUEST", "dir", "bad_value"},
		"no flag":            {"PUT", pool + "?force=perhaps", "{}", 400, "AEC_BAD_REQUEST", "force", "bad_value"},
		"unknown property":   {"PUT", pool, `{"sc_zone":"x"}`, 400, "AEC_BAD_REQUEST", "sc_zone", "unknown_property"},
		"read-only property": {"PUT", pool, `{"groupnet":"x"}`, 400, "AEC_BAD_REQUEST", "groupnet", "unknown_property"},
		"wrong case":         {"PUT", pool, `{"Name":"x"}`, 400, "AEC_BAD_REQUEST", "Name", "unknown_property"},
		"unknown, deep inside": {
			"PUT", pool, `{"ranges":[{"low":"1.1.1.1","high":"1.1.1.2","mid":"x"}]}`, 400, "AEC_BAD_REQUEST",
			"ranges[0].mid", "unknown_property",
		},
		"wrong type":       {"PUT", pool, `{"sc_dns_zone_aliases":"x"}`, 400, "AEC_BAD_REQUEST", "sc_dns_zone_aliases", "bad_value"},
		"no JSON":          {"PUT", pool, `{`, 400, "AEC_BAD_REQUEST", "", "bad_value"},
		"two objects":      {"PUT", pool, `{"name":"x"}{"name":"y"}`, 400, "AEC_BAD_REQUEST", "", "bad_value"},
		"empty PUT":        {"PUT", pool, `{}`, 400, "AEC_BAD_REQUEST", "", "empty_put"},
		"PUT without body": {"PUT", pool, "", 400, "AEC_BAD_REQUEST", "", "empty_put"},
		"a very long URL":  {"GET", "/platform/16/network/pools?resume=" + strings.Repeat("x", 8192), "", 414, "", "", "bad_value"},
		"method":           {"PUT", "/platform/16/network/pools", "{}", 405, "AEC_METHOD_NOT_ALLOWED", "", "unknown_path"},
		"ignored body":     {"POST", "/platform/3/network/dnscache/flush", `{"all":true}`, 200, "", "", "body_ignored"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := papitest.New(t)
			s.Face.Checker = nil
			status, _, body := s.Do(papitest.Request{Method: test.method, Path: test.path, Body: test.body})
			if status != test.status {
				t.Errorf("got status %d, want %d: %s", status, test.status, body)
			}
			if test.code != "" && !strings.Contains(string(body), `"code":"`+test.code+`"`) {
				t.Errorf("got %s, want code %s", body, test.code)
			}
			if test.field != "" && !strings.Contains(string(body), `"field":"`+test.field+`"`) {
				t.Errorf("got %s, want field %s", body, test.field)
			}
			s.Expect(test.rule)
			s.Do(papitest.Request{Method: test.method, Path: test.path, Body: test.body, Bad: true})
			s.Expect("")
		})
	}
}

func TestPrivileges(t *testing.T) {
	t.Parallel()
	const pool = "/platform/16/network/groupnets/groupnet0/subnets/subnet0/pools/nas1"
	tests := map[string]struct {
		user, method, path, body string
		status                   int
	}{
		"reader reads":             {"reader", "GET", pool, "", 200},
		"reader may not write":     {"reader", "PUT", pool, `{"description":"x"}`, 403},
		"without network, GET":     {"storage", "GET", pool, "", 403},
		"without network, PUT":     {"storage", "PUT", pool, `{"description":"x"}`, 403},
		"without network, zones":   {"storage", "GET", "/platform/3/zones", "", 200},
		"everything":               {"root", "PUT", pool, `{"description":"x"}`, 204},
		"nobody":                   {"nobody", "GET", pool, "", 401},
		"unknown user":             {"mallory", "GET", pool, "", 401},
		"namespace without a role": {"reader", "GET", "/namespace/ifs", "", 200},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := papitest.New(t)
			status, _, body := s.Do(papitest.Request{Method: test.method, Path: test.path, Body: test.body, User: test.user})
			if status != test.status {
				t.Errorf("got status %d, want %d: %s", status, test.status, body)
			}
			if status == 403 && !strings.Contains(string(body), "AEC_FORBIDDEN") {
				t.Errorf("got %s, want AEC_FORBIDDEN", body)
			}
		})
	}
}
