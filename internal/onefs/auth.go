// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// Persona is a user, group or well-known identity, by id ("SID:…", "UID:…", "GID:…") or by name and type.
type Persona struct {
	ID   string  `json:"id,omitempty"`
	Name *string `json:"name,omitempty"`
	Type *string `json:"type,omitempty"`
}

// AuthID is who we are logged in as (/platform/14/auth/id).
type AuthID struct {
	Token AuthToken `json:"ntoken"`
}

// AuthToken is a user's token: identity and privileges.
type AuthToken struct {
	UID        *Persona    `json:"uid"`
	UserSID    *Persona    `json:"user_sid"`
	ZoneID     *string     `json:"zone_id"`
	Privileges []Privilege `json:"privilege"`
}

// Privilege is one right: permission "r", "x", "w" (which includes the others) or "-".
type Privilege struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Permission string `json:"permission"`
}

// AuthID reads who we are and what we may do. It needs no privilege, so it is the cheapest preflight.
func (c *Client) AuthID(ctx context.Context) (*AuthID, error) {
	var answer AuthID
	if err := c.fetch(ctx, &answer, nil, uri.AuthID); err != nil {
		return nil, err
	}
	return &answer, nil
}

// May tells whether the token has a privilege at the level "r" or "w".
func (a *AuthID) May(privilege, level string) bool {
	for _, p := range a.Token.Privileges {
		if p.ID != privilege || p.Permission == "-" {
			continue
		}
		// Before 9.3 a privilege had no levels: without a permission it is held in full.
		return p.Permission == "" || p.Permission == "w" || level == "r"
	}
	return false
}
