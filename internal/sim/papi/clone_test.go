// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

// The same calls on a world and on its clone give the same answers, and neither notices the other.
func TestCloneAnswersAlike(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Run(
		papitest.WriteObject("/namespace/ifs/data/f", "x", 200),
		papitest.Post(papitest.Snapshots, `{"name":"one","path":"/ifs/data"}`, 201, ""),
	)
	before := s.Cluster().Network.Pools.Values()
	twin := &papitest.Site{T: t, World: s.World.Clone()}
	twin.Face = &papi.Face{World: twin.World, Checker: s.Face.Checker}
	twin.HTTP = &http.Client{Transport: twin.Face.Transport()}
	calls := []papitest.Request{
		{Method: "PUT", Path: papitest.PoolNAS1, Body: `{"sc_dns_zone_aliases":["a","b"],"ifaces":[]}`},
		{Method: "GET", Path: papitest.PoolNAS1},
		{Method: "PUT", Path: "/platform/5/cluster/identity", Body: `{"description":"x"}`},
		{Method: "POST", Path: papitest.Snapshots, Body: `{"name":"two","path":"/ifs/data","alias":"latest"}`},
		{Method: "DELETE", Path: papitest.Snapshots + "/one"},
		{Method: "GET", Path: papitest.Snapshots},
		{Method: "DELETE", Path: "/namespace/ifs/data/f"},
		{Method: "GET", Path: "/namespace/ifs/data?detail=default"},
		{Method: "POST", Path: "/platform/3/zones", Body: `{"name":"z","path":"/ifs/data/z","create_path":true}`},
		{Method: "GET", Path: "/platform/3/zones"},
		{Method: "POST", Path: "/session/1/session", Body: papitest.LogIn},
	}
	type answered struct {
		Status int
		Header http.Header
		Body   string
	}
	send := func(s *papitest.Site) (out []answered) {
		for _, c := range calls {
			status, header, body := s.Do(c)
			header.Del("Date")
			out = append(out, answered{status, header, string(body)})
		}
		return out
	}
	theirs := send(twin)
	if diff := cmp.Diff(before, s.Cluster().Network.Pools.Values()); diff != "" {
		t.Errorf("the first world noticed the clone: %s", diff)
	}
	if diff := cmp.Diff(send(s), theirs); diff != "" {
		t.Errorf("unexpected difference: %s", diff)
	}
}

// Many clients at once, with the race detector or without, see whole answers.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 5 {
				s.Run(
					papitest.Get(papitest.PoolNAS1, `{"pools":[{"name":"nas1"}]}`),
					papitest.Put(papitest.PoolsPath+"/other", `{"description":"x"}`),
				)
			}
		})
	}
	group.Wait()
	if got := s.World.Log.Len(); got != 80 {
		t.Errorf("logged %d requests, want 80", got)
	}
}
