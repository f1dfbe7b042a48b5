// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"net/url"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// NLMSession is an NFSv3 client that holds or held locks.
type NLMSession struct {
	ID        string `json:"id"`
	Hostname  string `json:"hostname"`
	HostType  string `json:"host_type"`
	ClusterIP string `json:"cluster_ip"`
	IsActive  bool   `json:"is_active"`
	Zone      string `json:"zone"`
}

// NFSLock is a lock that an NFS client holds on a path, any NFS version.
type NFSLock struct {
	ID       string `json:"id"`
	Client   string `json:"client"`
	Path     string `json:"path"`
	LockType string `json:"lock_type"`
	Version  string `json:"version"`
	Created  int64  `json:"created"`
}

// NLMSessions lists the NFSv3 lock holders of an access zone; "" is System. The list has no pages.
func (c *Client) NLMSessions(ctx context.Context, zone string) ([]NLMSession, error) {
	return whole[NLMSession](ctx, c, "clients", inZone(zone), uri.NLMSessions)
}

// NFSLocks lists the locks at a path; "" is all. The list has no pages.
func (c *Client) NFSLocks(ctx context.Context, path string) ([]NFSLock, error) {
	query := url.Values{}
	if path != "" {
		query.Set("path", path)
	}
	return whole[NFSLock](ctx, c, "locks", query, uri.NFSLocks)
}
