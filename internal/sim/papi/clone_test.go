// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
)

// The same calls on a world and on its clone give the same answers, and neither notices the other.
func TestCloneAnswersAlike(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.run(
		write("/namespace/ifs/data/f", "x", 200),
		post(snapshots, `{"name":"one","path":"/ifs/data"}`, 201, ""),
	)
	before := s.cluster().Network.Pools.Values()
	twin := &site{t: t, world: s.world.Clone()}
	twin.face = &papi.Face{World: twin.world, Checker: s.face.Checker}
	twin.http = &http.Client{Transport: twin.face.Transport()}
	calls := []request{
		{method: "PUT", path: poolNAS1, body: `{"sc_dns_zone_aliases":["a","b"],"ifaces":[]}`},
		{method: "GET", path: poolNAS1},
		{method: "PUT", path: "/platform/5/cluster/identity", body: `{"description":"x"}`},
		{method: "POST", path: snapshots, body: `{"name":"two","path":"/ifs/data","alias":"latest"}`},
		{method: "DELETE", path: snapshots + "/one"},
		{method: "GET", path: snapshots},
		{method: "DELETE", path: "/namespace/ifs/data/f"},
		{method: "GET", path: "/namespace/ifs/data?detail=default"},
		{method: "POST", path: "/platform/3/zones", body: `{"name":"z","path":"/ifs/data/z","create_path":true}`},
		{method: "GET", path: "/platform/3/zones"},
		{method: "POST", path: "/session/1/session", body: logIn},
	}
	type answered struct {
		Status int
		Header http.Header
		Body   string
	}
	send := func(s *site) (out []answered) {
		for _, c := range calls {
			status, header, body := s.do(c)
			header.Del("Date")
			out = append(out, answered{status, header, string(body)})
		}
		return out
	}
	theirs := send(twin)
	if diff := cmp.Diff(before, s.cluster().Network.Pools.Values()); diff != "" {
		t.Errorf("the first world noticed the clone: %s", diff)
	}
	if diff := cmp.Diff(send(s), theirs); diff != "" {
		t.Errorf("unexpected difference: %s", diff)
	}
}

// Many clients at once, with the race detector or without, see whole answers.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 5 {
				s.run(
					get(poolNAS1, `{"pools":[{"name":"nas1"}]}`),
					put(poolsPath+"/other", `{"description":"x"}`),
				)
			}
		})
	}
	group.Wait()
	if got := s.world.Log.Len(); got != 80 {
		t.Errorf("logged %d requests, want 80", got)
	}
}
