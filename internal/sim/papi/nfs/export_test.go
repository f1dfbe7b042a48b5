// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package nfs_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

const exports = "/platform/4/protocols/nfs/exports"

func TestExportLife(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/nas1/a")
	s.Mkdir("/ifs/data/nas1/b")
	s.AddZone("east", "/ifs/east", 2)
	s.Run(
		papitest.Post(exports, `{"paths":["/ifs/data/nas1/a"],"clients":["10.0.0.0/24"],"root_clients":["10.0.0.9"]}`, 201, `{"id":1}`),
		papitest.Post(exports, `{"paths":["/ifs/data/nas1/b"]}`, 201, `{"id":2}`),
		papitest.Post(exports+"?zone=east", `{"paths":["/ifs/east"]}`, 201, `{"id":1}`),
		papitest.Get(exports+"/1", `{"exports":[{"id":1,"paths":["/ifs/data/nas1/a"],"clients":["10.0.0.0/24"],"root_clients":["10.0.0.9"],
			"read_only":false,"read_only_clients":[],"read_write_clients":[],"zone":"System","conflicting_paths":[],
			"unresolved_clients":[],"map_root":{"enabled":true,"user":{"id":"USER:nobody"},"primary_group":{},"secondary_groups":[]}}]}`),
		papitest.Put(exports+"/1", `{"read_only":true,"clients":[],"read_only_clients":["10.0.0.0/24"],"root_clients":[]}`),
		papitest.Get(exports+"/1", `{"exports":[{"read_only":true,"clients":[],"read_only_clients":["10.0.0.0/24"],"root_clients":[]}]}`),
		papitest.Put(exports+"/1", `{"map_root":{"enabled":false}}`),
		papitest.Get(exports+"/1", `{"exports":[{"read_only":true,"map_root":{"enabled":false,"user":{},"secondary_groups":[]}}]}`),
		papitest.Get(exports, `{"total":2,"exports":[{"id":1},{"id":2}],"resume":null}`),
		papitest.Get(exports+"?path=/ifs/data/nas1/b&check=true", `{"total":1,"exports":[{"id":2}]}`),
		papitest.Get(exports+"?zone=east", `{"total":1,"exports":[{"id":1,"zone":"east","paths":["/ifs/east"]}]}`),
		papitest.Get(exports+"?limit=1&sort=id&dir=DESC", `{"exports":[{"id":2}],"total":2}`),
		papitest.Get(exports+"?offset=1", `{"exports":[{"id":2}]}`),
		papitest.Get("/platform/2/protocols/nfs/exports-summary", `{"summary":{"count":2}}`),
		papitest.Delete(exports+"/2"),
		papitest.Post(exports, `{"paths":["/ifs/data/nas1/b"]}`, 201, `{"id":3}`),
	)
}

func TestExportRefusals(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/nas1")
	s.Cluster().NFS.AddHost("build7", "10.0.0.7")
	s.Run(papitest.Post(exports, `{"paths":["/ifs/data/nas1"],"clients":["10.0.0.1"]}`, 201, ""))
	tests := map[string]struct {
		method, path, body string
		status             int
		want               string
		waive              string // the flag that lets it pass, with the status then
	}{
		"no paths":       {"POST", exports, `{}`, 400, `{"errors":[{"field":"paths"}]}`, ""},
		"empty paths":    {"POST", exports, `{"paths":[]}`, 400, "", ""},
		"not under /ifs": {"POST", exports, `{"paths":["/data"]}`, 400, "", ""},
		"missing path":   {"POST", exports, `{"paths":["/ifs/none"]}`, 400, `{"errors":[{"field":"paths"}]}`, "ignore_bad_paths"},
		"unknown host": {
			"POST", exports, `{"paths":["/ifs/data/nas1"],"clients":["build8"]}`, 400,
			`{"errors":[{"field":"clients"}]}`, "ignore_unresolvable_hosts",
		},
		"same clients": {
			"POST", exports, `{"paths":["/ifs/data/nas1"],"read_write_clients":["10.0.0.1"]}`, 409,
			`{"errors":[{"code":"AEC_CONFLICT"}]}`, "ignore_conflicts",
		},
		"everybody": {"POST", exports, `{"paths":["/ifs/data/nas1"]}`, 409, "", "force"},
		"unknown user": {"POST", exports, `{"paths":["/ifs/data/nas1"],"clients":["build7"],"map_all":{"enabled":true,
			"user":{"name":"zed"}}}`, 400, `{"errors":[{"field":"map_root"}]}`, "ignore_bad_auth"},
		"PUT, unknown host": {"PUT", exports + "/1", `{"read_only_clients":["build8"]}`, 400, "", "force"},
		"no such export": {
			"PUT", exports + "/9999999", `{"read_only":true}`, 404,
			`{"errors":[{"code":"AEC_NOT_FOUND","field":"id","message":"Export id 9999999 does not exist"}]}`, "",
		},
		"delete none":       {"DELETE", exports + "/9", "", 404, "", ""},
		"show none":         {"GET", exports + "/x", "", 404, "", ""},
		"zone in PUT":       {"PUT", exports + "/1", `{"zone":"System"}`, 400, `{"errors":[{"field":"zone"}]}`, ""},
		"read-only":         {"PUT", exports + "/1", `{"conflicting_paths":[]}`, 400, `{"errors":[{"field":"conflicting_paths"}]}`, ""},
		"unknown flavor":    {"PUT", exports + "/1", `{"security_flavors":["ntlm"]}`, 400, "", ""},
		"list, wrong zone":  {"GET", exports + "?zone=none", "", 404, "", ""},
		"count, wrong zone": {"GET", "/platform/2/protocols/nfs/exports-summary?zone=none", "", 404, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s.T = t
			s.Run(papitest.Refused(test.method, test.path, test.body, test.status, test.want))
			if test.waive == "" {
				return
			}
			w := s.World.Clone()
			defer func() { s.World, s.Face.World = w, w }()
			status, _, body := s.Do(papitest.Request{Method: test.method, Path: test.path + "?" + test.waive + "=true", Body: test.body})
			if status/100 != 2 {
				t.Errorf("with %s: %d %s", test.waive, status, body)
			}
		})
	}
}

func TestClientNamesAndASickResolver(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/nas1")
	s.Cluster().NFS.AddHost("build7", "10.0.0.7")
	s.Run(
		papitest.Post(exports, `{"paths":["/ifs/data/nas1"],"clients":["BUILD7","@staff","10.0.0.8"]}`, 201, ""),
		papitest.Get(exports+"/1", `{"exports":[{"unresolved_clients":[]}]}`),
	)
	s.Cluster().NFS.SetResolver(false)
	s.Run(
		papitest.Get(exports+"/1", `{"exports":[{"unresolved_clients":["BUILD7"]}]}`),
		papitest.Get(exports, `{"exports":[{"unresolved_clients":[]}]}`),
		papitest.Get(exports+"?check=true", `{"exports":[{"unresolved_clients":["BUILD7"]}]}`),
		papitest.Refused("PUT", exports+"/1", `{"read_only":true}`, 400, ""),
		papitest.Put(exports+"/1?ignore_unresolvable_hosts=true", `{"read_only":true}`),
	)
}

func TestNFSCheckAndReload(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/nas1")
	const check = "/platform/2/protocols/nfs/check"
	s.Run(
		papitest.Get(check, `{"checks":[]}`),
		papitest.Post(exports+"?force=true", `{"paths":["/ifs/data/nas1","/ifs/gone"],"clients":["build8"],"map_all":{"enabled":true,
			"user":{"name":"zed"}}}`, 201, ""),
		papitest.Post(exports+"?force=true", `{"paths":["/ifs/data/nas1"]}`, 201, ""),
		papitest.Get(check, `{"checks":[{"id":1,"message":"Path '/ifs/gone' does not exist or is not a directory"},
			{"id":1,"message":"Host 'build8' cannot be resolved"},{"id":1,"message":"could not resolve user 'zed'"},{"id":1},{"id":2}]}`),
		papitest.Get(check+"?ignore_bad_paths=true&ignore_unresolvable_hosts=true&ignore_bad_auth=true", `{"checks":[{"id":1},{"id":2}]}`),
		papitest.Refused("GET", check+"?zone=none", "", 404, ""),
		papitest.Post("/platform/3/protocols/nfs/reload", "", 200, `{}`),
		papitest.Refused("POST", "/platform/3/protocols/nfs/reload?zone=none", "", 404, ""),
	)
	if got := s.Cluster().NFS.Reloads(); got != 1 {
		t.Errorf("reloaded %d times", got)
	}
}
