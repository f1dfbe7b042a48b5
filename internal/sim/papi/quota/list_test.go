// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// seedQuotas makes one quota of each type under /ifs/data/nas1, and one beside it.
func seedQuotas(s *papitest.Site) {
	s.T.Helper()
	for _, path := range []string{"/ifs/data/nas1/a/b", "/ifs/data/nas2"} {
		s.Mkdir(path)
	}
	fill(s, "/ifs/data/nas1/a/b/x", 500)
	c := s.Cluster()
	c.Auth.AddPrincipal(world.Principal{Name: "alice", Type: "user", SID: "S-1-5-21-1-1001", UnixID: 2001})
	limit := func(n int64) world.QuotaThresholds { return world.QuotaThresholds{Hard: &n} }
	for _, q := range []struct {
		path, kind string
		hard       int64
	}{
		{"/ifs/data/nas1", "directory", 100},
		{"/ifs/data/nas1/a", "directory", 1000},
		{"/ifs/data/nas1/a", "default-user", 1000},
		{"/ifs/data/nas1/a/b", "default-group", 1000},
		{"/ifs/data/nas1", "default-directory", 1000},
		{"/ifs/data/nas2", "directory", 1},
	} {
		d := world.NewQuota(q.path, q.kind)
		d.Thresholds, d.Enforced = limit(q.hard), q.hard > 1
		c.SeedQuota(d)
	}
	s.Run(papitest.Post(quotas, `{"path":"/ifs/data/nas1/a","type":"user","include_snapshots":true,"persona":{"name":"alice","type":"user"}}`,
		201, ""))
}

func TestQuotaFilters(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	seedQuotas(s)
	for query, count := range map[string]int{
		"":                       7,
		"?path=/ifs/data/nas1":   2,
		"?path=/ifs/data/nas1/a": 3,
		"?path=/ifs/data/nas1&recurse_path_children=true":   6,
		"?path=/ifs/data/nas1/a&recurse_path_parents=true":  5,
		"?path=/ifs/data/nas1&type=directory":               1,
		"?type=directory&recurse_path_children=true":        3,
		"?type=default-user":                                1,
		"?persona=UID:2001":                                 1,
		"?enforced=false":                                   2,
		"?include_snapshots=true":                           1,
		"?exceeded=true":                                    1,
		"?exceeded=false":                                   6,
		"?resolve_names=true&zone=System&include_snapshots": 1,
	} {
		_, _, body := s.Do(papitest.Request{Method: "GET", Path: quotas + query})
		if got := len(papitest.List(t, body, "quotas")); got != count {
			t.Errorf("%q finds %d quotas, want %d", query, got, count)
		}
	}
	s.Run(
		papitest.Get(quotas+"?limit=2", `{"quotas":[{"type":"directory"},{"type":"directory"}]}`),
		papitest.Get(quotas+"?type=user", `{"quotas":[{"persona":{"id":"UID:2001","name":"alice","type":"user"},"linked":false}]}`),
		papitest.Get(quotas+"?type=default-user", `{"quotas":[{"persona":null,"linked":null}]}`),
		papitest.Get("/platform/1/quota/quotas-summary", `{"summary":{"count":7,"directory_quotas_count":3,"default_user_quotas_count":1,
			"default_group_quotas_count":1,"user_quotas_count":1,"group_quotas_count":0}}`),
		papitest.Delete(quotas+"?path=/ifs/data/nas1&recurse_path_children=true&type=directory"),
		papitest.Get(quotas+"?type=directory", `{"quotas":[{"path":"/ifs/data/nas2"}]}`),
		papitest.Delete(quotas),
		papitest.Get(quotas, `{"quotas":[],"resume":null}`),
	)
}

func TestLinkedQuotas(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/home/sub")
	of := made(s, quotas, `{"path":"/ifs/data/home","type":"default-user","include_snapshots":false,"thresholds":{"hard":1000}}`)
	dirs := made(s, quotas, `{"path":"/ifs/data/home","type":"default-directory","include_snapshots":false,"thresholds":{"hard":700}}`)
	alice := world.Persona{ID: "UID:2001", Name: "alice", Type: "user"}
	q, ok := s.Cluster().LinkedQuota("/ifs/data/home", "default-user", &alice, "")
	d, also := s.Cluster().LinkedQuota("/ifs/data/home", "default-directory", nil, "sub")
	if _, again := s.Cluster().LinkedQuota("/ifs/data/home", "default-user", &alice, ""); !ok || !also || again {
		t.Fatal("linked quotas are made once each")
	}
	s.Run(
		papitest.Get(quotas+"/"+q.ID, `{"quotas":[{"linked":true,"type":"user","thresholds":{"hard":1000}}]}`),
		papitest.Get(quotas+"/"+d.ID, `{"quotas":[{"linked":true,"type":"directory","path":"/ifs/data/home/sub","thresholds":{"hard":700}}]}`),
		papitest.Get("/platform/1/quota/quotas-summary", `{"summary":{"count":4,"linked_quotas_count":2}}`),
		papitest.Refused("PUT", quotas+"/"+q.ID, `{"thresholds":{"hard":5}}`, 400, `{"errors":[{"field":"linked"}]}`),
		papitest.Refused("PUT", quotas+"/"+of, `{"linked":true}`, 400, ""),
		papitest.Put(quotas+"/"+of, `{"thresholds":{"hard":2000}}`),
		papitest.Get(quotas+"/"+q.ID, `{"quotas":[{"thresholds":{"hard":2000}}]}`),
		papitest.Put(quotas+"/"+q.ID, `{"linked":false,"thresholds":{"hard":3000}}`),
		papitest.Put(quotas+"/"+of, `{"thresholds":{"hard":2500}}`),
		papitest.Get(quotas+"/"+q.ID, `{"quotas":[{"linked":false,"thresholds":{"hard":3000}}]}`),
		papitest.Refused("PUT", quotas+"/"+q.ID, `{"linked":true,"container":true}`, 400, ""),
		papitest.Put(quotas+"/"+q.ID, `{"linked":true}`),
		papitest.Get(quotas+"/"+q.ID, `{"quotas":[{"linked":true,"thresholds":{"hard":2500}}]}`),
		papitest.Delete(quotas+"/"+of),
		papitest.Refused("GET", quotas+"/"+q.ID, "", 404, ""),
		papitest.Get(quotas+"/"+d.ID, `{"quotas":[{"linked":true}]}`),
		papitest.Delete(quotas+"/"+dirs),
		papitest.Get(quotas, `{"quotas":[]}`),
	)
}
