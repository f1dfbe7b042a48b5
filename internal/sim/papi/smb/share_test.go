// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smb_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const shares = "/platform/12/protocols/smb/shares"

func TestShareLife(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/nas1")
	s.Cluster().Auth.AddPrincipal(world.Principal{Name: "alice", Type: "user", SID: "S-1-5-21-1-1001", UnixID: 2001})
	s.Run(
		papitest.Get(shares, `{"shares":[],"total":0,"resume":null}`),
		papitest.Post(shares, `{"name":"fin$","path":"/ifs/data/nas1","description":"books"}`, 201, `{"id":"fin$"}`),
		papitest.Get(shares+"/fin$", `{"shares":[{"id":"fin$","name":"fin$","path":"/ifs/data/nas1","description":"books","zid":1,
			"permissions":[{"permission":"read","permission_type":"allow","trustee":{"id":"SID:S-1-1-0","name":"Everyone","type":"wellknown"}}],
			"continuously_available":false,"run_as_root":[],"auto_create_directory":false}]}`),
		papitest.Put(shares+"/FIN$", `{"permissions":[
			{"permission":"full","permission_type":"allow","trustee":{"name":"alice","type":"user"}},
			{"permission":"change","permission_type":"deny","trustee":{"id":"SID:S-1-5-21-9-9"}}]}`),
		papitest.Get(shares+"/fin$", `{"shares":[{"description":"books","permissions":[
			{"permission":"full","permission_type":"allow","trustee":{"id":"UID:2001","name":"alice","type":"user"}},
			{"permission":"change","permission_type":"deny","trustee":{"id":"SID:S-1-5-21-9-9"}}]}]}`),
		papitest.Put(shares+"/fin$", `{"name":"finance"}`),
		papitest.Refused("GET", shares+"/fin$", "", 404, `{"errors":[{"code":"AEC_NOT_FOUND"}]}`),
		papitest.Get("/platform/1/protocols/smb/shares-summary", `{"summary":{"count":1}}`),
		papitest.Delete(shares+"/finance"),
		papitest.Refused("DELETE", shares+"/finance", "", 404, ""),
		papitest.Get("/platform/1/protocols/smb/shares-summary", `{"summary":{"count":0}}`),
	)
}

func TestShareRefusals(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/nas1")
	s.Run(papitest.Post(shares, `{"name":"nas1","path":"/ifs/data/nas1"}`, 201, ""),
		papitest.Post(shares, `{"name":"nas2","path":"/ifs/data/nas1"}`, 201, ""))
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
			s.T = t
			s.Run(papitest.Refused(test.method, test.path, test.body, test.status, test.want))
		})
	}
}

func TestSharesOfTwoZones(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/a")
	s.AddZone("east", "/ifs/east", 2)
	s.Run(
		papitest.Post(shares, `{"name":"same","path":"/ifs/data/a"}`, 201, ""),
		papitest.Post(shares+"?zone=east", `{"name":"same","path":"/ifs/east/deep/er","create_path":true}`, 201, `{"id":"same"}`),
		papitest.Get(shares+"?zone=east", `{"total":1,"shares":[{"zid":2,"path":"/ifs/east/deep/er"}]}`),
		papitest.Get(shares+"/same", `{"shares":[{"zid":1,"path":"/ifs/data/a"}]}`),
		papitest.Refused("POST", shares+"?zone=east", `{"name":"out","path":"/ifs/data/a"}`, 400, `{"errors":[{"field":"path"}]}`),
		papitest.Delete(shares+"?zone=east"),
		papitest.Get(shares+"?zone=east", `{"total":0}`),
		papitest.Get(shares, `{"total":1}`),
	)
}

func TestShareVariables(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/home")
	s.Run(
		papitest.Refused("POST", shares, `{"name":"home","path":"/ifs/home/%U"}`, 400, ""),
		papitest.Post(shares, `{"name":"home","path":"/ifs/home/%U","allow_variable_expansion":true}`, 201, ""),
		papitest.Refused("POST", shares, `{"name":"h","path":"/ifs/hom/%U","allow_variable_expansion":true}`, 400, ""),
	)
}

func TestSharePathInsideATarget(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/nas1")
	if err := s.Cluster().FS.Protect("/ifs/data/nas1", "policy"); err != nil {
		t.Fatal(err)
	}
	s.Run(
		papitest.Post(shares, `{"name":"root","path":"/ifs/data/nas1"}`, 201, ""),
		papitest.Refused("POST", shares, `{"name":"new","path":"/ifs/data/nas1/new","create_path":true}`, 403,
			`{"errors":[{"code":"AEC_FORBIDDEN"}]}`),
	)
}

func TestSharePages(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	for _, name := range []string{"c", "a", "b"} {
		s.Run(papitest.Post(shares, `{"name":"`+name+`","path":"/ifs/data"}`, 201, ""))
	}
	s.Run(
		papitest.Get(shares+"?sort=name&dir=DESC", `{"shares":[{"name":"c"},{"name":"b"},{"name":"a"}]}`),
		papitest.Get(shares+"?offset=2", `{"shares":[{"name":"b"}]}`),
		papitest.Get(shares+"?limit=2", `{"shares":[{"name":"c"},{"name":"a"}],"total":3}`),
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
				s := papitest.New(t)
				s.World.Dials["overlapping_writes"] = test.dial
				s.World.Face.Faults = fault.Rules{{
					Kind: fault.Delay, Method: "POST", Path: "/protocols/smb/shares", Delay: time.Second, Count: 1,
				}}
				slow := make(chan string)
				go func() {
					status, _, _, err := s.Try(papitest.Request{Method: "POST", Path: shares, Body: `{"name":"slow","path":"/ifs/data"}`})
					slow <- fmt.Sprint(status, err)
				}()
				synctest.Wait()
				s.Run(papitest.Post(shares, `{"name":"fast","path":"/ifs/data"}`, 201, ""))
				if got := <-slow; got != test.second+" <nil>" {
					t.Errorf("the slower write got %s, want %s", got, test.second)
				}
				s.Run(papitest.Get(shares, test.shares))
			})
		})
	}
}
