// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// NFSAlias is a short name for a path, "/home" for /ifs/data/home. Its id is its name with the leading slash. Health is "good",
// "not exported", "path not found" …, and "unknown" in a list.
type NFSAlias struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Path   string `json:"path"`
	Zone   string `json:"zone"`
	Health string `json:"health"`
	Raw    Raw    `json:"-"`
}

// UnmarshalJSON keeps the object as sent in Raw.
func (a *NFSAlias) UnmarshalJSON(b []byte) error {
	type plain NFSAlias
	return decodeRaw(b, (*plain)(a), &a.Raw)
}

const (
	aliasesPath = uri.NFSAliases
	aliasPath   = aliasesPath + "/{}"
)

// NFSAliases lists the aliases of an access zone; "" is System.
func (c *Client) NFSAliases(ctx context.Context, zone string) ([]NFSAlias, error) {
	return list[NFSAlias](ctx, c, "aliases", inZone(zone), aliasesPath)
}

// CreateNFSAlias makes an alias and answers its name.
func (c *Client) CreateNFSAlias(ctx context.Context, p permit.Permit, zone, name, path string) (string, error) {
	body := map[string]any{"name": name, "path": path}
	return c.post(ctx, p, AreaNFS, body, inZone(zone), aliasesPath)
}

// UpdateNFSAlias points an alias to another path.
func (c *Client) UpdateNFSAlias(ctx context.Context, p permit.Permit, zone, name, path string) error {
	return c.put(ctx, p, AreaNFS, map[string]any{"path": path}, inZone(zone), aliasPath, name)
}
