// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

const quotaAnswer = `{"quotas":[{"id":"WACn","path":"/ifs/data/nas1/a","type":"directory","include_snapshots":false,"container":true,
	"enforced":true,"notifications":"custom","ready":true,"linked":null,"persona":null,"description":"","labels":"",
	"efficiency_ratio":null,"thresholds_on":"fslogicalsize","usage":{"fslogical":12},
	"thresholds":{"hard":10737418240,"hard_exceeded":false,"hard_last_exceeded":null,"soft":null,"percent_soft":null}}],"resume":null}`

func quotaCalls() []call {
	quota := Quota{
		ID: "WACn", Path: "/ifs/data/nas1/a", Type: "directory", Container: true, Enforced: true, Notifications: "custom", Ready: true,
		ThresholdsOn: "fslogicalsize", Thresholds: QuotaThresholds{Hard: new(int64(10737418240))},
	}
	return []call{
		{
			method: "Quotas",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.Quotas(ctx, QuotaQuery{Path: "/ifs/data/nas1", Children: true, ResolveNames: true, Zone: "System"})
			},
			request: "GET /platform/15/quota/quotas?path=%2Fifs%2Fdata%2Fnas1&recurse_path_children=true&resolve_names=true&zone=System",
			status:  200, answer: quotaAnswer, want: []Quota{quota},
		},
		{
			method: "CreateQuota",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return c.CreateQuota(ctx, p, "", map[string]any{
					"path": "/ifs/a", "type": "user", "include_snapshots": false, "thresholds": map[string]any{"hard": json.Number("1")},
				})
			},
			request: "POST /platform/15/quota/quotas", status: 201, answer: `{"id":"XYZ"}`, want: "XYZ",
			body: `{"include_snapshots":false,"path":"/ifs/a","thresholds":{"hard":1},"type":"user"}`,
		},
		{
			method: "UpdateQuota",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.UpdateQuota(ctx, p, "a/b", map[string]any{"enforced": true}))
			},
			request: "PUT /platform/15/quota/quotas/a%2Fb", body: `{"enforced":true}`, status: 204,
		},
		{
			method: "DeleteQuota",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.DeleteQuota(ctx, p, "WACn"))
			},
			request: "DELETE /platform/15/quota/quotas/WACn", status: 204,
		},
		{
			method: "QuotaNotifications",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.QuotaNotifications(ctx, "WACn")
			},
			request: "GET /platform/7/quota/quotas/WACn/notifications", status: 200,
			answer: `{"notifications":[{"id":"n1","threshold":"hard","condition":"denied","action_alert":true,"action_email_address":null,
				"holdoff":0}]}`,
			want: []QuotaNotification{{ID: "n1", Threshold: "hard", Condition: "denied", Alert: new(true), Holdoff: new(int64(0))}},
		},
		{
			method: "CreateQuotaNotification",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return c.CreateQuotaNotification(ctx, p, "WACn", map[string]any{"threshold": "soft", "condition": "exceeded"})
			},
			request: "POST /platform/7/quota/quotas/WACn/notifications", body: `{"condition":"exceeded","threshold":"soft"}`,
			status: 201, answer: `{"id":"n2"}`, want: "n2",
		},
		{
			method: "ReplaceQuotaNotificationsWithNone",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.ReplaceQuotaNotificationsWithNone(ctx, p, "WACn"))
			},
			request: "PUT /platform/7/quota/quotas/WACn/notifications", body: `{}`, status: 204,
		},
		{
			method: "ResetQuotaNotifications",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.ResetQuotaNotifications(ctx, p, "WACn"))
			},
			request: "DELETE /platform/7/quota/quotas/WACn/notifications", status: 204,
		},
	}
}

// TestQuotaDefinition shows that what was read can be sent to another cluster: nothing read-only, no nulls, numbers as they were.
func TestQuotaDefinition(t *testing.T) {
	f, c := newFake(t, script(answers(200, quotaAnswer), answers(201, `{"id":"X"}`)))
	all, err := c.Quotas(background(), QuotaQuery{})
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	body, err := all[0].Raw.Definition(KindQuota, VerbCreate)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"path": "/ifs/data/nas1/a", "type": "directory", "include_snapshots": false, "container": true, "enforced": true,
		"description": "", "labels": "", "thresholds_on": "fslogicalsize", "thresholds": map[string]any{"hard": json.Number("10737418240")},
	}
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := c.CreateQuota(background(), approved, "", body); err != nil {
		t.Fatal(err)
	}
	if n := len(f.seen()); n != 2 {
		t.Errorf("%d requests", n)
	}
}
