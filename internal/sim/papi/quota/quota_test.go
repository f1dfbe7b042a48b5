// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const quotas = "/platform/15/quota/quotas"

// fill writes a file of so many bytes on ps1.
func fill(s *papitest.Site, path string, bytes int64) {
	s.T.Helper()
	if err := s.Cluster().FS.Write(path, fs.Write{Bytes: bytes, At: papitest.Start}); err != nil {
		s.T.Fatal(err)
	}
}

// made creates an object and returns its id.
func made(s *papitest.Site, path, body string) string {
	s.T.Helper()
	status, _, got := s.Do(papitest.Request{Method: "POST", Path: path, Body: body})
	var answer struct{ ID string }
	if err := json.Unmarshal(got, &answer); err != nil || status != 201 {
		s.T.Fatalf("POST %s: %d %s", path, status, got)
	}
	return answer.ID
}

func TestQuotaLife(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/nas1/a")
	id := made(s, quotas, `{"path":"/ifs/data/nas1/a","type":"directory","include_snapshots":false,
		"thresholds":{"hard":10737418240,"soft":8589934592,"soft_grace":86400,"advisory":1073741824}}`)
	if len(id) != 32 {
		t.Fatalf("id %q has not 32 characters", id)
	}
	s.Run(
		papitest.Get(quotas+"/"+id, `{"quotas":[{"id":"`+id+`","path":"/ifs/data/nas1/a","type":"directory","persona":null,"ready":true,
			"enforced":true,"container":false,"linked":false,"notifications":"default","thresholds_on":"fslogicalsize",
			"usage":{"fslogical":0,"inodes":1,"fslogical_ready":true},
			"thresholds":{"hard":10737418240,"soft":8589934592,"soft_grace":86400,"advisory":1073741824,"hard_exceeded":false,
			"percent_soft":null,"advisory_last_exceeded":null}}]}`),
		papitest.Put(quotas+"/"+id, `{"thresholds":{"hard":21474836480},"container":true,"labels":"dr","description":"x"}`),
		papitest.Get(quotas+"/"+id, `{"quotas":[{"container":true,"labels":"dr","description":"x",
			"thresholds":{"hard":21474836480,"soft":8589934592,"advisory":1073741824}}]}`),
		papitest.Put(quotas+"/"+id, `{"thresholds":{"advisory":null,"soft":null,"soft_grace":null},"thresholds_include_overhead":true}`),
		papitest.Get(quotas+"/"+id,
			`{"quotas":[{"thresholds_on":"physicalsize","thresholds":{"hard":21474836480,"soft":null,"advisory":null}}]}`),
		papitest.Get("/platform/1/quota/quotas-summary", `{"summary":{"count":1,"directory_quotas_count":1,"linked_quotas_count":0}}`),
		papitest.Delete(quotas+"/"+id),
		papitest.Refused("GET", quotas+"/"+id, "", 404,
			`{"errors":[{"message":"Failed to fetch quota domain record: No such file or directory"}]}`),
		papitest.Refused("DELETE", quotas+"/"+id, "", 404, ""),
		papitest.Refused("PUT", quotas+"/"+id, `{"container":true}`, 404, ""),
		papitest.Refused("GET", "/platform/1/quota/quotas-summary?zone=System", "", 400, ""),
	)
}

func TestQuotaScan(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/nas1/a")
	fill(s, "/ifs/data/nas1/a/x", 100)
	id := made(s, quotas, `{"path":"/ifs/data/nas1/a","type":"directory","include_snapshots":true,"thresholds":{"hard":1000}}`)
	notReady := func(at string) bool { _, found := s.Cluster().UnscannedQuota(at); return found }
	s.Run(papitest.Get(quotas+"/"+id, `{"quotas":[{"ready":false,"usage":{"fslogical":100,"fslogical_ready":false,"inodes_ready":false}}]}`))
	if !notReady("/ifs/data/nas1") || notReady("/ifs/data/nas1/b") || notReady("/ifs/data/nas1/a/b") {
		t.Error("the wrong paths have a quota that is not scanned")
	}
	twin := s.World.Clone()
	s.Wait(world.DefaultQuotaScan - time.Second)
	s.Run(papitest.Get(quotas+"/"+id, `{"quotas":[{"ready":false}]}`))
	s.Wait(time.Second)
	s.Run(papitest.Get(quotas+"/"+id, `{"quotas":[{"ready":true,"usage":{"fslogical_ready":true}}]}`))
	if notReady("/ifs/data/nas1") {
		t.Error("the scan has ended, but a sync would still fail")
	}
	if q, _ := twin.Cluster("ps1").Quota.Get(id); q.Ready {
		t.Error("the clone's scan ended with the original's")
	}
}

func TestStuckQuotaScan(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/nas1/a")
	fill(s, "/ifs/data/nas1/a/x", 100)
	s.Cluster().Quota.ScansStuck = true
	id := made(s, quotas, `{"path":"/ifs/data/nas1/a","type":"directory","include_snapshots":false}`)
	s.Wait(time.Hour)
	s.Run(papitest.Get(quotas+"/"+id, `{"quotas":[{"ready":false,"enforced":false}]}`))
	s.Cluster().Quota.ScansStuck = false
	s.Wait(time.Minute)
	s.Run(papitest.Get(quotas+"/"+id, `{"quotas":[{"ready":true}]}`), papitest.Delete(quotas+"/"+id))
	if left := s.World.Pending(); len(left) != 0 {
		t.Errorf("still due: %v", left)
	}
}

func TestQuotaRefusals(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Mkdir("/ifs/data/nas1/a")
	fill(s, "/ifs/data/nas1/a/x", 500)
	id := made(s, quotas, `{"path":"/ifs/data/nas1","type":"directory","include_snapshots":false,"thresholds":{"hard":2000}}`)
	on := func(more string) string {
		return `{"path":"/ifs/data/nas1/a","type":"directory","include_snapshots":false` + more + `}`
	}
	tests := map[string]struct {
		method, path, body string
		status             int
		want               string
	}{
		"twice": {
			"POST", quotas, `{"path":"/ifs/data/nas1","type":"directory","include_snapshots":false}`, 409,
			`{"errors":[{"code":"AEC_CONFLICT"}]}`,
		},
		"no type": {
			"POST", quotas, `{"path":"/ifs/data/nas1","include_snapshots":false}`, 400,
			`{"errors":[{"field":"type"}]}`,
		},
		"no include_snapshots": {
			"POST", quotas, `{"path":"/ifs/data/nas1","type":"directory"}`, 400,
			`{"errors":[{"field":"include_snapshots"}]}`,
		},
		"missing path": {
			"POST", quotas, `{"path":"/ifs/none","type":"directory","include_snapshots":false}`, 400,
			`{"errors":[{"field":"path"}]}`,
		},
		"outside /ifs":       {"POST", quotas, `{"path":"/etc/x","type":"directory","include_snapshots":false}`, 400, ""},
		"/ifs without force": {"POST", quotas, `{"path":"/ifs","type":"directory","include_snapshots":false}`, 400, ""},
		"no persona": {
			"POST", quotas, `{"path":"/ifs/data","type":"user","include_snapshots":false}`, 400,
			`{"errors":[{"field":"persona"}]}`,
		},
		"persona of a directory": {"POST", quotas, on(`,"persona":{"name":"root","type":"user"}`), 400, `{"errors":[{"field":"persona"}]}`},
		"unknown persona": {"POST", quotas, `{"path":"/ifs/data","type":"user","include_snapshots":false,
			"persona":{"name":"zed"}}`, 400, ""},
		"a group for a user": {"POST", quotas, `{"path":"/ifs/data","type":"user","include_snapshots":false,
			"persona":{"name":"wheel"}}`, 400, ""},
		"soft without grace": {"POST", quotas, on(`,"thresholds":{"soft":600}`), 400, `{"errors":[{"field":"thresholds.soft_grace"}]}`},
		"grace without soft": {"POST", quotas, on(`,"thresholds":{"hard":600,"soft_grace":60}`), 400, ""},
		"soft above hard": {
			"POST", quotas, on(`,"thresholds":{"hard":600,"soft":600,"soft_grace":60}`), 400,
			`{"errors":[{"field":"thresholds.soft"}]}`,
		},
		"advisory above soft": {
			"POST", quotas, on(`,"thresholds":{"advisory":599,"soft":590,"soft_grace":60}`), 400,
			`{"errors":[{"field":"thresholds.advisory"}]}`,
		},
		"percent without hard": {"POST", quotas, on(`,"thresholds":{"percent_advisory":50}`), 400, ""},
		"percent in disorder": {"POST", quotas, on(`,"thresholds":{"hard":1000,"percent_advisory":90,"percent_soft":80,
			"soft_grace":9}`), 400, ""},
		"enforced without limit": {"POST", quotas, on(`,"enforced":true`), 400, `{"errors":[{"field":"enforced"}]}`},
		"below the usage":        {"POST", quotas, on(`,"thresholds":{"hard":499}`), 400, `{"errors":[{"field":"thresholds.hard"}]}`},
		"above the parent":       {"POST", quotas, on(`,"thresholds":{"hard":3000}`), 400, `{"errors":[{"field":"thresholds.hard"}]}`},
		"overhead twice":         {"POST", quotas, on(`,"thresholds_on":"physicalsize","thresholds_include_overhead":true`), 400, ""},
		"null limits":            {"POST", quotas, on(`,"thresholds":null`), 400, `{"errors":[{"field":"thresholds"}]}`},
		"PUT of a path":          {"PUT", quotas + "/" + id, `{"path":"/ifs/data"}`, 400, `{"errors":[{"field":"path"}]}`},
		"PUT of a type":          {"PUT", quotas + "/" + id, `{"type":"user"}`, 400, `{"errors":[{"field":"type"}]}`},
		"PUT of a persona":       {"PUT", quotas + "/" + id, `{"persona":null}`, 400, `{"errors":[{"field":"persona"}]}`},
		"PUT of snapshots":       {"PUT", quotas + "/" + id, `{"include_snapshots":true}`, 400, ""},
		"PUT of nothing":         {"PUT", quotas + "/" + id, `{}`, 400, ""},
		"link without a default": {"PUT", quotas + "/" + id, `{"linked":true}`, 400, `{"errors":[{"field":"linked"}]}`},
		"no such type":           {"GET", quotas + "?type=default-directory", "", 400, `{"errors":[{"field":"type"}]}`},
		"delete of such a type":  {"DELETE", quotas + "?type=all", "", 400, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s.T = t
			s.Run(papitest.Refused(test.method, test.path, test.body, test.status, test.want))
		})
	}
	s.T = t
	s.Run(
		papitest.Post(quotas, on(`,"thresholds":{"hard":3000},"ignore_limit_checks":true`), 201, ""),
		papitest.Post(quotas, `{"path":"/ifs","type":"directory","include_snapshots":false,"force":true}`, 201, ""),
		papitest.Post(quotas, `{"path":"/ifs/data/nas1","type":"directory","include_snapshots":true,"force":true,"thresholds":{"hard":100}}`,
			201, ""),
	)
}

func TestQuotasWithoutLicence(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Cluster().Config.Licenses.Put("SMARTQUOTAS", world.License{ID: "SMARTQUOTAS", Status: "Unlicensed"})
	s.Run(papitest.Refused("POST", quotas, `{"path":"/ifs/data","type":"directory","include_snapshots":false}`, 403,
		`{"errors":[{"code":"AEC_INVALID_LICENSE"}]}`))
}
