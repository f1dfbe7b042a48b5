// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"errors"
	"maps"
	"slices"
	"testing"
)

// resources maps kinds to the contract's list of resources.
var resources = map[Kind]string{
	KindSMBShare: "/protocols/smb/shares", KindNFSExport: "/protocols/nfs/exports", KindNFSAlias: "/protocols/nfs/aliases",
	KindQuota: "/quota/quotas", KindQuotaNotification: "/quota/quotas/{}/notifications", KindSyncPolicy: "/sync/policies",
	KindSyncJob: "/sync/jobs", KindPool: "/network/groupnets/{}/subnets/{}/pools", KindADSProvider: "/auth/providers/ads",
	KindSnapshot: "/snapshot/snapshots",
}

func TestWritableIsWhatTheContractTakes(t *testing.T) {
	c := needContract(t)
	for kind, verbs := range writable {
		resource, ok := c.at("#/x-resources")[resources[kind]].(map[string]any)
		if !ok {
			t.Errorf("%s: no resource %q in the contract", kind, resources[kind])
			continue
		}
		for verb, names := range verbs {
			schema, _ := resource[string(verb)].(string)
			properties, _ := c.at("#/components/schemas/" + schema)["properties"].(map[string]any)
			want := []string{}
			for _, name := range slices.Sorted(maps.Keys(properties)) {
				if p, _ := properties[name].(map[string]any); p["readOnly"] != true {
					want = append(want, name)
				}
			}
			if !slices.Equal(names, want) {
				t.Errorf("%s, %s:\n got %v\nwant %v", kind, verb, names, want)
			}
		}
	}
	thresholds, _ := c.at("#/components/schemas/QuotaQuotaThresholds")["properties"].(map[string]any)
	if want := slices.Sorted(maps.Keys(thresholds)); !slices.Equal(quotaThresholds, want) {
		t.Errorf("thresholds: got %v, want %v", quotaThresholds, want)
	}
}

func TestBodiesWithForeignPropertiesAreRefused(t *testing.T) {
	f, c := newFake(t, answers(500, "{}"))
	for name, call := range map[string]func() error{
		"read-only": func() error { return c.UpdateQuota(background(), approved, "q1", map[string]any{"ready": true}) },
		"create-only": func() error {
			return c.UpdateQuota(background(), approved, "q1", map[string]any{"path": "/ifs/data"})
		},
		"nested": func() error {
			return c.UpdateQuota(background(), approved, "q1", map[string]any{"thresholds": map[string]any{"hard_exceeded": true}})
		},
		"share id": func() error { return c.UpdateSMBShare(background(), approved, "", "a", map[string]any{"id": "a"}) },
		"export id": func() error {
			return c.UpdateNFSExport(background(), approved, "", 1, map[string]any{"id": 1}, ExportChecks{})
		},
		"nothing": func() error { return c.UpdateSMBShare(background(), approved, "", "a", nil) },
	} {
		if err := call(); !errors.Is(err, ErrUnknownField) {
			t.Errorf("%s: got %v, want ErrUnknownField", name, err)
		}
	}
	if got := f.seen(); len(got) != 0 {
		t.Errorf("sent: %v", got)
	}
}
