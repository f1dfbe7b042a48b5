// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// QuotaNotification is one rule of a quota: what happens when a threshold meets a condition. Threshold and Condition are its key.
type QuotaNotification struct {
	ID          string   `json:"id"`
	Threshold   string   `json:"threshold"`
	Condition   string   `json:"condition"`
	Alert       *bool    `json:"action_alert"`
	EmailOwner  *bool    `json:"action_email_owner"`
	EmailTo     []string `json:"action_email_address"`
	EmailFormat *string  `json:"email_template"`
	Holdoff     *int64   `json:"holdoff"`
	Schedule    *string  `json:"schedule"`
	Raw         Raw      `json:"-"`
}

// UnmarshalJSON keeps the object as sent in Raw.
func (n *QuotaNotification) UnmarshalJSON(b []byte) error {
	type plain QuotaNotification
	return decodeRaw(b, (*plain)(n), &n.Raw)
}

const notificationsPath = uri.QuotaNotifications

// QuotaNotifications lists the rules of a quota.
func (c *Client) QuotaNotifications(ctx context.Context, quota string) ([]QuotaNotification, error) {
	return whole[QuotaNotification](ctx, c, "notifications", nil, notificationsPath, quota)
}

// CreateQuotaNotification adds a rule to a quota and answers its id.
func (c *Client) CreateQuotaNotification(ctx context.Context, p permit.Permit, quota string, body map[string]any) (string, error) {
	if err := checkFields(KindQuotaNotification, VerbCreate, body); err != nil {
		return "", err
	}
	return c.post(ctx, p, "", body, nil, notificationsPath, quota)
}

// ReplaceQuotaNotificationsWithNone gives a quota an empty set of rules of its own, so that the default rules do not hold.
func (c *Client) ReplaceQuotaNotificationsWithNone(ctx context.Context, p permit.Permit, quota string) error {
	return c.put(ctx, p, "", struct{}{}, nil, notificationsPath, quota)
}

// ResetQuotaNotifications removes the rules of a quota, so that the default rules hold again.
func (c *Client) ResetQuotaNotifications(ctx context.Context, p permit.Permit, quota string) error {
	return c.remove(ctx, p, notificationsPath, quota)
}
