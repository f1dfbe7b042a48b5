// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// released are requests as clients send them that ship today, and what OneFS answers. rule is what the request breaks where clients are
// held to more than OneFS does; "" if nothing.
var released = map[string]struct {
	step papitest.Step
	rule string
}{
	"policies as of 11":  {papitest.Get("/platform/11/sync/policies", `{"policies":[],"total":0}`), rest.RuleOldVersion},
	"jobs as of 1":       {papitest.Get("/platform/1/sync/jobs", `{"jobs":[]}`), rest.RuleOldVersion},
	"quotas as of 12":    {papitest.Get("/platform/12/quota/quotas", `{"quotas":[]}`), rest.RuleOldVersion},
	"shares as of 7":     {papitest.Get("/platform/7/protocols/smb/shares", `{"shares":[]}`), rest.RuleOldVersion},
	"exports as of 2":    {papitest.Get("/platform/2/protocols/nfs/exports", `{"exports":[]}`), rest.RuleOldVersion},
	"pools as of 12":     {papitest.Get("/platform/12/network/pools", `{"total":2}`), rest.RuleOldVersion},
	"nodes as of 3":      {papitest.Get("/platform/3/cluster/nodes", `{"total":2}`), rest.RuleOldVersion},
	"a number between":   {papitest.Get("/platform/2/zones", `{"zones":[{"name":"System"}]}`), rest.RuleOldVersion},
	"the newest by 16":   {papitest.Get("/platform/16/sync/policies", `{"total":0}`), ""},
	"without a number":   {papitest.Get("/platform/sync/policies", `{"total":0}`), ""},
	"before it existed":  {papitest.Refused("GET", "/platform/2/network/pools", "", 404, `{"errors":[{}]}`), ""},
	"a slash at the end": {papitest.Get("/platform/14/sync/policies/", `{"total":0}`), rest.RuleTrailingSlash},
	"True":               {papitest.Get("/platform/15/quota/quotas?resolve_names=True", `{"quotas":[]}`), rest.RuleTruthValue},
	"False":              {papitest.Get("/platform/15/quota/quotas?resolve_names=False", `{"quotas":[]}`), rest.RuleTruthValue},
	"no truth value":     {papitest.Refused("GET", "/platform/15/quota/quotas?resolve_names=yes", "", 400, ""), ""},
	"zone=system":        {papitest.Get("/platform/12/protocols/smb/shares?zone=system", `{"shares":[]}`), rest.RuleZoneCase},
	"a zone of no name":  {papitest.Refused("GET", "/platform/12/protocols/smb/shares?zone=systems", "", 404, ""), ""},
	"select=* on a pool": {papitest.Get(papitest.PoolNAS1+"?select=*", `{"pools":[{"name":"nas1"}]}`), ""},
	"select=name":        {papitest.Refused("GET", papitest.PoolNAS1+"?select=name", "", 501, ""), ""},
	"a subnet by its id": {papitest.Get("/platform/16/network/groupnets/groupnet0/subnets/groupnet0.subnet0",
		`{"subnets":[{"name":"subnet0"}]}`), ""},
	"all depths": {papitest.Get("/namespace/ifs?max-depth=-1&detail=size", `{"children":[{"name":"data"}]}`), ""},
	"a snapshot of no name": {papitest.Refused("GET", "/platform/1/snapshot/snapshots/nope", "", 404,
		`{"errors":[{"message":"nope snapshot not found"}]}`), ""},
	"a path out of scope": {papitest.Refused("GET", "/platform/1/cluster/owner", "", 501, `{"errors":[{}]}`), ""},
	"no path at all":      {papitest.Refused("GET", "/platform/1/moon/phases", "", 404, `{"errors":[{}]}`), ""},
}

// Clients that ship today get in. Clients of this project are held to more: the same requests are answered alike, and noted.
func TestReleasedClients(t *testing.T) {
	t.Parallel()
	for name, test := range released {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := papitest.New(t)
			s.Run(test.step)
			s.Face.Strict, s.Face.Checker = true, nil
			s.Run(test.step)
			s.Expect(test.rule)
		})
	}
}

// A log-in at a URL with a slash, its token in a header of the answer, and a log-out that has nothing but the cookie.
func TestReleasedSessions(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	status, header, body := s.Do(papitest.Request{Method: "POST", Path: "/session/1/session/", Body: papitest.LogIn, User: "nobody"})
	if status != http.StatusCreated {
		t.Fatalf("log-in: status %d: %s", status, body)
	}
	all := papitest.SessionHeaders(t, "ps1", header)
	if got := header.Get("X-CSRF-Token"); got == "" || got != all["X-CSRF-Token"] {
		t.Errorf("X-CSRF-Token is %q, the cookie has %q", got, all["X-CSRF-Token"])
	}
	alone := map[string]string{"Cookie": all["Cookie"]}
	s.Run(papitest.Step{
		Request: papitest.Request{Method: "GET", Path: "/session/1/session", User: "nobody", Header: alone, Bad: true}, Status: 401,
	})
	s.Face.Strict = true
	s.Run(papitest.Step{Request: papitest.Request{Method: "DELETE", Path: "/session/1/session", User: "nobody", Header: alone}, Status: 204})
	s.Expect(rest.RuleBareLogOut)
	s.Run(papitest.Step{
		Request: papitest.Request{Method: "GET", Path: "/platform/latest", User: "nobody", Header: all, Bad: true}, Status: 401,
	})
}

// What a GET shows of new objects, and ids as released clients write them.
func TestReleasedObjects(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/x")
	const exports = "/platform/4/protocols/nfs/exports"
	s.Run(
		papitest.Post(exports, `{"paths":["/ifs/data/x"]}`, 201, `{"id":1}`),
		papitest.Get(exports+"/1", `{"exports":[{"map_all":null}]}`),
		papitest.Put(exports+"/1", `{"map_all":{"enabled":true,"user":{"id":"user:nobody"}}}`),
		papitest.Get(exports+"/1", `{"exports":[{"map_all":{"enabled":true}}]}`),
		papitest.Post("/platform/15/quota/quotas",
			`{"path":"/ifs/data/x","type":"directory","include_snapshots":false,"enforced":false}`, 201, ""),
		papitest.Post("/platform/1/quota/quotas", `{"path":"/ifs/data/x","type":"user","persona":{"name":"nobody","type":"user"},
			"include_snapshots":false,"thresholds_include_overhead":true,"thresholds":{"hard":1000}}`, 201, ""),
		papitest.Get("/platform/1/quota/quotas?type=user", `{"quotas":[{"thresholds_include_overhead":true,"usage":{"logical":0}}]}`),
		papitest.Get("/platform/15/quota/quotas?path=/ifs/data/x/&type=directory", `{"quotas":[{"path":"/ifs/data/x"}]}`),
		papitest.Post("/platform/3/zones", `{"name":"Fin","path":"/ifs/data/x"}`, 201, ""),
		papitest.Get("/platform/3/zones/fin",
			`{"zones":[{"name":"Fin","auth_providers":["lsa-local-provider:Fin","lsa-file-provider:Fin"]}]}`),
		papitest.Put(papitest.PoolNAS1, `{"access_zone":"fin"}`),
		papitest.Get(papitest.PoolNAS1, `{"pools":[{"access_zone":"Fin"}]}`),
		papitest.Get("/platform/14/auth/roles/SystemAdmin/privileges", `{}`),
		papitest.Refused("DELETE", "/platform/14/auth/roles/SystemAdmin", "", 403, ""),
	)
	_, _, body := s.Do(papitest.Request{Method: "GET", Path: "/platform/14/auth/roles/reader"})
	if !strings.Contains(string(body), `"name":"Log in to Platform API"`) {
		t.Errorf("privileges have no names: %s", body)
	}
}
