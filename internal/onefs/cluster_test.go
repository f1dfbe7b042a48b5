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
			method:  "Licenses",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.Licenses(ctx) },
			request: "GET /platform/5/license/licenses", status: 200,
			answer: `{"licenses":[{"id":"SYNCIQ","name":"SyncIQ","status":"Evaluation","expiration":"2027-01-01"}],"resume":null}`,
			want:   []License{{ID: "SYNCIQ", Name: "SyncIQ", Status: "Evaluation", Expiration: new("2027-01-01")}},
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
