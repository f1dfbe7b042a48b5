// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// Each dial of the HTTP face changes what it says, and nothing else is refused for it.
func TestDials(t *testing.T) {
	t.Parallel()
	get := func(path string) request { return request{method: "GET", path: path} }
	flush := request{method: "POST", path: "/platform/3/network/dnscache/flush"}
	anonymous := request{method: "GET", path: "/platform/latest", user: "nobody"}
	above := request{method: "GET", path: "/platform/17/network/pools", bad: true}
	tokenAndZone := get("/platform/12/protocols/smb/shares?resume=x&zone=System")
	tests := map[string]struct {
		dial, value string
		request     request
		session     string // header to leave out of a session, "node" to use another node, or "" for basic authentication
		usual, then int
		content     string
		rule        string // violation that both leave
	}{
		"CSRF on GET": {dial.CSRFOnGet, dial.Ignored, get("/platform/latest"), "X-CSRF-Token", 401, 200, "", ""},
		"CSRF on PUT all the same": {
			dial.CSRFOnGet, dial.Ignored,
			request{method: "PUT", path: poolNAS1, body: `{"description":"x"}`},
			"X-CSRF-Token", 401, 401, "", "",
		},
		"Referer":       {dial.Referer, dial.Ignored, get("/platform/latest"), "Referer", 401, 200, "", ""},
		"another node":  {dial.SessionNodes, dial.Accept, get("/platform/latest"), "node", 401, 200, "", ""},
		"other service": {dial.OtherService, "403", get("/namespace/ifs"), "service", 401, 403, "", ""},
		"html on 401":   {dial.UnauthorizedBody, "html", anonymous, "", 401, 401, "<html>", ""},
		"above latest":  {dial.AboveLatest, "latest", above, "", 404, 200, "", ""},
		"codes":         {dial.ErrorCodeCase, "lower", get(poolsPath + "/x"), "", 404, 404, "aec_not_found", ""},
		"action 201":    {dial.ActionStatus, "201", flush, "", 200, 201, "", ""},
		"action 204":    {dial.ActionStatus, "204", flush, "", 200, 204, "", ""},
		"zone with resume": {
			dial.ResumeWithZone, dial.Refuse, tokenAndZone, "", 400, 400, "no other argument", "",
		},
		"no overwrite": {dial.NoOverwrite, "409", request{
			method: "PUT", path: "/namespace/ifs/data?overwrite=false", header: asContainer,
		}, "", 403, 409, "", ""},
		"unknown property": {dial.UnknownProperty, dial.Ignored, request{
			method: "PUT", path: poolNAS1, body: `{"description":"x","colour":"red"}`, bad: true,
		}, "", 400, 204, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.face.Checker = nil
			send := func() (int, []byte) {
				r := test.request
				switch test.session {
				case "":
				case "service":
					r.user, r.header = "nobody", s.logInto("ps1", strings.Replace(logIn, `,"namespace"`, "", 1))
				case "node":
					r.user, r.header = "nobody", s.logInto("ps1-1", logIn)
					r.header["Referer"] = "http://ps1-2:8080"
					r.path = "http://ps1-2:8080" + r.path
				default:
					r.user, r.header = "nobody", s.logInto("ps1", logIn)
					delete(r.header, test.session)
				}
				status, _, body := s.do(r)
				return status, body
			}
			if status, body := send(); status != test.usual {
				t.Errorf("as it comes: status %d, want %d: %s", status, test.usual, body)
			}
			if err := s.world.Dials.Set(test.dial, test.value); err != nil {
				t.Fatal(err)
			}
			status, body := send()
			if status != test.then || !strings.Contains(string(body), test.content) {
				t.Errorf("%s=%s: status %d, want %d: %s", test.dial, test.value, status, test.then, body)
			}
			s.expect(test.rule)
		})
	}
}

// A property that the dial lets pass is a violation all the same.
func TestIgnoredPropertyIsAViolation(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.face.Checker = nil
	if err := s.world.Dials.Set(dial.UnknownProperty, dial.Ignored); err != nil {
		t.Fatal(err)
	}
	s.run(put(poolNAS1, `{"description":"x","colour":"red"}`))
	s.expect("unknown_property")
}
