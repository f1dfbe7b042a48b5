// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const shares = "/platform/12/protocols/smb/shares"

// addZone gives ps1 an access zone with a base path that exists.
func (s *site) addZone(name, path string, number int64) {
	s.t.Helper()
	c := s.cluster()
	z := world.NewZone(name, path)
	z.ID = number
	c.Zones.Put(z.Name, z)
	s.mkdir(path)
}

// mkdir makes a directory on ps1.
func (s *site) mkdir(path string) {
	s.t.Helper()
	if c := s.cluster(); !c.FS.Exists(path) {
		if err := c.FS.Mkdir(path, true, fs.Write{At: start}); err != nil {
			s.t.Fatal(err)
		}
	}
}

func TestShareLife(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.mkdir("/ifs/data/nas1")
	s.cluster().Auth.AddPrincipal(world.Principal{Name: "alice", Type: "user", SID: "S-1-5-21-1-1001", UnixID: 2001})
	s.run(
		get(shares, `{"shares":[],"total":0,"resume":null}`),
		post(shares, `{"name":"fin$","path":"/ifs/data/nas1","description":"books"}`, 201, `{"id":"fin$"}`),
		get(shares+"/fin$", `{"shares":[{"id":"fin$","name":"fin$","path":"/ifs/data/nas1","description":"books","zid":1,
			"permissions":[{"permission":"read","permission_type":"allow","trustee":{"id":"SID:S-1-1-0","name":"Everyone","type":"wellknown"}}],
			"continuously_available":false,"run_as_root":[],"auto_create_directory":false}]}`),
		put(shares+"/FIN$", `{"permissions":[
			{"permission":"full","permission_type":"allow","trustee":{"name":"alice","type":"user"}},
			{"permission":"change","permission_type":"deny","trustee":{"id":"SID:S-1-5-21-9-9"}}]}`),
		get(shares+"/fin$", `{"shares":[{"description":"books","permissions":[
			{"permission":"full","permission_type":"allow","trustee":{"id":"UID:2001","name":"alice","type":"user"}},
			{"permission":"change","permission_type":"deny","trustee":{"id":"SID:S-1-5-21-9-9"}}]}]}`),
		put(shares+"/fin$", `{"name":"finance"}`),
		refused("GET", shares+"/fin$", "", 404, `{"errors":[{"code":"AEC_NOT_FOUND"}]}`),
		get("/platform/1/protocols/smb/shares-summary", `{"summary":{"count":1}}`),
		del(shares+"/finance"),
		refused("DELETE", shares+"/finance", "", 404, ""),
		get("/platform/1/protocols/smb/shares-summary", `{"summary":{"count":0}}`),
	)
}

func TestShareRefusals(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.mkdir("/ifs/data/nas1")
	s.run(post(shares, `{"name":"nas1","path":"/ifs/data/nas1"}`, 201, ""),
		post(shares, `{"name":"nas2","path":"/ifs/data/nas1"}`, 201, ""))
	tests := map[string]struct {
		method, path, body string
		status             int
		want               string
	}{
		"same name, other case": {
			"POST", shares, `{"name":"NAS1","path":"/ifs/data/nas1"}`, 409,
			`{"errors":[{"code":"AEC_CONFLICT","field":"name"}]}`,
		},
		"taken name": {"PUT", shares + "/nas1", `{"name":"nas2"}`, 409, `{"errors":[{"code":"AEC_CONFLICT"}]}`},
		"no name": {
			"POST", shares, `{"path":"/ifs/data/nas1"}`, 400,
			`{"errors":[{"code":"AEC_ARG_REQUIRED","field":"name"}]}`,
		},
		"missing path": {"POST", shares, `{"name":"x","path":"/ifs/none"}`, 400, `{"errors":[{"field":"path"}]}`},
		"outside /ifs": {"POST", shares, `{"name":"x","path":"/ifs/../etc"}`, 400, `{"errors":[{"field":"path"}]}`},
		"unknown trustee": {
			"PUT", shares + "/nas1", `{"permissions":[{"permission":"full","permission_type":"allow",
			"trustee":{"name":"bob","type":"user"}}]}`, 400,
			`{"errors":[{"field":"permissions","message":"could not resolve user 'bob'"}]}`,
		},
		"unknown root": {
			"PUT", shares + "/nas1", `{"run_as_root":[{"name":"staff","type":"group"}]}`, 400,
			`{"errors":[{"field":"run_as_root"}]}`,
		},
		"bad level": {"PUT", shares + "/nas1", `{"permissions":[{"permission":"write","permission_type":"allow",
			"trustee":{"id":"SID:S-1-1-0"}}]}`, 400, ""},
		"create-only": {
			"PUT", shares + "/nas1", `{"continuously_available":true}`, 400,
			`{"errors":[{"field":"continuously_available"}]}`,
		},
		"read-only":              {"PUT", shares + "/nas1", `{"zid":1}`, 400, `{"errors":[{"field":"zid"}]}`},
		"null":                   {"PUT", shares + "/nas1", `{"browsable":null}`, 400, `{"errors":[{"field":"browsable"}]}`},
		"empty PUT":              {"PUT", shares + "/nas1", `{}`, 400, ""},
		"another zone":           {"PUT", shares + "/nas1", `{"zone":"other"}`, 400, `{"errors":[{"field":"zone"}]}`},
		"unknown zone":           {"GET", shares + "?zone=other", "", 404, `{"errors":[{"field":"zone"}]}`},
		"summary, unknown zone":  {"GET", "/platform/1/protocols/smb/shares-summary?zone=other", "", 404, ""},
		"delete, unknown zone":   {"DELETE", shares + "?zone=other", "", 404, ""},
		"not a share name":       {"POST", shares, `{"name":"a/b","path":"/ifs/data/nas1"}`, 400, `{"errors":[{"field":"name"}]}`},
		"PUT to an unknown name": {"PUT", shares + "/none", `{"browsable":true}`, 404, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s.t = t
			s.run(refused(test.method, test.path, test.body, test.status, test.want))
		})
	}
}

func TestSharesOfTwoZones(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.mkdir("/ifs/data/a")
	s.addZone("east", "/ifs/east", 2)
	s.run(
		post(shares, `{"name":"same","path":"/ifs/data/a"}`, 201, ""),
		post(shares+"?zone=east", `{"name":"same","path":"/ifs/east/deep/er","create_path":true}`, 201, `{"id":"same"}`),
		get(shares+"?zone=east", `{"total":1,"shares":[{"zid":2,"path":"/ifs/east/deep/er"}]}`),
		get(shares+"/same", `{"shares":[{"zid":1,"path":"/ifs/data/a"}]}`),
		refused("POST", shares+"?zone=east", `{"name":"out","path":"/ifs/data/a"}`, 400, `{"errors":[{"field":"path"}]}`),
		del(shares+"?zone=east"),
		get(shares+"?zone=east", `{"total":0}`),
		get(shares, `{"total":1}`),
	)
}

func TestShareVariables(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.mkdir("/ifs/home")
	s.run(
		refused("POST", shares, `{"name":"home","path":"/ifs/home/%U"}`, 400, ""),
		post(shares, `{"name":"home","path":"/ifs/home/%U","allow_variable_expansion":true}`, 201, ""),
		refused("POST", shares, `{"name":"h","path":"/ifs/hom/%U","allow_variable_expansion":true}`, 400, ""),
	)
}

func TestSharePathInsideATarget(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.mkdir("/ifs/data/nas1")
	if err := s.cluster().FS.Protect("/ifs/data/nas1", "policy"); err != nil {
		t.Fatal(err)
	}
	s.run(
		post(shares, `{"name":"root","path":"/ifs/data/nas1"}`, 201, ""),
		refused("POST", shares, `{"name":"new","path":"/ifs/data/nas1/new","create_path":true}`, 403,
			`{"errors":[{"code":"AEC_FORBIDDEN"}]}`),
	)
}

func TestSharePages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, name := range []string{"c", "a", "b"} {
		s.run(post(shares, `{"name":"`+name+`","path":"/ifs/data"}`, 201, ""))
	}
	s.run(
		get(shares+"?sort=name&dir=DESC", `{"shares":[{"name":"c"},{"name":"b"},{"name":"a"}]}`),
		get(shares+"?offset=2", `{"shares":[{"name":"b"}]}`),
		get(shares+"?limit=2", `{"shares":[{"name":"c"},{"name":"a"}],"total":3}`),
	)
}

// TestOverlappingShareWrites lets two writes of shares be under way at once: the one that comes through second collides.
func TestOverlappingShareWrites(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ dial, second, shares string }{
		"collides":   {"409", "409", `{"total":1}`},
		"dialed off": {"accepted", "201", `{"total":2}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t)
				s.world.Dials["overlapping_writes"] = test.dial
				s.world.Face.Faults = fault.Rules{{
					Kind: fault.Delay, Method: "POST", Path: "/protocols/smb/shares", Delay: time.Second, Count: 1,
				}}
				slow := make(chan string)
				go func() {
					status, _, _, err := s.try(request{method: "POST", path: shares, body: `{"name":"slow","path":"/ifs/data"}`})
					slow <- fmt.Sprint(status, err)
				}()
				synctest.Wait()
				s.run(post(shares, `{"name":"fast","path":"/ifs/data"}`, 201, ""))
				if got := <-slow; got != test.second+" <nil>" {
					t.Errorf("the slower write got %s, want %s", got, test.second)
				}
				s.run(get(shares, test.shares))
			})
		})
	}
}
