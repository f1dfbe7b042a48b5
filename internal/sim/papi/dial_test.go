// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

// Each dial of the HTTP face changes what it says, and nothing else is refused for it.
func TestDials(t *testing.T) {
	t.Parallel()
	get := func(path string) papitest.Request { return papitest.Request{Method: "GET", Path: path} }
	flush := papitest.Request{Method: "POST", Path: "/platform/3/network/dnscache/flush"}
	anonymous := papitest.Request{Method: "GET", Path: "/platform/latest", User: "nobody"}
	above := papitest.Request{Method: "GET", Path: "/platform/17/network/pools", Bad: true}
	tokenAndZone := get("/platform/12/protocols/smb/shares?resume=x&zone=System")
	tests := map[string]struct {
		dial, value string
		request     papitest.Request
		session     string // header to leave out of a session, "node" to use another node, or "" for basic authentication
		usual, then int
		content     string
		rule        string // violation that both leave
	}{
		"CSRF on GET": {dial.CSRFOnGet, dial.Ignored, get("/platform/latest"), "X-CSRF-Token", 401, 200, "", ""},
		"CSRF on PUT all the same": {
			dial.CSRFOnGet, dial.Ignored,
			papitest.Request{Method: "PUT", Path: papitest.PoolNAS1, Body: `{"description":"x"}`},
			"X-CSRF-Token", 401, 401, "", "",
		},
		"Referer":       {dial.Referer, dial.Ignored, get("/platform/latest"), "Referer", 401, 200, "", ""},
		"another node":  {dial.SessionNodes, dial.Accept, get("/platform/latest"), "node", 401, 200, "", ""},
		"other service": {dial.OtherService, "403", get("/namespace/ifs"), "service", 401, 403, "", ""},
		"html on 401":   {dial.UnauthorizedBody, "html", anonymous, "", 401, 401, "<html>", ""},
		"above latest":  {dial.AboveLatest, "latest", above, "", 404, 200, "", ""},
		"codes":         {dial.ErrorCodeCase, "lower", get(papitest.PoolsPath + "/x"), "", 404, 404, "aec_not_found", ""},
		"action 201":    {dial.ActionStatus, "201", flush, "", 200, 201, "", ""},
		"action 204":    {dial.ActionStatus, "204", flush, "", 200, 204, "", ""},
		"zone with resume": {
			dial.ResumeWithZone, dial.Refuse, tokenAndZone, "", 400, 400, "no other argument", "",
		},
		"no overwrite": {dial.NoOverwrite, "409", papitest.Request{
			Method: "PUT", Path: "/namespace/ifs/data?overwrite=false", Header: papitest.AsContainer,
		}, "", 403, 409, "", ""},
		"unknown property": {dial.UnknownProperty, dial.Ignored, papitest.Request{
			Method: "PUT", Path: papitest.PoolNAS1, Body: `{"description":"x","colour":"red"}`, Bad: true,
		}, "", 400, 204, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := papitest.New(t)
			s.Face.Checker = nil
			send := func() (int, []byte) {
				r := test.request
				switch test.session {
				case "":
				case "service":
					r.User, r.Header = "nobody", s.LogInto("ps1", strings.Replace(papitest.LogIn, `,"namespace"`, "", 1))
				case "node":
					r.User, r.Header = "nobody", s.LogInto("ps1-1", papitest.LogIn)
					r.Header["Referer"] = "http://ps1-2:8080"
					r.Path = "http://ps1-2:8080" + r.Path
				default:
					r.User, r.Header = "nobody", s.LogInto("ps1", papitest.LogIn)
					delete(r.Header, test.session)
				}
				status, _, body := s.Do(r)
				return status, body
			}
			if status, body := send(); status != test.usual {
				t.Errorf("as it comes: status %d, want %d: %s", status, test.usual, body)
			}
			if err := s.World.Dials.Set(test.dial, test.value); err != nil {
				t.Fatal(err)
			}
			status, body := send()
			if status != test.then || !strings.Contains(string(body), test.content) {
				t.Errorf("%s=%s: status %d, want %d: %s", test.dial, test.value, status, test.then, body)
			}
			s.Expect(test.rule)
		})
	}
}

// A property that the dial lets pass is a violation all the same.
func TestIgnoredPropertyIsAViolation(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Face.Checker = nil
	if err := s.World.Dials.Set(dial.UnknownProperty, dial.Ignored); err != nil {
		t.Fatal(err)
	}
	s.Run(papitest.Put(papitest.PoolNAS1, `{"description":"x","colour":"red"}`))
	s.Expect("unknown_property")
}
