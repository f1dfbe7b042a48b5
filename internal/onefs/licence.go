// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// Licence ids that a failover needs (behaviour notes, section 5).
const (
	LicenceSyncIQ     = "SYNCIQ"
	LicenceQuotas     = "SMARTQUOTAS"
	LicenceSnapshots  = "SNAPSHOTIQ"
	LicenceConnection = "SMARTCONNECT_ADVANCED"
)

// License is one licence. Status is "Licensed", "Evaluation", "Unlicensed", "Expired" or "Evaluation Expired".
type License struct {
	ID         string  `json:"id"`
	Name       string  `json:"name"`
	Status     string  `json:"status"`
	Expiration *string `json:"expiration"`
}

// Active tells whether the feature may be used.
func (l License) Active() bool { return l.Status == "Licensed" || l.Status == "Evaluation" }

// Licenses lists the licences of all features.
func (c *Client) Licenses(ctx context.Context) ([]License, error) {
	return list[License](ctx, c, "licenses", nil, uri.Licenses)
}

// License reads one licence by its id, ErrNotFound if there is none.
func (c *Client) License(ctx context.Context, id string) (*License, error) {
	return one[License](ctx, c, "licenses", nil, uri.Licenses+uri.ID, id)
}
