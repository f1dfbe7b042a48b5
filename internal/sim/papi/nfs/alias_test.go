// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package nfs_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

const aliases = "/platform/15/protocols/nfs/aliases"

func TestAliasLife(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/nas1")
	s.AddZone("east", "/ifs/east", 2)
	s.Run(
		papitest.Post(aliases, `{"name":"/fin","path":"/ifs/data/nas1"}`, 201, `{"id":"/fin","health":"unknown"}`),
		papitest.Post(aliases, `{"name":"/fin","path":"/ifs/east","zone":"east"}`, 201, `{"id":"/fin"}`),
		papitest.Get(aliases+"/%2Ffin", `{"aliases":[{"id":"/fin","name":"/fin","path":"/ifs/data/nas1","zone":"System","health":"unknown"}]}`),
		papitest.Get(aliases+"?check=true&zone=east", `{"total":1,"aliases":[{"health":"not exported"}]}`),
		papitest.Put(aliases+"/%2Ffin", `{"path":"/ifs/data/none"}`),
		papitest.Get(aliases+"/%2Ffin?check=true", `{"aliases":[{"path":"/ifs/data/none","health":"path not found"}]}`),
		papitest.Put(aliases+"/%2Ffin", `{"name":"/finance","path":"/ifs/data/nas1"}`),
		papitest.Refused("GET", aliases+"/%2Ffin", "", 404, `{"errors":[{"code":"AEC_NOT_FOUND"}]}`),
		papitest.Get(aliases+"?zone=System", `{"total":1,"aliases":[{"id":"/finance"}]}`),
		papitest.Delete(aliases+"/%2Ffinance"),
		papitest.Refused("DELETE", aliases+"/%2Ffinance", "", 404, ""),
	)
}

func TestAliasRefusals(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Run(
		papitest.Post(aliases, `{"name":"/a","path":"/ifs/data"}`, 201, ""),
		papitest.Post(aliases, `{"name":"/b","path":"/ifs/data"}`, 201, ""),
		papitest.Refused("POST", aliases, `{"name":"/a","path":"/ifs/data"}`, 409, `{"errors":[{"code":"AEC_CONFLICT","field":"name"}]}`),
		papitest.Refused("POST", aliases, `{"name":"c","path":"/ifs/data"}`, 400, `{"errors":[{"field":"name"}]}`),
		papitest.Refused("POST", aliases, `{"name":"/c"}`, 400, `{"errors":[{"code":"AEC_ARG_REQUIRED","field":"path"}]}`),
		papitest.Refused("POST", aliases, `{"name":"/c","path":"data"}`, 400, `{"errors":[{"field":"path"}]}`),
		papitest.Refused("POST", aliases, `{"name":"/c","path":"/ifs","zone":"none"}`, 404, `{"errors":[{"field":"zone"}]}`),
		papitest.Refused("PUT", aliases+"/%2Fa", `{"name":"/b"}`, 409, ""),
		papitest.Refused("PUT", aliases+"/%2Fa", `{"id":"/b"}`, 400, `{"errors":[{"field":"id"}]}`),
		papitest.Refused("PUT", aliases+"/a", `{"path":"/ifs"}`, 404, ""),
		papitest.Refused("GET", aliases+"?zone=none", "", 404, ""),
	)
}

func TestAliasHealth(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/nas1/deep")
	if err := s.Cluster().FS.Write("/ifs/data/file", fs.Write{At: papitest.Start}); err != nil {
		t.Fatal(err)
	}
	s.Run(papitest.Post(exports, `{"paths":["/ifs/data/nas1"],"all_dirs":true}`, 201, ""))
	for path, health := range map[string]string{
		"/ifs/data/nas1": "good", "/ifs/data/nas1/deep": "good", "/ifs/data": "not exported", "/ifs/none": "path not found",
		"/ifs/data/file": "illegal file type", "/home": "illegal path", "/ifs/data/../nas1": "illegal path",
	} {
		s.Run(
			papitest.Post(aliases, `{"name":"/x","path":"`+path+`"}`, 201, ""),
			papitest.Get(aliases+"/%2Fx?check=true", `{"aliases":[{"health":"`+health+`"}]}`),
			papitest.Delete(aliases+"/%2Fx"),
		)
	}
}
