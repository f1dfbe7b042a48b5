// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"
	"strconv"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// Events of SyncIQ. ID is a policy's id, Arg tells an old event from a valid one.
const (
	EventSyncStart    EventKind = "sync.start"    // a job that was accepted joins the queue
	EventSyncStep     EventKind = "sync.step"     // a step of a job is over
	EventSyncSchedule EventKind = "sync.schedule" // a schedule's time has come
	EventSyncDetect   EventKind = "sync.detect"   // look for changed sources
	EventSyncRPO      EventKind = "sync.rpo"      // a policy's last success may be too long ago
)

// startDelay is how long a job is pending at least.
const startDelay = time.Second

// accept makes a job of a verdict. It starts after a moment, if the queue lets it.
func (c *Cluster) accept(a siq.Action, x pair, v siq.Verdict, req SyncRequest) int64 {
	now := c.world.Now()
	j := SyncJob{
		PolicyID: x.policyID, PolicyName: x.called(""), OnTarget: a.OnTarget(), Action: a, State: "pending", Accepted: now,
		Type: "invalid", Shows: "none", Workers: req.WorkersPerNode, row: v.ID, plan: *v.Job,
		serial: c.world.NewNumber(), visibleFrom: now.Add(c.world.syncLag("lag_job")),
	}
	if x.there {
		j.Policy, j.Priority = x.policy.PolicySettings, x.policy.Priority
	} else {
		j.Policy = PolicySettings{Action: "sync", Name: x.record.Name, TargetPath: x.record.TargetPath}
	}
	c.Sync.jobs.Put(j.PolicyID, j)
	c.world.After(startDelay, EventSyncStart, c.Name, j.PolicyID, j.arg())
	return j.serial
}

func (j SyncJob) arg() string { return strconv.FormatInt(j.serial, 10) }

// startJobs starts pending and resumes displaced jobs while there is room, the higher priority first, then the longest waiting. A job of
// priority 1 without room displaces the running job of priority 0 that has run the shortest (synciq.md §3).
func (c *Cluster) startJobs() {
	if c.syncSettings().Service != "on" {
		return
	}
	for {
		waiting, running := c.queue()
		if len(waiting) == 0 {
			return
		}
		next := waiting[0]
		if len(running) >= c.MaxConcurrentJobs() {
			weak := slices.IndexFunc(running, func(j SyncJob) bool { return j.Priority < next.Priority })
			if weak < 0 {
				return
			}
			c.pauseJob(running[weak], pausedByQueue)
		}
		if next.paused == pausedByQueue {
			c.resumeJob(next)
		} else {
			c.startJob(next)
		}
	}
}

// queue lists the jobs that wait, in the order in which they are served, and those that run, the shortest-running first.
func (c *Cluster) queue() (waiting, running []SyncJob) {
	now := c.world.Now()
	for _, j := range c.Sync.jobs.All() {
		switch {
		case !j.Alive():
		case j.State == "running":
			running = append(running, j)
		case j.State == "pending" && !now.Before(j.Accepted.Add(startDelay)), j.paused == pausedByQueue:
			waiting = append(waiting, j)
		}
	}
	slices.SortStableFunc(waiting, func(a, b SyncJob) int {
		if a.Priority != b.Priority {
			return b.Priority - a.Priority
		}
		return a.Accepted.Compare(b.Accepted)
	})
	slices.SortStableFunc(running, func(a, b SyncJob) int { return b.Started.Compare(a.Started) })
	return waiting, running
}

func (c *Cluster) pauseJob(j SyncJob, why pauseReason) {
	if !j.Alive() || j.paused != notPaused {
		return
	}
	if j.State == "running" {
		j.left = j.due.Sub(c.world.Now())
	}
	j.State, j.paused, j.serial = "paused", why, c.world.NewNumber()
	c.Sync.jobs.Put(j.PolicyID, j)
}

func (c *Cluster) resumeJob(j SyncJob) {
	if !j.Alive() || j.paused == notPaused {
		return
	}
	j.paused = notPaused
	if j.Number == 0 { // it was paused before it started
		j.State = "pending"
		c.Sync.jobs.Put(j.PolicyID, j)
		c.world.After(0, EventSyncStart, c.Name, j.PolicyID, j.arg())
		return
	}
	j.State, j.due = "running", c.world.Now().Add(j.left)
	c.Sync.jobs.Put(j.PolicyID, j)
	if j.hangs() {
		return
	}
	c.world.Schedule(Event{Due: j.due, Kind: EventSyncStep, Cluster: c.Name, ID: j.PolicyID, Arg: j.arg()})
}
