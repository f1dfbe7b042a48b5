// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var (
	asContainer = map[string]string{"x-isi-ifs-target-type": "container"}
	asSocket    = map[string]string{"x-isi-ifs-target-type": "socket"}
	asObject    = map[string]string{"x-isi-ifs-target-type": "object"}
)

func mkdir(path string, status int) step {
	return step{request{method: "PUT", path: path, header: asContainer}, status, ""}
}

func write(path, content string, status int) step {
	return step{request{method: "PUT", path: path, body: content, header: asObject}, status, ""}
}

func head(path string, status int) step {
	return step{request{method: "HEAD", path: path}, status, ""}
}

func move(from, to string, status int) step {
	header := map[string]string{"x-isi-ifs-set-location": to}
	return step{request{method: "POST", path: from, header: header}, status, ""}
}

func TestNamespace(t *testing.T) {
	t.Parallel()
	const data = "/namespace/ifs/data"
	tests := map[string][]step{
		"access points": {
			get("/namespace", `{"namespaces":[{"name":"ifs","path":"/ifs"}]}`),
			refused("GET", "/namespace?versions=true", "", 501, ""),
			refused("GET", "/namespace/data", "", 404, ""),
			refused("DELETE", "/namespace", "", 405, ""),
		},
		"directories": {
			mkdir(data+"/a/b", 404),
			mkdir(data+"/a/b?recursive=true", 200),
			mkdir(data+"/a", 200),
			mkdir(data+"/a?overwrite=false", 403),
			get(data, `{"children":[{"name":"a"}]}`),
			get(data+"?detail=default", `{"children":[{"name":"a","type":"container","mode":"0700","owner":"root","size":0}]}`),
			get(data+"?detail=owner,type", `{"children":[{"name":"a","owner":"root","type":"container"}]}`),
			refused("GET", data+"?detail=stub", "", 501, ""),
			head(data+"/a/b", 200),
			head(data+"/a/c", 404),
			step{request{method: "DELETE", path: data + "/a"}, 403, ""},
			del(data + "/a?recursive=true"),
			step{request{method: "DELETE", path: data + "/a"}, 404, `{"errors":[{"code":"AEC_NOT_FOUND"}]}`},
		},
		"what begins with a dot is hidden": {
			mkdir(data+"/.journal", 200),
			get(data, `{"children":[]}`),
			get(data+"?hidden=true", `{"children":[{"name":".journal"}]}`),
		},
		"objects": {
			write(data+"/j.json", `{"a":1}`, 200),
			get(data+"/j.json", `{"a":1}`),
			write(data+"/j.json", `{"a":2}`, 200),
			get(data+"/j.json", `{"a":2}`),
			write(data+"/j.json?overwrite=false", `{"a":3}`, 403),
			get(data+"/j.json", `{"a":2}`),
			write(data+"/new.json?overwrite=false", "{}", 200),
			write(data+"/no/such/x", "{}", 404),
			write(data+"/a%20b%2Fc", "{}", 404),
			get(data+"?detail=size", `{"children":[{"name":"j.json","size":7},{"name":"new.json","size":2}]}`),
			step{
				request{method: "GET", path: data + "/x"},
				404,
				`{"errors":[{"message":"Unable to open object 'data/x' in store 'ifs' -- not found."}]}`,
			},
			del(data + "/j.json"),
			head(data+"/j.json", 404),
		},
		"rename, which takes over a claim only once": {
			write(data+"/claim", "{}", 200),
			move(data+"/claim", "/namespace/ifs/data/claim.taken", 200),
			move(data+"/claim", "/namespace/ifs/data/claim.mine", 404),
			write(data+"/claim", "{}", 200),
			move(data+"/claim", "/namespace/ifs/data/claim.taken", 403),
			step{request{method: "POST", path: data + "/claim", bad: true}, 400, ""},
			step{request{method: "POST", path: data + "/claim?query=true", bad: true}, 501, ""},
		},
		"wrong": {
			step{request{method: "PUT", path: data + "/x", bad: true}, 400, `{"errors":[{"code":"AEC_ARG_REQUIRED"}]}`},
			step{request{method: "PUT", path: data + "/x", bad: true, header: asSocket}, 400, ""},
			step{request{method: "PUT", path: data + "/x?acl=true", bad: true, body: "{}"}, 501, ""},
			refused("GET", data+"/a%2F..%2F..%2Fetc", "", 400, ""),
			refused("GET", data+"?page=1", "", 400, `{"errors":[{"field":"page"}]}`),
			refused("GET", data+"?metadata", "", 501, ""),
		},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newSite(t).run(steps...)
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
			s := newSite(t)
			const inside = "/namespace/ifs/data/nas1"
			s.run(mkdir(inside, 200), write(inside+"/old", "x", 200))
			if err := s.cluster().FS.Protect("/ifs/data/nas1", "policy"); err != nil {
				t.Fatal(err)
			}
			if value != "" {
				if err := s.world.Dials.Set(dial.ProtectedObjects, value); err != nil {
					t.Fatal(err)
				}
			}
			s.run(
				write(inside+"/new", "x", status),
				write(inside+"/old", "y", status),
				mkdir(inside+"/dir", status),
				step{request{method: "DELETE", path: inside + "/old"}, status, ""},
				step{request{method: "DELETE", path: inside + "?recursive=true"}, status, ""},
				move(inside+"/old", "/namespace/ifs/data/old", status),
				get(inside, `{"children":[{"name":"old"}]}`),
				write("/namespace/ifs/data/outside", "x", 200),
			)
			s.cluster().FS.Unprotect("/ifs/data/nas1")
			s.run(write(inside+"/new", "x", 200))
		})
	}
}

func TestNamespacePages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const data = "/namespace/ifs/data"
	for _, name := range []string{"a", "b", "c"} {
		s.run(write(data+"/"+name, "x", 200))
	}
	_, _, body := s.do(request{method: "GET", path: data + "?limit=2&detail=size"})
	token := resumeOf(t, body)
	s.run(
		get(data+"?resume="+token, `{"children":[{"name":"c","size":1}],"resume":null}`),
		mkdir(data+"/dir", 200),
		refused("GET", data+"/dir?resume="+token, "", 400, `{"errors":[{"code":"AEC_BAD_REQUEST","message":"Invalid resume token"}]}`),
	)
}

func TestNamespaceNeedsItsPrivileges(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.cluster().Auth.AddLogin("plain", password)
	s.cluster().Auth.PutRole(world.Role{
		Name: "plain", ID: "plain", Zone: "System", Members: []world.Persona{{Name: "plain"}}, Privileges: without("ISI_PRIV_NS_TRAVERSE"),
	})
	status, _, body := s.do(request{method: "GET", path: "/namespace/ifs", user: "plain"})
	if status != 403 || !strings.Contains(string(body), "ISI_PRIV_NS_TRAVERSE") {
		t.Errorf("got status %d: %s", status, body)
	}
}
