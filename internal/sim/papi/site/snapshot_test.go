// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package site_test

import (
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

func TestSnapshots(t *testing.T) {
	t.Parallel()
	tests := map[string][]papitest.Step{
		"a snapshot's life": {
			papitest.Get(papitest.Snapshots, `{"snapshots":[],"total":0}`),
			papitest.Post(papitest.Snapshots, `{"name":"one","path":"/ifs/data"}`, 201,
				`{"id":1,"name":"one","path":"/ifs/data","expires":null,"state":"active"}`),
			papitest.Post(papitest.Snapshots, `{"name":"one","path":"/ifs/data"}`, 409, `{"errors":[{"field":"name"}]}`),
			papitest.Get(papitest.Snapshots+"/1", `{"snapshots":[{"name":"one"}]}`),
			papitest.Get(papitest.Snapshots+"/one", `{"snapshots":[{"id":1}]}`),
			papitest.Put(papitest.Snapshots+"/one", `{"name":"uno"}`),
			papitest.Refused("GET", papitest.Snapshots+"/one", "", 404, `{"errors":[{"message":"one snapshot not found"}]}`),
			papitest.Get("/platform/1/snapshot/snapshots-summary", `{"summary":{"count":1,"active_count":1,"aliases_count":0}}`),
			papitest.Delete(papitest.Snapshots + "/uno"),
			papitest.Get(papitest.Snapshots, `{"snapshots":[]}`),
			papitest.Refused("DELETE", papitest.Snapshots+"/uno", "", 404, ""),
		},
		"aliases": {
			papitest.Post(papitest.Snapshots, `{"name":"one","path":"/ifs/data","alias":"latest"}`, 201,
				`{"id":1,"alias":"latest","target_id":null}`),
			papitest.Get(papitest.Snapshots+"/latest", `{"snapshots":[{"id":2,"target_id":1,"target_name":"one"}]}`),
			papitest.Get(papitest.Snapshots+"?type=alias", `{"snapshots":[{"name":"latest"}],"total":1}`),
			papitest.Get(papitest.Snapshots+"?type=real", `{"snapshots":[{"name":"one"}],"total":1}`),
			papitest.Refused("PUT", papitest.Snapshots+"/one", `{"alias":"x"}`, 501, ""),
			papitest.Delete(papitest.Snapshots + "/one"),
			papitest.Get(papitest.Snapshots, `{"total":0}`),
		},
		"all at once": {
			papitest.Post(papitest.Snapshots, `{"name":"one","path":"/ifs/data","alias":"latest"}`, 201, ""),
			papitest.Delete(papitest.Snapshots + "?type=alias"),
			papitest.Get(papitest.Snapshots, `{"total":1}`),
			papitest.Delete(papitest.Snapshots),
			papitest.Get(papitest.Snapshots, `{"total":0}`),
			papitest.Refused("DELETE", papitest.Snapshots+"?schedule=x", "", 501, ""),
		},
		"wrong": {
			papitest.Refused("POST", papitest.Snapshots, `{"name":"x"}`, 400, `{"errors":[{"code":"AEC_ARG_REQUIRED","field":"path"}]}`),
			papitest.Refused("POST", papitest.Snapshots, `{"path":"/data"}`, 400, `{"errors":[{"field":"path"}]}`),
			papitest.Refused("POST", papitest.Snapshots, `{"path":"/ifs/x"}`, 404, `{"errors":[{"field":"path"}]}`),
			papitest.Refused("POST", papitest.Snapshots, `{"path":"/ifs/data","expires":1}`, 400, `{"errors":[{"field":"expires"}]}`),
			papitest.Refused("POST", papitest.Snapshots, `{"path":"/ifs/data","expires":"soon"}`, 400, `{"errors":[{"field":"expires"}]}`),
			papitest.Refused("GET", papitest.Snapshots+"?schedule=x", "", 501, ""),
			papitest.Refused("PUT", papitest.Snapshots+"/9", `{"name":"x"}`, 404, ""),
			papitest.Post(papitest.Snapshots, `{"name":"x","path":"/ifs/data"}`, 201, ""),
			papitest.Refused("PUT", papitest.Snapshots+"/x", `{"path":"/ifs"}`, 400, `{"errors":[{"field":"path"}]}`),
		},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			papitest.New(t).Run(steps...)
		})
	}
}

func TestSnapshotExpires(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Run(
		papitest.Post(papitest.Snapshots, `{"name":"a","path":"/ifs/data","expires":1777716000}`, 201,
			`{"expires":1777716000}`), // an hour after the start
		papitest.Post(papitest.Snapshots, `{"name":"b","path":"/ifs/data","expires":1777716000}`, 201, ""),
		papitest.Put(papitest.Snapshots+"/b", `{"expires":null}`),
	)
	s.Wait(59 * time.Minute)
	s.Run(papitest.Get(papitest.Snapshots, `{"total":2}`))
	s.Wait(time.Minute)
	s.Run(papitest.Get(papitest.Snapshots, `{"snapshots":[{"name":"b","expires":null}],"total":1}`))
}

// A snapshot is what the tree was.
func TestSnapshotKeepsTheTree(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Run(
		papitest.WriteObject("/namespace/ifs/data/f", strings.Repeat("x", 100), 200),
		papitest.Post(papitest.Snapshots, `{"name":"a","path":"/ifs/data"}`, 201, `{"size":100}`),
		papitest.Delete("/namespace/ifs/data/f"),
		papitest.Get(papitest.Snapshots+"/a", `{"snapshots":[{"size":100}]}`),
	)
	snap, _ := s.Cluster().Snapshots.Get("a")
	if !snap.Tree.Exists("/ifs/data/f") || s.Cluster().FS.Exists("/ifs/data/f") {
		t.Error("the snapshot follows the live tree")
	}
}

func TestSnapshotNeedsItsLicence(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Cluster().Config.Licenses.Put("SNAPSHOTIQ", world.License{ID: "SNAPSHOTIQ", Status: "Unlicensed"})
	s.Run(papitest.Post(papitest.Snapshots, `{"path":"/ifs/data"}`, 403, `{"errors":[{"code":"AEC_INVALID_LICENSE"}]}`))
}
