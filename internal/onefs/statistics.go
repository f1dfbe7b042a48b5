// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"net/url"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// ClientStatistic is a row of the client summary: what one client does over one protocol on one node. Only clients that are active
// show up, the most active first; it is not a list of mounts.
type ClientStatistic struct {
	RemoteAddr    string  `json:"remote_addr"`
	RemoteName    string  `json:"remote_name"`
	LocalAddr     string  `json:"local_addr"`
	Protocol      string  `json:"protocol"`
	Node          *int    `json:"node"`
	Class         string  `json:"class"`
	OperationRate float64 `json:"operation_rate"`
	NumOperations int64   `json:"num_operations"`
}

// ClientStatistics lists the active clients of protocols ("nfs3", "nfs4", "smb2", which covers SMB 3), one row per client, protocol
// and node, over all nodes that answer.
func (c *Client) ClientStatistics(ctx context.Context, protocols ...string) ([]ClientStatistic, error) {
	query := url.Values{
		"totalby":  {"remote_addr,local_addr,protocol,node"},
		"numeric":  {"true"},
		"degraded": {"true"},
	}
	if len(protocols) > 0 {
		query.Set("protocols", strings.Join(protocols, ","))
	}
	return whole[ClientStatistic](ctx, c, "client", query, uri.ClientStatistics)
}
