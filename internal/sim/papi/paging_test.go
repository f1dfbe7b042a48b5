// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// sitePools gives ps1 the pools p1 to p5 and nothing else.
func sitePools(s *papitest.Site) {
	n := &s.Cluster().Network
	for _, id := range n.Pools.Keys() {
		n.Pools.Delete(id)
	}
	for i := range 5 {
		n.AddPool(world.NewPool("groupnet0", "subnet0", fmt.Sprintf("p%d", i+1)))
	}
}

const allPools = "/platform/16/network/pools"

func removePool(pool string) func(*world.Network) {
	return func(n *world.Network) { n.Pools.Delete("groupnet0.subnet0." + pool) }
}

func TestPages(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		query, dialSize string
		between         func(*world.Network)
		want            string
	}{
		"the client's limit":        {"?limit=2", "", nil, "[[p1 p2] [p3 p4] [p5]]"},
		"the server's page":         {"", "3", nil, "[[p1 p2 p3] [p4 p5]]"},
		"limit beats the server's":  {"?limit=4", "2", nil, "[[p1 p2 p3 p4] [p5]]"},
		"order goes on":             {"?limit=2&sort=name&dir=DESC", "", nil, "[[p5 p4] [p3 p2] [p1]]"},
		"filter goes on":            {"?limit=2&access_zone=System", "", nil, "[[p1 p2] [p3 p4] [p5]]"},
		"exactly full":              {"?limit=5", "", nil, "[[p1 p2 p3 p4 p5]]"},
		"one is removed meanwhile":  {"?limit=2", "", removePool("p1"), "[[p1 p2] [p3 p4] [p5]]"},
		"the last seen one is gone": {"?limit=2", "", removePool("p2"), "[[p1 p2] [p4 p5]]"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := papitest.New(t)
			sitePools(s)
			if test.dialSize != "" {
				if err := s.World.Dials.Set(dial.PageSize, test.dialSize); err != nil {
					t.Fatal(err)
				}
			}
			var pages [][]string
			for path := allPools + test.query; path != ""; {
				status, _, body := s.Do(papitest.Request{Method: "GET", Path: path})
				if status != 200 {
					t.Fatalf("status %d: %s", status, body)
				}
				page, total := papitest.Names(t, body)
				if total != 5 && test.between == nil {
					t.Errorf("total is %d", total)
				}
				pages = append(pages, page)
				path = ""
				var more struct{ Resume *string }
				if err := json.Unmarshal(body, &more); err != nil {
					t.Fatal(err)
				}
				if more.Resume != nil {
					path = allPools + "?resume=" + *more.Resume
				}
				if len(pages) == 1 && test.between != nil {
					test.between(&s.Cluster().Network)
				}
			}
			if got := fmt.Sprint(pages); got != test.want {
				t.Errorf("got pages %s, want %s", got, test.want)
			}
		})
	}
}

func TestResumeTokens(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	sitePools(s)
	_, _, body := s.Do(papitest.Request{Method: "GET", Path: allPools + "?limit=2"})
	token := papitest.ResumeOf(t, body)
	const invalid = `{"errors":[{"code":"AEC_BAD_REQUEST","message":"Invalid resume token"}]}`
	s.Run(
		papitest.Get(allPools+"?resume="+token, `{"pools":[{"name":"p3"},{"name":"p4"}],"total":5}`),
		papitest.Get(allPools+"?resume="+token, `{"pools":[{"name":"p3"},{"name":"p4"}]}`),
		papitest.Refused("GET", allPools+"?limit=2&resume="+token, "", 400, `{"errors":[{"field":"resume"}]}`),
		papitest.Refused("GET", allPools+"?sort=name&resume="+token, "", 400, ""),
		papitest.Ask("GET", allPools+"?resume=x"+token, 400, invalid),
		papitest.Ask("GET", allPools+"?resume="+token[:len(token)-4], 400, invalid),
		papitest.Ask("GET", "/platform/16/network/subnets?resume="+token, 400, invalid),
		papitest.Ask("GET", allPools+"?resume=", 400, invalid),
	)
}
