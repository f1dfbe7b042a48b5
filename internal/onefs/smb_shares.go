// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"net/url"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// SMBShare is an SMB share. Its id is its name, per access zone.
type SMBShare struct {
	ID                  string            `json:"id"`
	Name                string            `json:"name"`
	Path                string            `json:"path"`
	Description         string            `json:"description"`
	Permissions         []SharePermission `json:"permissions"`
	RunAsRoot           []Persona         `json:"run_as_root"`
	AutoCreateDirectory bool              `json:"auto_create_directory"`
	ZID                 int               `json:"zid"`
	Raw                 Raw               `json:"-"`
}

// SharePermission lets a trustee do something ("full", "change", "read"), or forbids it (PermissionType "allow" or "deny"). The order
// of a share's list counts.
type SharePermission struct {
	Permission     string  `json:"permission"`
	PermissionType string  `json:"permission_type"`
	Trustee        Persona `json:"trustee"`
}

// UnmarshalJSON keeps the object as sent in Raw.
func (s *SMBShare) UnmarshalJSON(b []byte) error {
	type plain SMBShare
	return decodeRaw(b, (*plain)(s), &s.Raw)
}

const (
	sharesPath = uri.SMBShares
	sharePath  = sharesPath + "/{}"
)

// SMBShares lists the shares of an access zone; "" is System. Trustees come with their names.
func (c *Client) SMBShares(ctx context.Context, zone string) ([]SMBShare, error) {
	return list[SMBShare](ctx, c, "shares", withNames(zone), sharesPath)
}

// SMBShare reads one share, ErrNotFound if there is none.
func (c *Client) SMBShare(ctx context.Context, zone, name string) (*SMBShare, error) {
	return one[SMBShare](ctx, c, "shares", withNames(zone), sharePath, name)
}

// withNames asks for names of trustees beside their ids: ids differ from cluster to cluster for local providers.
func withNames(zone string) url.Values {
	v := url.Values{"resolve_names": {"true"}}
	if zone != "" {
		v.Set("zone", zone)
	}
	return v
}

// CreateSMBShare makes a share and answers its name. Share writes of one cluster go one at a time: OneFS answers 409 when they meet.
func (c *Client) CreateSMBShare(ctx context.Context, p permit.Permit, zone string, body map[string]any) (string, error) {
	if err := checkFields(KindSMBShare, VerbCreate, body); err != nil {
		return "", err
	}
	return c.post(ctx, p, AreaShares, body, inZone(zone), sharesPath)
}

// UpdateSMBShare changes the named properties of a share; lists are replaced whole.
func (c *Client) UpdateSMBShare(ctx context.Context, p permit.Permit, zone, name string, body map[string]any) error {
	if err := checkFields(KindSMBShare, VerbUpdate, body); err != nil {
		return err
	}
	return c.put(ctx, p, AreaShares, body, inZone(zone), sharePath, name)
}
