// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
)

const aliases = "/platform/15/protocols/nfs/aliases"

func TestAliasLife(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.mkdir("/ifs/data/nas1")
	s.addZone("east", "/ifs/east", 2)
	s.run(
		post(aliases, `{"name":"/fin","path":"/ifs/data/nas1"}`, 201, `{"id":"/fin","health":"unknown"}`),
		post(aliases, `{"name":"/fin","path":"/ifs/east","zone":"east"}`, 201, `{"id":"/fin"}`),
		get(aliases+"/%2Ffin", `{"aliases":[{"id":"/fin","name":"/fin","path":"/ifs/data/nas1","zone":"System","health":"unknown"}]}`),
		get(aliases+"?check=true&zone=east", `{"total":1,"aliases":[{"health":"not exported"}]}`),
		put(aliases+"/%2Ffin", `{"path":"/ifs/data/none"}`),
		get(aliases+"/%2Ffin?check=true", `{"aliases":[{"path":"/ifs/data/none","health":"path not found"}]}`),
		put(aliases+"/%2Ffin", `{"name":"/finance","path":"/ifs/data/nas1"}`),
		refused("GET", aliases+"/%2Ffin", "", 404, `{"errors":[{"code":"AEC_NOT_FOUND"}]}`),
		get(aliases+"?zone=System", `{"total":1,"aliases":[{"id":"/finance"}]}`),
		del(aliases+"/%2Ffinance"),
		refused("DELETE", aliases+"/%2Ffinance", "", 404, ""),
	)
}

func TestAliasRefusals(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.run(
		post(aliases, `{"name":"/a","path":"/ifs/data"}`, 201, ""),
		post(aliases, `{"name":"/b","path":"/ifs/data"}`, 201, ""),
		refused("POST", aliases, `{"name":"/a","path":"/ifs/data"}`, 409, `{"errors":[{"code":"AEC_CONFLICT","field":"name"}]}`),
		refused("POST", aliases, `{"name":"c","path":"/ifs/data"}`, 400, `{"errors":[{"field":"name"}]}`),
		refused("POST", aliases, `{"name":"/c"}`, 400, `{"errors":[{"code":"AEC_ARG_REQUIRED","field":"path"}]}`),
		refused("POST", aliases, `{"name":"/c","path":"data"}`, 400, `{"errors":[{"field":"path"}]}`),
		refused("POST", aliases, `{"name":"/c","path":"/ifs","zone":"none"}`, 404, `{"errors":[{"field":"zone"}]}`),
		refused("PUT", aliases+"/%2Fa", `{"name":"/b"}`, 409, ""),
		refused("PUT", aliases+"/%2Fa", `{"id":"/b"}`, 400, `{"errors":[{"field":"id"}]}`),
		refused("PUT", aliases+"/a", `{"path":"/ifs"}`, 404, ""),
		refused("GET", aliases+"?zone=none", "", 404, ""),
	)
}

func TestAliasHealth(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.mkdir("/ifs/data/nas1/deep")
	if err := s.cluster().FS.Write("/ifs/data/file", fs.Write{At: start}); err != nil {
		t.Fatal(err)
	}
	s.run(post(exports, `{"paths":["/ifs/data/nas1"],"all_dirs":true}`, 201, ""))
	for path, health := range map[string]string{
		"/ifs/data/nas1": "good", "/ifs/data/nas1/deep": "good", "/ifs/data": "not exported", "/ifs/none": "path not found",
		"/ifs/data/file": "illegal file type", "/home": "illegal path", "/ifs/data/../nas1": "illegal path",
	} {
		s.run(
			post(aliases, `{"name":"/x","path":"`+path+`"}`, 201, ""),
			get(aliases+"/%2Fx?check=true", `{"aliases":[{"health":"`+health+`"}]}`),
			del(aliases+"/%2Fx"),
		)
	}
}
