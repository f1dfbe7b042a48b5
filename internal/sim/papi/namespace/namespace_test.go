// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package namespace_test

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var asSocket = map[string]string{"x-isi-ifs-target-type": "socket"}

func head(path string, status int) papitest.Step {
	return papitest.Step{Request: papitest.Request{Method: "HEAD", Path: path}, Status: status, Want: ""}
}

func move(from, to string, status int) papitest.Step {
	header := map[string]string{"x-isi-ifs-set-location": to}
	return papitest.Step{Request: papitest.Request{Method: "POST", Path: from, Header: header}, Status: status, Want: ""}
}

func TestNamespace(t *testing.T) {
	t.Parallel()
	const data = "/namespace/ifs/data"
	tests := map[string][]papitest.Step{
		"access points": {
			papitest.Get("/namespace", `{"namespaces":[{"name":"ifs","path":"/ifs"}]}`),
			papitest.Refused("GET", "/namespace?versions=true", "", 501, ""),
			papitest.Refused("GET", "/namespace/data", "", 404, ""),
			papitest.Refused("DELETE", "/namespace", "", 405, ""),
		},
		"directories": {
			papitest.MakeContainer(data+"/a/b", 404),
			papitest.MakeContainer(data+"/a/b?recursive=true", 200),
			papitest.MakeContainer(data+"/a", 200),
			papitest.MakeContainer(data+"/a?overwrite=false", 403),
			papitest.Get(data, `{"children":[{"name":"a"}]}`),
			papitest.Get(data+"?detail=default", `{"children":[{"name":"a","type":"container","mode":"0700","owner":"root","size":0}]}`),
			papitest.Get(data+"?detail=owner,type", `{"children":[{"name":"a","owner":"root","type":"container"}]}`),
			papitest.Refused("GET", data+"?detail=stub", "", 501, ""),
			head(data+"/a/b", 200),
			head(data+"/a/c", 404),
			papitest.Ask("DELETE", data+"/a", 403, ""),
			papitest.Delete(data + "/a?recursive=true"),
			papitest.Ask("DELETE", data+"/a", 404, `{"errors":[{"code":"AEC_NOT_FOUND"}]}`),
		},
		"what begins with a dot is hidden": {
			papitest.MakeContainer(data+"/.journal", 200),
			papitest.Get(data, `{"children":[]}`),
			papitest.Get(data+"?hidden=true", `{"children":[{"name":".journal"}]}`),
		},
		"objects": {
			papitest.WriteObject(data+"/j.json", `{"a":1}`, 200),
			papitest.Get(data+"/j.json", `{"a":1}`),
			papitest.WriteObject(data+"/j.json", `{"a":2}`, 200),
			papitest.Get(data+"/j.json", `{"a":2}`),
			papitest.WriteObject(data+"/j.json?overwrite=false", `{"a":3}`, 403),
			papitest.Get(data+"/j.json", `{"a":2}`),
			papitest.WriteObject(data+"/new.json?overwrite=false", "{}", 200),
			papitest.WriteObject(data+"/no/such/x", "{}", 404),
			papitest.WriteObject(data+"/a%20b%2Fc", "{}", 404),
			papitest.Get(data+"?detail=size", `{"children":[{"name":"j.json","size":7},{"name":"new.json","size":2}]}`),
			papitest.Step{
				Request: papitest.Request{Method: "GET", Path: data + "/x"},
				Status:  404,
				Want:    `{"errors":[{"message":"Unable to open object 'data/x' in store 'ifs' -- not found."}]}`,
			},
			papitest.Delete(data + "/j.json"),
			head(data+"/j.json", 404),
		},
		"rename, which takes over a claim only once": {
			papitest.WriteObject(data+"/claim", "{}", 200),
			move(data+"/claim", "/namespace/ifs/data/claim.taken", 200),
			move(data+"/claim", "/namespace/ifs/data/claim.mine", 404),
			papitest.WriteObject(data+"/claim", "{}", 200),
			move(data+"/claim", "/namespace/ifs/data/claim.taken", 403),
			papitest.Refused("POST", data+"/claim", "", 400, ""),
			papitest.Refused("POST", data+"/claim?query=true", "", 501, ""),
		},
		"wrong": {
			papitest.Refused("PUT", data+"/x", "", 400, `{"errors":[{"code":"AEC_ARG_REQUIRED"}]}`),
			papitest.Step{Request: papitest.Request{Method: "PUT", Path: data + "/x", Bad: true, Header: asSocket}, Status: 400, Want: ""},
			papitest.Step{Request: papitest.Request{Method: "PUT", Path: data + "/x?acl=true", Bad: true, Body: "{}"}, Status: 501, Want: ""},
			papitest.Refused("GET", data+"/a%2F..%2F..%2Fetc", "", 400, ""),
			papitest.Refused("GET", data+"?page=1", "", 400, `{"errors":[{"field":"page"}]}`),
			papitest.Refused("GET", data+"?metadata", "", 501, ""),
		},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			papitest.New(t).Run(steps...)
		})
	}
}

// A write into the target of a policy is refused while the path is protected, and nothing changes.
func TestNamespaceProtected(t *testing.T) {
	t.Parallel()
	tests := map[string]int{"": 403, "403": 403, "409": 409, "500": 500}
	for value, status := range tests {
		t.Run("status "+value, func(t *testing.T) {
			t.Parallel()
			s := papitest.New(t)
			const inside = "/namespace/ifs/data/nas1"
			s.Run(papitest.MakeContainer(inside, 200), papitest.WriteObject(inside+"/old", "x", 200))
			if err := s.Cluster().FS.Protect("/ifs/data/nas1", "policy"); err != nil {
				t.Fatal(err)
			}
			if value != "" {
				if err := s.World.Dials.Set(dial.ProtectedObjects, value); err != nil {
					t.Fatal(err)
				}
			}
			s.Run(
				papitest.WriteObject(inside+"/new", "x", status),
				papitest.WriteObject(inside+"/old", "y", status),
				papitest.MakeContainer(inside+"/dir", status),
				papitest.Ask("DELETE", inside+"/old", status, ""),
				papitest.Ask("DELETE", inside+"?recursive=true", status, ""),
				move(inside+"/old", "/namespace/ifs/data/old", status),
				papitest.Get(inside, `{"children":[{"name":"old"}]}`),
				papitest.WriteObject("/namespace/ifs/data/outside", "x", 200),
			)
			s.Cluster().FS.Unprotect("/ifs/data/nas1")
			s.Run(papitest.WriteObject(inside+"/new", "x", 200))
		})
	}
}

func TestNamespacePages(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	const data = "/namespace/ifs/data"
	for _, name := range []string{"a", "b", "c"} {
		s.Run(papitest.WriteObject(data+"/"+name, "x", 200))
	}
	_, _, body := s.Do(papitest.Request{Method: "GET", Path: data + "?limit=2&detail=size"})
	token := papitest.ResumeOf(t, body)
	s.Run(
		papitest.Get(data+"?resume="+token, `{"children":[{"name":"c","size":1}],"resume":null}`),
		papitest.MakeContainer(data+"/dir", 200),
		papitest.Refused("GET", data+"/dir?resume="+token, "", 400, `{"errors":[{"code":"AEC_BAD_REQUEST","message":"Invalid resume token"}]}`),
	)
}

func TestNamespaceNeedsItsPrivileges(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Cluster().Auth.AddLogin("plain", papitest.Password)
	s.Cluster().Auth.PutRole(world.Role{
		Name: "plain", ID: "plain", Zone: "System", Members: []world.Persona{{Name: "plain"}},
		Privileges: papitest.Without("ISI_PRIV_NS_TRAVERSE"),
	})
	status, _, body := s.Do(papitest.Request{Method: "GET", Path: "/namespace/ifs", User: "plain"})
	if status != 403 || !strings.Contains(string(body), "ISI_PRIV_NS_TRAVERSE") {
		t.Errorf("got status %d: %s", status, body)
	}
}

// Where owners and modes hold, a second user with the same privileges neither reads nor changes what is the first one's alone, and reads
// what everybody may read. Otherwise the privileges let every user in.
func TestNamespaceModes(t *testing.T) {
	t.Parallel()
	for value, refused := range map[string]bool{dial.Ignored: false, dial.ModesHold: true} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			s := papitest.New(t)
			if err := s.World.Dials.Set(dial.NamespaceModes, value); err != nil {
				t.Fatal(err)
			}
			s.Cluster().Auth.AddLogin("second", papitest.Password)
			s.Cluster().Auth.PutRole(world.Role{
				Name: "second", ID: "second", Zone: "System", Members: []world.Persona{{Name: "second"}}, Privileges: papitest.Without(""),
			})
			for path, attr := range map[string]fs.Attr{
				"/ifs/mine": {Mode: "0700", Owner: "root"}, "/ifs/open": {Mode: "0755", Owner: "root"},
			} {
				if err := s.Cluster().FS.Mkdir(path, true, fs.Write{Attr: attr}); err != nil {
					t.Fatal(err)
				}
			}
			octal := map[string]string{"x-isi-ifs-target-type": "object", "x-isi-ifs-access-control": "0644"}
			s.Run(
				papitest.WriteObject("/namespace/ifs/mine/j", "x", 200),
				papitest.WriteObject("/namespace/ifs/open/closed", "x", 200),
				papitest.Step{Request: papitest.Request{Method: "PUT", Path: "/namespace/ifs/open/j", Body: "x", Header: octal}, Status: 200, Want: ""},
			)
			to := map[string]string{"x-isi-ifs-set-location": "/namespace/ifs/open/moved"}
			object := map[string]string{"x-isi-ifs-target-type": "object"}
			for _, x := range []struct {
				papitest.Request
				always bool
			}{
				{papitest.Request{Method: "GET", Path: "/namespace/ifs/open/j"}, true},
				{papitest.Request{Method: "GET", Path: "/namespace/ifs/open"}, true},
				{papitest.Request{Method: "HEAD", Path: "/namespace/ifs/open/closed"}, true},
				{papitest.Request{Method: "GET", Path: "/namespace/ifs/open/closed"}, false},
				{papitest.Request{Method: "GET", Path: "/namespace/ifs/mine/j"}, false},
				{papitest.Request{Method: "HEAD", Path: "/namespace/ifs/mine/j"}, false},
				{papitest.Request{Method: "GET", Path: "/namespace/ifs/mine"}, false},
				{papitest.Request{Method: "PUT", Path: "/namespace/ifs/mine/k", Body: "x", Header: object}, false},
				{papitest.Request{Method: "PUT", Path: "/namespace/ifs/open/j", Body: "x", Header: object}, false},
				{papitest.Request{Method: "POST", Path: "/namespace/ifs/open/j", Header: to}, false},
				{papitest.Request{Method: "DELETE", Path: "/namespace/ifs/mine/j"}, false},
			} {
				x.User = "second"
				status, _, body := s.Do(x.Request)
				if denied := status == 403; denied != (refused && !x.always) {
					t.Errorf("%s %s: %d %s", x.Method, x.Path, status, body)
				}
			}
		})
	}
}
