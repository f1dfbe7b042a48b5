// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// Job is a SyncIQ job on the cluster that runs it: the source for a sync, a test or resync_prep, the target for allow_write and its
// revert. There is one per policy. It stays visible for a while after its end.
type Job struct {
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
	Counts               Counts
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

// Counts are the figures of a run that the simulator really has; all others of a report are zero.
type Counts struct {
	fs.Delta
	QuotasDeleted int64
	TotalFiles    int64 // files below the source path
}

// Alive tells whether the job has not ended.
func (j Job) Alive() bool { return j.Ended.IsZero() }

// VisibleAt tells whether the API shows the job at an instant: it appears late and disappears late.
func (j Job) VisibleAt(at time.Time) bool {
	return !at.Before(j.visibleFrom) && (j.Alive() || at.Before(j.goneAt))
}

// Row is the id of the state machine's row that made the job.
func (j Job) Row() string { return j.row }

// Steps is how many phases the job has in all.
func (j Job) Steps() int { return len(j.plan.Steps) }

// Jobs lists the jobs that the API shows now.
func (c *Cluster) Jobs() []Job {
	var out []Job
	hidden := c.World().Dials.Is("target_job_listed", siq.No)
	for _, j := range c.jobs.All() {
		if j.VisibleAt(c.World().Now()) && (!j.OnTarget || !hidden) {
			out = append(out, j)
		}
	}
	return out
}

// Job returns the job that the API shows for a policy's name or id.
func (c *Cluster) Job(key string) (Job, bool) {
	for _, j := range c.Jobs() {
		if j.PolicyID == key || j.PolicyName == key {
			return j, true
		}
	}
	return Job{}, false
}

// LiveJob returns the job of a policy on this cluster that has not ended, visible or not.
func (c *Cluster) LiveJob(policyID string) (Job, bool) {
	j, ok := c.jobs.Get(policyID)
	return j, ok && j.Alive()
}
