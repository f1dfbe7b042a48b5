// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// golden compares text with a file under testdata; UPDATE_GOLDEN=1 writes it, so that a change shows in review.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; UPDATE_GOLDEN=1 writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); UPDATE_GOLDEN=1 accepts it:\n%s", path, diff)
	}
}

// testPair is the policy of the tests: home on prod, with other paths on the two sides so that a missing translation shows.
var testPair = Pair{Name: "nas1", Home: "prod", Paths: map[string]string{"prod": "/ifs/data/nas1", "dr": "/ifs/dr/nas1"}}

// world is a survey in which prod serves nas1 and fin in style A, replicates, and is protected.
func world() *Survey {
	policy := PolicyView{
		ID: "p1", Enabled: true, Action: "sync", Schedule: Schedule{Text: "every 5 minutes"}, DomainMarked: true,
		SourcePath: "/ifs/data/nas1", TargetPath: "/ifs/dr/nas1", TargetHost: "dr-mgmt.example.com",
	}
	share := Object{
		Kind: KindShare, Zone: "nas1", ID: "nas1", Paths: []string{"/ifs/data/nas1"}, Pairs: []string{"nas1"},
		Definition: Definition{
			"path": "/ifs/data/nas1", "run_as_root": []any{}, "auto_create_directory": false,
			"permissions": []any{map[string]any{"permission": "full", "permission_type": "allow", "trustee": map[string]any{"id": "SID:S-1-1-0"}}},
		},
	}
	quota := Quota{
		ID: "q1", Pair: "nas1", Type: "directory", Path: "/ifs/data/nas1/a", Ready: true, Limits: "hard 10 GiB", Notifications: "default",
		Definition: Definition{"type": "directory", "include_snapshots": false, "enforced": true},
	}
	s := &Survey{
		ID:    "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1",
		Pools: map[string]string{"prod": "groupnet0.subnet0.nas1", "dr": "groupnet0.subnet0.nas1"},
		Pairs: []Pair{testPair},
		Local: map[string][]string{"prod": {}, "dr": {}},
		Clusters: map[string]*ClusterView{
			"prod": {
				Name: "prod", GUID: "g-prod", Version: 16, SyncService: "on", Zones: []string{"System", "nas1"},
				Pool: &PoolView{
					ID: "groupnet0.subnet0.nas1", Zone: "nas1", ZoneName: "nas1.example.com", Interfaces: 3, Service: []string{"10.0.0.1"},
					Aliases: []string{"igls-nas1-prod.example.com", "fin.example.com"},
				},
				AD: []ADView{{Provider: "EXAMPLE.COM", Account: "PROD$", Status: "online", SPNs: []string{
					"HOST/PROD", "HOST/prod.example.com", "HOST/nas1.example.com", "HOST/nas1", "HOST/fin.example.com",
				}}},
				Policies: map[string]PolicyView{"nas1": policy}, Targets: map[string]TargetView{},
				Objects: []Object{share}, Quotas: []Quota{quota},
			},
			"dr": {
				Name: "dr", GUID: "g-dr", Version: 16, SyncService: "on", Zones: []string{"System", "nas1"},
				Pool: &PoolView{
					ID: "groupnet0.subnet0.nas1", Zone: "nas1", ZoneName: "igls-original-nas1.example.com", Interfaces: 3, Service: []string{"10.0.1.1"},
					Aliases: []string{"igls-nas1-dr.example.com", "igls-original-fin.example.com"},
				},
				AD:       []ADView{{Provider: "EXAMPLE.COM", Account: "DR$", Status: "online", SPNs: []string{"HOST/DR", "HOST/dr.example.com"}}},
				Policies: map[string]PolicyView{},
				Targets:  map[string]TargetView{"nas1": {ID: "p1", Path: "/ifs/dr/nas1", State: writesDisabled}},
			},
		},
	}
	return s
}

// intent is the declaration of the tests, for one side.
func intent(active string) Intent {
	return Intent{
		ID: "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1", Active: active,
		Pools:    map[string]string{"prod": "groupnet0.subnet0.nas1", "dr": "groupnet0.subnet0.nas1"},
		Policies: []string{"nas1"}, Fence: FenceSharesAndExports, CopyConfiguration: true, MoveQuotas: true,
		SPNClasses: []string{"HOST"}, CutoverOrder: NamesFirst, OnDrift: DriftWarn,
	}
}
