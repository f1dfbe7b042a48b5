// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// Certificate is a SyncIQ certificate: of this cluster (server) or of a partner (peer). Status is "valid", "expiring", "expired" or
// "invalid"; times are Unix seconds.
type Certificate struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Subject   string `json:"subject"`
	Issuer    string `json:"issuer"`
	Status    string `json:"status"`
	NotBefore int64  `json:"not_before"`
	NotAfter  int64  `json:"not_after"`
}

// SyncPeerCertificates lists the certificates of partners.
func (c *Client) SyncPeerCertificates(ctx context.Context) ([]Certificate, error) {
	return list[Certificate](ctx, c, "certificates", nil, uri.SyncPeerCertificates)
}

// SyncServerCertificates lists the cluster's own certificates.
func (c *Client) SyncServerCertificates(ctx context.Context) ([]Certificate, error) {
	return list[Certificate](ctx, c, "certificates", nil, uri.SyncServerCertificates)
}
