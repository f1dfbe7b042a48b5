// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"net/url"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Quota is a quota of any type: "directory", "user", "group", "default-directory", "default-user" or "default-group".
type Quota struct {
	ID               string   `json:"id"`
	Path             string   `json:"path"`
	Type             string   `json:"type"`
	IncludeSnapshots bool     `json:"include_snapshots"`
	Container        bool     `json:"container"`
	Enforced         bool     `json:"enforced"`
	Description      string   `json:"description"`
	Labels           string   `json:"labels"`
	ThresholdsOn     string   `json:"thresholds_on"`
	Linked           *bool    `json:"linked"`
	Persona          *Persona `json:"persona"`
	// Notifications is "default", "custom", "disabled" or "badmap".
	Notifications string `json:"notifications"`
	// Ready is false until the first QuotaScan is finished; until then SyncIQ jobs that touch the path fail.
	Ready      bool            `json:"ready"`
	Thresholds QuotaThresholds `json:"thresholds"`
	Raw        Raw             `json:"-"`
}

// QuotaThresholds are limits in bytes, nil where there is none; SoftGrace is in seconds.
type QuotaThresholds struct {
	Advisory        *int64   `json:"advisory"`
	Soft            *int64   `json:"soft"`
	SoftGrace       *int64   `json:"soft_grace"`
	Hard            *int64   `json:"hard"`
	PercentAdvisory *float64 `json:"percent_advisory"`
	PercentSoft     *float64 `json:"percent_soft"`
}

// UnmarshalJSON keeps the object as sent in Raw.
func (q *Quota) UnmarshalJSON(b []byte) error {
	type plain Quota
	return decodeRaw(b, (*plain)(q), &q.Raw)
}

// IsLinked tells that the quota was made by a default quota and cannot be changed by itself.
func (q Quota) IsLinked() bool { return value(q.Linked) }

// QuotaQuery narrows a list of quotas. Zone only resolves names.
type QuotaQuery struct {
	Path         string
	Children     bool
	Parents      bool
	Type         string
	Zone         string
	ResolveNames bool
}

func (q QuotaQuery) values() url.Values {
	v := url.Values{}
	for name, text := range map[string]string{"path": q.Path, "type": q.Type, "zone": q.Zone} {
		if text != "" {
			v.Set(name, text)
		}
	}
	for name, on := range map[string]bool{
		"recurse_path_children": q.Children, "recurse_path_parents": q.Parents, "resolve_names": q.ResolveNames,
	} {
		if on {
			v.Set(name, "true")
		}
	}
	return v
}

// Quotas lists quotas: of one path, and with Children or Parents also those below or above it.
func (c *Client) Quotas(ctx context.Context, q QuotaQuery) ([]Quota, error) {
	return list[Quota](ctx, c, "quotas", q.values(), uri.Quotas)
}

// CreateQuota makes a quota and answers its id. Zone resolves a persona given by name; "" is System.
func (c *Client) CreateQuota(ctx context.Context, p permit.Permit, zone string, body map[string]any) (string, error) {
	if err := checkFields(KindQuota, VerbCreate, body); err != nil {
		return "", err
	}
	return c.post(ctx, p, "", body, inZone(zone), uri.Quotas)
}

// UpdateQuota changes a quota. Path, type, persona and include_snapshots cannot be changed; a linked quota cannot be changed at all.
func (c *Client) UpdateQuota(ctx context.Context, p permit.Permit, id string, body map[string]any) error {
	if err := checkFields(KindQuota, VerbUpdate, body); err != nil {
		return err
	}
	return c.put(ctx, p, "", body, nil, uri.Quotas+uri.ID, id)
}

// DeleteQuota removes one quota. An empty id is refused: OneFS would take it for all quotas.
func (c *Client) DeleteQuota(ctx context.Context, p permit.Permit, id string) error {
	return c.remove(ctx, p, uri.Quotas+uri.ID, id)
}

// inZone is the query for an access zone; OneFS takes System when there is none.
func inZone(zone string) url.Values {
	if zone == "" {
		return nil
	}
	return url.Values{"zone": {zone}}
}
