// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// License is one licence. Status is "Licensed", "Evaluation", "Unlicensed", "Expired" or "Evaluation Expired".
type License struct {
	ID         string  `json:"id"`
	Name       string  `json:"name"`
	Status     string  `json:"status"`
	Expiration *string `json:"expiration"`
}

// Licenses lists the licences of all features.
func (c *Client) Licenses(ctx context.Context) ([]License, error) {
	return list[License](ctx, c, "licenses", nil, uri.Licenses)
}
