// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// CopyIsLastSync tells whether the directory of a record is, byte for byte, what its last completed sync has left there.
func (c *Cluster) CopyIsLastSync(key string) bool {
	t, ok := c.TargetRecord(key)
	if !ok || t.synced == nil {
		return false
	}
	d, err := fs.Diff(c.FS.Snapshot(), t.TargetPath, *t.synced, t.TargetPath)
	return err == nil && d.Zero()
}

// LastReverted is when the newest allow_write_revert of a record ended well, zero if none did.
func (c *Cluster) LastReverted(key string) time.Time {
	t, ok := c.TargetRecord(key)
	if !ok {
		return time.Time{}
	}
	var out time.Time
	for _, r := range c.received.All() {
		if r.Job.PolicyID == t.ID && r.Job.Action == siq.Revert && r.Job.State == "finished" && r.Job.Ended.After(out) {
			out = r.Job.Ended
		}
	}
	return out
}
