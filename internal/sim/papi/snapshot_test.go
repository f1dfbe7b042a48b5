// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const snapshots = "/platform/1/snapshot/snapshots"

func TestSnapshots(t *testing.T) {
	t.Parallel()
	tests := map[string][]step{
		"a snapshot's life": {
			get(snapshots, `{"snapshots":[],"total":0}`),
			post(snapshots, `{"name":"one","path":"/ifs/data"}`, 201,
				`{"id":1,"name":"one","path":"/ifs/data","expires":null,"state":"active"}`),
			post(snapshots, `{"name":"one","path":"/ifs/data"}`, 409, `{"errors":[{"field":"name"}]}`),
			get(snapshots+"/1", `{"snapshots":[{"name":"one"}]}`),
			get(snapshots+"/one", `{"snapshots":[{"id":1}]}`),
			put(snapshots+"/one", `{"name":"uno"}`),
			refused("GET", snapshots+"/one", "", 404, `{"errors":[{"message":"snapshot one not found"}]}`),
			get("/platform/1/snapshot/snapshots-summary", `{"summary":{"count":1,"active_count":1,"aliases_count":0}}`),
			del(snapshots + "/uno"),
			get(snapshots, `{"snapshots":[]}`),
			refused("DELETE", snapshots+"/uno", "", 404, ""),
		},
		"aliases": {
			post(snapshots, `{"name":"one","path":"/ifs/data","alias":"latest"}`, 201, `{"id":1,"alias":"latest","target_id":null}`),
			get(snapshots+"/latest", `{"snapshots":[{"id":2,"target_id":1,"target_name":"one"}]}`),
			get(snapshots+"?type=alias", `{"snapshots":[{"name":"latest"}],"total":1}`),
			get(snapshots+"?type=real", `{"snapshots":[{"name":"one"}],"total":1}`),
			refused("PUT", snapshots+"/one", `{"alias":"x"}`, 501, ""),
			del(snapshots + "/one"),
			get(snapshots, `{"total":0}`),
		},
		"all at once": {
			post(snapshots, `{"name":"one","path":"/ifs/data","alias":"latest"}`, 201, ""),
			del(snapshots + "?type=alias"),
			get(snapshots, `{"total":1}`),
			del(snapshots),
			get(snapshots, `{"total":0}`),
			refused("DELETE", snapshots+"?schedule=x", "", 501, ""),
		},
		"wrong": {
			refused("POST", snapshots, `{"name":"x"}`, 400, `{"errors":[{"code":"AEC_ARG_REQUIRED","field":"path"}]}`),
			refused("POST", snapshots, `{"path":"/data"}`, 400, `{"errors":[{"field":"path"}]}`),
			refused("POST", snapshots, `{"path":"/ifs/x"}`, 404, `{"errors":[{"field":"path"}]}`),
			refused("POST", snapshots, `{"path":"/ifs/data","expires":1}`, 400, `{"errors":[{"field":"expires"}]}`),
			refused("POST", snapshots, `{"path":"/ifs/data","expires":"soon"}`, 400, `{"errors":[{"field":"expires"}]}`),
			refused("GET", snapshots+"?schedule=x", "", 501, ""),
			refused("PUT", snapshots+"/9", `{"name":"x"}`, 404, ""),
			post(snapshots, `{"name":"x","path":"/ifs/data"}`, 201, ""),
			refused("PUT", snapshots+"/x", `{"path":"/ifs"}`, 400, `{"errors":[{"field":"path"}]}`),
		},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newSite(t).run(steps...)
		})
	}
}

func TestSnapshotExpires(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.run(
		post(snapshots, `{"name":"a","path":"/ifs/data","expires":1777716000}`, 201, `{"expires":1777716000}`), // an hour after the start
		post(snapshots, `{"name":"b","path":"/ifs/data","expires":1777716000}`, 201, ""),
		put(snapshots+"/b", `{"expires":null}`),
	)
	s.wait(59 * time.Minute)
	s.run(get(snapshots, `{"total":2}`))
	s.wait(time.Minute)
	s.run(get(snapshots, `{"snapshots":[{"name":"b","expires":null}],"total":1}`))
}

// A snapshot is what the tree was.
func TestSnapshotKeepsTheTree(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.run(
		write("/namespace/ifs/data/f", strings.Repeat("x", 100), 200),
		post(snapshots, `{"name":"a","path":"/ifs/data"}`, 201, `{"size":100}`),
		del("/namespace/ifs/data/f"),
		get(snapshots+"/a", `{"snapshots":[{"size":100}]}`),
	)
	snap, _ := s.cluster().Snapshots.Get("a")
	if !snap.Tree.Exists("/ifs/data/f") || s.cluster().FS.Exists("/ifs/data/f") {
		t.Error("the snapshot follows the live tree")
	}
}

func TestSnapshotNeedsItsLicence(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.cluster().Config.Licenses.Put("SNAPSHOTIQ", world.License{ID: "SNAPSHOTIQ", Status: "Unlicensed"})
	s.run(post(snapshots, `{"path":"/ifs/data"}`, 403, `{"errors":[{"code":"AEC_INVALID_LICENSE"}]}`))
}
