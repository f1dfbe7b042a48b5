// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Snapshot is a snapshot of a directory. Times are Unix seconds; Expires is nil for never.
type Snapshot struct {
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	Path    string `json:"path"`
	State   string `json:"state"`
	Created int64  `json:"created"`
	Expires *int64 `json:"expires"`
}

// SnapshotRequest makes a snapshot.
type SnapshotRequest struct {
	Path    string `json:"path"`
	Name    string `json:"name,omitempty"`
	Expires *int64 `json:"expires,omitempty"`
}

const snapshotsPath = uri.Snapshots

// Snapshots lists all snapshots.
func (c *Client) Snapshots(ctx context.Context) ([]Snapshot, error) {
	return list[Snapshot](ctx, c, "snapshots", nil, snapshotsPath)
}

// CreateSnapshot makes a snapshot and answers it whole.
func (c *Client) CreateSnapshot(ctx context.Context, p permit.Permit, snapshot SnapshotRequest) (*Snapshot, error) {
	r := &request{method: "POST", template: snapshotsPath}
	a, err := c.write(ctx, p, r, snapshot)
	if err != nil {
		return nil, err
	}
	var made Snapshot
	if err := json.Unmarshal(a.body, &made); err != nil {
		return nil, c.malformed(r, err)
	}
	return &made, nil
}

// ChangedFile is a file or directory that differs between two snapshots.
type ChangedFile struct {
	Path string `json:"path"`
}

// ChangedFiles lists what differs between two snapshots of one directory, by their ids. Its address and its answer are in no contract:
// they are assumed. A cluster that does not have it answers 404, and one that does not let the user ask 403.
func (c *Client) ChangedFiles(ctx context.Context, older, newer int64) ([]ChangedFile, error) {
	return list[ChangedFile](ctx, c, "entries", nil, uri.SnapshotChangelist, fmt.Sprintf("%d_%d", older, newer))
}
