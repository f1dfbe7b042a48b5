// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzErrorBody: whatever a cluster, a proxy or a dying node answers, an error comes out that says something, is not too long, matches the
// kind of its status, and has no secret in it.
func FuzzErrorBody(f *testing.F) {
	for _, s := range []struct {
		status int
		kind   string
		body   string
	}{
		{400, "application/json", `{"errors":[{"code":"AEC_BAD_REQUEST","field":"x","message":"no"}]}`},
		{401, "application/json", `{"errors":[{"message":"authorization required"}]}`},
		{401, "text/html", "<html><head><title>401 Unauthorized</title></head></html>"},
		{403, "application/json", `{"errors":[{"code":null,"message":null}]}`},
		{404, "application/json", `{"errors":[]}`},
		{409, "", `{"errors":[{"code":"AEC_CONFLICT","message":"a"},{"code":"","message":"` + testUser + ":" + testUser + `"}]}`},
		{500, "application/json", `{"errors":"text"}`},
		{502, "text/html", "<title>" + strings.Repeat("x", 5000)},
		{503, "", ""},
		{200, "text/html", "<html>"},
		{418, "application/json", `[1,2,3]`},
		{999, "\x00", "\xff\xfe<"},
	} {
		f.Add(s.status, s.kind, []byte(s.body))
	}
	c, err := New(Config{Name: "prod", Endpoint: "https://prod.example.com:8080", Username: testUser, Password: testPassword})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, status int, kind string, body []byte) {
		a := &answer{status: status, header: http.Header{"Content-Type": {kind}}, body: append(slices.Clone(body), testPassword...)}
		r := &request{method: http.MethodPut, template: "/platform/1/x"}
		e := c.failure(r, "/platform/1/x", a, "")
		text := e.Error()
		switch {
		case e.Message == "" || !strings.Contains(text, "prod: PUT /platform/1/x: "):
			t.Fatalf("it says too little: %q", text)
		case strings.Contains(text, testPassword):
			t.Fatalf("it tells the password: %q", text)
		case len(e.Message) > longestMessage+len(hidden)+100 || utf8.Valid(body) && !utf8.ValidString(e.Message):
			t.Fatalf("%d bytes, valid %v", len(e.Message), utf8.ValidString(e.Message))
		case !e.Is(Status(status)) || e.Is(ErrOutcomeUnknown) != (status >= 500 || status < 300):
			t.Fatalf("status %d does not match", status)
		}
		if err := c.judge(r, "/platform/1/x", a); err == nil && (status < 200 || status > 299) {
			t.Fatalf("status %d is taken for a success", status)
		}
	})
}

var shareSeeds = []string{
	`{"name":"nas1","path":"/ifs/data/nas1","permissions":[{"permission":"full","permission_type":"allow","trustee":{"id":"SID:S-1-1-0"}}],` +
		`"run_as_root":[],"zid":3,"id":"nas1","ca_timeout":120}`,
	`{"name":"home","path":"/ifs/data/home/%U","permissions":null,"auto_create_directory":true,"future":{"a":[1,2.50,1e400]}}`,
	`{"name":"x","mangle_byte_start":60672,"create_permissions":"default acl","host_acl":[""]}`,
	`{"description":"\u0000\ud800 <&>","directory_create_mask":448,"unknown":null}`,
	`{}`,
}

var exportSeeds = []string{
	`{"id":3,"paths":["/ifs/a","/ifs/b"],"clients":["10.0.0.0/8","@group"],"read_only":true,"map_root":{"enabled":true,` +
		`"user":{"id":"USER:nobody"},"secondary_groups":[],"primary_group":{}},"conflicting_paths":[],"zone":"nas1"}`,
	`{"id":9007199254740993,"max_file_size":9223372036854775807,"time_delta":1e-9,"security_flavors":["krb5p"],` +
		`"map_all":{"user":{"id":null}}}`,
	`{"paths":[],"read_write_clients":null,"root_clients":["\u2603"]}`,
}

// roundTrip: what was read of an object can be written again: only properties that OneFS takes, no null, every number digit by digit, and
// reading what was written gives the same.
func roundTrip(t *testing.T, kind Kind, text []byte, decode func([]byte) (Raw, error)) {
	t.Helper()
	raw, err := decode(text)
	if err != nil {
		return
	}
	sent := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &sent); err != nil {
		t.Fatal(err)
	}
	for _, verb := range []Verb{VerbCreate, VerbUpdate} {
		d, err := raw.Definition(kind, verb)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for name := range d {
			if !slices.Contains(Writable(kind, verb), name) {
				t.Fatalf("%s may not be written", name)
			}
		}
		body, err := json.Marshal(d)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if bytes.Contains(body, []byte(":null")) {
			t.Fatalf("null is written: %s", body)
		}
		for name, v := range d {
			number, ok := v.(json.Number)
			if ok && !bytes.Equal(bytes.TrimSpace(sent[name]), []byte(number.String())) {
				t.Fatalf("%s was %s and is %s", name, sent[name], number)
			}
		}
		again, err := Raw(body).Definition(kind, verb)
		if err != nil {
			t.Fatal(err)
		}
		second, err := json.Marshal(again)
		if err != nil || !bytes.Equal(body, second) {
			t.Fatalf("%s\nbecomes\n%s\n%v", body, second, err)
		}
	}
}

// FuzzShareRoundTrip: see roundTrip.
func FuzzShareRoundTrip(f *testing.F) {
	for _, s := range shareSeeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		roundTrip(t, KindSMBShare, text, func(b []byte) (Raw, error) {
			var s SMBShare
			err := json.Unmarshal(b, &s)
			return s.Raw, err
		})
	})
}

// FuzzExportRoundTrip: see roundTrip.
func FuzzExportRoundTrip(f *testing.F) {
	for _, s := range exportSeeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		roundTrip(t, KindNFSExport, text, func(b []byte) (Raw, error) {
			var e NFSExport
			err := json.Unmarshal(b, &e)
			return e.Raw, err
		})
	})
}
