// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

func clusterCalls() []call {
	return []call{
		{
			method:  "Latest",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.Latest(ctx) },
			request: "GET /platform/latest", status: 200, answer: `{"latest":"16"}`, want: 16,
		},
		{
			method:  "Version",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.Version(ctx) },
			request: "GET /platform/3/cluster/version", status: 200,
			answer: `{"nodes":[{"id":1,"lnn":1,"release":"v9.5.0.0","version":"x","build":"y","revision":null}]}`,
			want:   []NodeVersion{{ID: 1, LNN: 1, Release: "v9.5.0.0", Version: "x", Build: "y"}},
		},
		{
			method:  "ClusterConfig",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.ClusterConfig(ctx) },
			request: "GET /platform/3/cluster/config", status: 200,
			answer: `{"name":"prod","guid":"g1","local_lnn":2,"has_quorum":true,"upgrade_type":null,
				"devices":[{"devid":1,"guid":"d","is_up":true,"lnn":1}],"onefs_version":{"release":"v9.5.0.0"}}`,
			want: &ClusterConfig{
				Name: "prod", GUID: "g1", LocalLNN: 2, HasQuorum: true, Devices: []ClusterDevice{{DevID: 1, GUID: "d", IsUp: true, LNN: 1}},
				OneFS: &Release{Release: "v9.5.0.0"},
			},
		},
		{
			method:  "ClusterIdentity",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.ClusterIdentity(ctx) },
			request: "GET /platform/5/cluster/identity", status: 200, answer: `{"name":"prod","description":"d","logon":{}}`,
			want: &ClusterIdentity{Name: "prod", Description: "d"},
		},
		{
			method:  "Nodes",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.Nodes(ctx) },
			request: "GET /platform/16/cluster/nodes", status: 200, answer: `{"nodes":[{"id":3,"lnn":1,"drives":[{}]}],"total":1}`,
			want: []Node{{ID: 3, LNN: 1}},
		},
		{
			method:  "Licenses",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.Licenses(ctx) },
			request: "GET /platform/5/license/licenses", status: 200,
			answer: `{"licenses":[{"id":"SYNCIQ","name":"SyncIQ","status":"Evaluation","expiration":"2027-01-01"}],"resume":null}`,
			want:   []License{{ID: "SYNCIQ", Name: "SyncIQ", Status: "Evaluation", Expiration: new("2027-01-01")}},
		},
		{
			method: "License",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.License(ctx, LicenceSyncIQ)
			},
			request: "GET /platform/5/license/licenses/SYNCIQ", status: 200,
			answer: `{"licenses":[{"id":"SYNCIQ","name":"SyncIQ","status":"Unlicensed","expiration":null,"tiers":[]}]}`,
			want:   &License{ID: "SYNCIQ", Name: "SyncIQ", Status: "Unlicensed"},
		},
	}
}

func TestLatestOfOlderClusters(t *testing.T) {
	for answer, want := range map[string]int{`{"latest":"4.1"}`: 4, `{"latest":22}`: 22} {
		_, c := newFake(t, answers(200, answer))
		if got, err := c.Latest(background()); err != nil || got != want {
			t.Errorf("%s: got %d, %v, want %d", answer, got, err, want)
		}
	}
	_, c := newFake(t, answers(200, `{"latest":"newest"}`))
	if got, err := c.Latest(background()); err == nil {
		t.Errorf("a latest version that is no number gave %d", got)
	}
}

func TestLicenceActive(t *testing.T) {
	for status, want := range map[string]bool{
		"Licensed": true, "Evaluation": true, "Unlicensed": false, "Expired": false, "Evaluation Expired": false, "Borrowed": false,
	} {
		if got := (License{Status: status}).Active(); got != want {
			t.Errorf("%s: got %v", status, got)
		}
	}
}
