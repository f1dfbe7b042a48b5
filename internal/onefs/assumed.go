// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// What is read here is in no contract that we have: path and shape are assumed. A cluster that does not answer it says nothing, and whoever
// asks goes on without.

// WORMDomain is a SmartLock directory; its type is "enterprise" or "compliance".
type WORMDomain struct {
	Path string `json:"path"`
	Type string `json:"type"`
}

// WORMDomains lists the SmartLock directories.
func (c *Client) WORMDomains(ctx context.Context) ([]WORMDomain, error) {
	return list[WORMDomain](ctx, c, "domains", nil, uri.WORMDomains)
}

// CloudPool is a CloudPools storage that files of the cluster may be moved to.
type CloudPool struct {
	Name string `json:"name"`
}

// CloudPools lists the CloudPools storages.
func (c *Client) CloudPools(ctx context.Context) ([]CloudPool, error) {
	return list[CloudPool](ctx, c, "pools", nil, uri.CloudPools)
}
