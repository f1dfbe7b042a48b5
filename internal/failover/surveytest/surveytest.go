// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package surveytest is for tests of the engine: a survey of a healthy pair, its intent, and golden files. Nothing that ships imports it.
package surveytest

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// TestPair is the policy of the tests: home on prod, with other paths on the two sides so that a missing translation shows.
var TestPair = survey.Pair{Name: "nas1", Home: "prod", Paths: map[string]string{"prod": "/ifs/data/nas1", "dr": "/ifs/dr/nas1"}}

// World is a survey in which prod serves nas1 and fin in style A, replicates, and is protected.
func World() *survey.Survey {
	policy := survey.PolicyView{
		ID: "p1", Enabled: true, Action: "sync", Schedule: survey.Schedule{Text: "every 5 minutes"}, DomainMarked: true,
		SourcePath: "/ifs/data/nas1", TargetPath: "/ifs/dr/nas1", TargetHost: "dr-mgmt.example.com",
	}
	share := survey.Object{
		Kind: survey.KindShare, Zone: "nas1", ID: "nas1", Paths: []string{"/ifs/data/nas1"}, Pairs: []string{"nas1"},
		Definition: survey.Definition{
			"path": "/ifs/data/nas1", "run_as_root": []any{}, "auto_create_directory": false,
			"permissions": []any{map[string]any{"permission": "full", "permission_type": "allow", "trustee": map[string]any{"id": "SID:S-1-1-0"}}},
		},
	}
	quota := survey.Quota{
		ID: "q1", Pair: "nas1", Type: "directory", Path: "/ifs/data/nas1/a", Ready: true, Limits: "hard 10 GiB", Notifications: "default",
		Definition: survey.Definition{"type": "directory", "include_snapshots": false, "enforced": true},
	}
	s := &survey.Survey{
		ID:    "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1",
		Pools: map[string]string{"prod": "groupnet0.subnet0.nas1", "dr": "groupnet0.subnet0.nas1"},
		Pairs: []survey.Pair{TestPair},
		Local: map[string][]string{"prod": {}, "dr": {}},
		Clusters: map[string]*survey.ClusterView{
			"prod": {
				Name: "prod", GUID: "g-prod", Version: 16, SyncService: "on", Zones: []string{"System", "nas1"},
				Pool: &survey.PoolView{
					ID: "groupnet0.subnet0.nas1", Zone: "nas1", ZoneName: "nas1.example.com", Interfaces: 3, Service: []string{"10.0.0.1"},
					Aliases: []string{"igls-nas1-prod.example.com", "fin.example.com"},
				},
				AD: []survey.ADView{{Provider: "EXAMPLE.COM", Account: "PROD$", Status: "online", SPNs: []string{
					"HOST/PROD", "HOST/prod.example.com", "HOST/nas1.example.com", "HOST/nas1", "HOST/fin.example.com",
				}}},
				Policies: map[string]survey.PolicyView{"nas1": policy}, Targets: map[string]survey.TargetView{},
				Objects: []survey.Object{share}, Quotas: []survey.Quota{quota},
			},
			"dr": {
				Name: "dr", GUID: "g-dr", Version: 16, SyncService: "on", Zones: []string{"System", "nas1"},
				Pool: &survey.PoolView{
					ID: "groupnet0.subnet0.nas1", Zone: "nas1", ZoneName: "igls-original-nas1.example.com", Interfaces: 3, Service: []string{"10.0.1.1"},
					Aliases: []string{"igls-nas1-dr.example.com", "igls-original-fin.example.com"},
				},
				AD: []survey.ADView{{
					Provider: "EXAMPLE.COM", Account: "DR$", Status: "online", SPNs: []string{"HOST/DR", "HOST/dr.example.com"},
				}},
				Policies: map[string]survey.PolicyView{},
				Targets:  map[string]survey.TargetView{"nas1": {ID: "p1", Path: "/ifs/dr/nas1", State: position.WritesDisabled}},
			},
		},
	}
	return s
}

// Intent is the declaration of the tests, for one side.
func Intent(active string) survey.Intent {
	return survey.Intent{
		ID: "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1", Active: active,
		Pools:    map[string]string{"prod": "groupnet0.subnet0.nas1", "dr": "groupnet0.subnet0.nas1"},
		Policies: []string{"nas1"}, Fence: survey.FenceSharesAndExports, CopyConfiguration: true, MoveQuotas: true,
		SPNClasses: []string{"HOST"}, CutoverOrder: survey.NamesFirst, OnDrift: survey.DriftWarn,
	}
}
