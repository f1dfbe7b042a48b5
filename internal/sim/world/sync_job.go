// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// SyncJob is a SyncIQ job on the cluster that runs it: the source for a sync, a test or resync_prep, the target for allow_write and its
// revert. There is one per policy. It stays visible for a while after its end.
type SyncJob struct {
	PolicyID, PolicyName string
	OnTarget             bool       // runs on the policy's target cluster
	Action               siq.Action // Scheduled shows as a sync
	Number               int64      // job_id, a counter of the cluster; 0 until the job starts
	State                string     // pending, running, paused, and the states of an end
	Accepted             time.Time
	Started, Ended       time.Time // zero: not yet
	Phases               []JobPhase
	Shows                string // policy.action
	Type                 string // sync_type
	Error                string
	Counts               SyncCounts
	Policy               PolicySettings // as the policy was when the job was accepted
	Workers              int            // workers_per_node of the request, 0 if not given
	Priority             int
	TargetSnapshots      []string

	row         string // the row that made it
	plan        siq.Plan
	step        int
	serial      int64 // events of an older serial are void
	visibleFrom time.Time
	goneAt      time.Time
	due         time.Time
	left        time.Duration // of the step, while paused
	paused      pauseReason
	source      *fs.Snapshot // what a run replicates
	fault       *JobFault
	unmarked    bool // the source must be marked in this job
}

// JobPhase is a phase that has begun.
type JobPhase struct {
	Name       string
	Start, End time.Time // End is zero while it runs
}

type pauseReason string

const (
	notPaused       pauseReason = ""
	pausedByHand    pauseReason = "by hand"
	pausedByService pauseReason = "service"
	pausedByQueue   pauseReason = "queue" // makes room for a job of higher priority
)

// SyncCounts are the figures of a run that the simulator really has; all others of a report are zero.
type SyncCounts struct {
	fs.Delta
	QuotasDeleted int64
	TotalFiles    int64 // files below the source path
}

// Alive tells whether the job has not ended.
func (j SyncJob) Alive() bool { return j.Ended.IsZero() }

// VisibleAt tells whether the API shows the job at an instant: it appears late and disappears late.
func (j SyncJob) VisibleAt(at time.Time) bool {
	return !at.Before(j.visibleFrom) && (j.Alive() || at.Before(j.goneAt))
}

// Row is the id of the state machine's row that made the job.
func (j SyncJob) Row() string { return j.row }

// Steps is how many phases the job has in all.
func (j SyncJob) Steps() int { return len(j.plan.Steps) }

// SyncJobs lists the jobs that the API shows now.
func (c *Cluster) SyncJobs() []SyncJob {
	var out []SyncJob
	hidden := c.world.Dials.Is("target_job_listed", siq.No)
	for _, j := range c.Sync.jobs.All() {
		if j.VisibleAt(c.world.Now()) && (!j.OnTarget || !hidden) {
			out = append(out, j)
		}
	}
	return out
}

// SyncJob returns the job that the API shows for a policy's name or id.
func (c *Cluster) SyncJob(key string) (SyncJob, bool) {
	for _, j := range c.SyncJobs() {
		if j.PolicyID == key || j.PolicyName == key {
			return j, true
		}
	}
	return SyncJob{}, false
}

// LiveSyncJob returns the job of a policy on this cluster that has not ended, visible or not.
func (c *Cluster) LiveSyncJob(policyID string) (SyncJob, bool) {
	j, ok := c.Sync.jobs.Get(policyID)
	return j, ok && j.Alive()
}
