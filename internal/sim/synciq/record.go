// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// TargetRecord is what a target cluster knows of a policy that replicates to it. It has the policy's id and name.
type TargetRecord struct {
	ID, Name      string
	SourceCluster string // name of the source cluster in the world
	SourceGUID    string
	SourceHost    string
	CoordinatorIP string // the address of the source that the target last saw
	TargetPath    string
	LastUpdate    time.Time // of the last completed sync; zero if none

	state        Lagged[siq.Target]
	lastJobState Lagged[string]
	synced       *fs.Snapshot // the target after the last completed sync: SIQ-Failover-…
	syncedName   string       // that snapshot's name
}

// State is what the cluster has decided; see [TargetRecord.StateSeen].
func (t TargetRecord) State() siq.Target { return t.state.Committed() }

// StateSeen is what the API shows at an instant.
func (t TargetRecord) StateSeen(at time.Time) siq.Target { return t.state.Visible(at) }

// LastJobStateSeen is what the API shows at an instant of the newest job that touched the target.
func (t TargetRecord) LastJobStateSeen(at time.Time) string { return t.lastJobState.Visible(at) }

// TargetRecord returns the record with that id, or the first one of that name: several sources may have policies of one name, and
// only the id tells them apart.
func (c *Cluster) TargetRecord(key string) (TargetRecord, bool) {
	if t, ok := c.records.Get(key); ok {
		return t, true
	}
	for _, t := range c.records.All() {
		if t.Name == key {
			return t, true
		}
	}
	return TargetRecord{}, false
}

// TargetRecords lists the records in the order they were made.
func (c *Cluster) TargetRecords() []TargetRecord { return c.records.Values() }

// setTarget brings the record of p on target into a state, making it if there is none.
func (x pair) setTarget(state siq.Target) {
	lag := lag(x.w, "lag_target_state")
	t, ok := x.target.records.Get(x.policy.ID)
	if !ok {
		t = TargetRecord{
			ID: x.policy.ID, Name: x.policy.Name, SourceCluster: x.source.Name, SourceGUID: x.source.GUID, SourceHost: x.source.Name,
			CoordinatorIP: x.source.coordinator(), TargetPath: x.policy.TargetPath,
			state: NewLagged(state), lastJobState: NewLagged("unknown"),
		}
		x.target.records.Put(t.ID, t)
		return
	}
	t.state.Set(state, x.w.Now(), lag)
	x.target.records.Put(t.ID, t)
}

// noteRecordJob sets the record's last_job_state.
func (c *Cluster) noteRecordJob(id, state string) {
	lag := lag(c.World(), "lag_target_state")
	c.records.Update(id, func(t *TargetRecord) { t.lastJobState.Set(state, c.World().Now(), lag) })
}
