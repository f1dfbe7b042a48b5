// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"slices"
	"strconv"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Events of SyncIQ. ID is a policy's id, Arg tells an old event from a valid one.
const (
	eventStart    world.EventKind = "sync.start"    // a job that was accepted joins the queue
	eventStep     world.EventKind = "sync.step"     // a step of a job is over
	eventSchedule world.EventKind = "sync.schedule" // a schedule's time has come
	eventDetect   world.EventKind = "sync.detect"   // look for changed sources
	eventRPO      world.EventKind = "sync.rpo"      // a policy's last success may be too long ago
)

// startDelay is how long a job is pending at least.
const startDelay = time.Second

// accept makes a job of a verdict. It starts after a moment, if the queue lets it.
func (c *Cluster) accept(a siq.Action, x pair, v siq.Verdict, req Request) int64 {
	now := c.World().Now()
	j := Job{
		PolicyID: x.policyID, PolicyName: x.called(""), OnTarget: a.OnTarget(), Action: a, State: "pending", Accepted: now,
		Type: "invalid", Shows: "none", Workers: req.WorkersPerNode, row: v.ID, plan: *v.Job,
		serial: c.World().NewNumber(), visibleFrom: now.Add(lag(c.World(), "lag_job")),
	}
	if x.there {
		j.Policy, j.Priority = x.policy.PolicySettings, x.policy.Priority
	} else {
		j.Policy = PolicySettings{Action: "sync", Name: x.record.Name, TargetPath: x.record.TargetPath}
	}
	c.jobs.Put(j.PolicyID, j)
	c.World().After(startDelay, eventStart, c.Name, j.PolicyID, j.arg())
	return j.serial
}

func (j Job) arg() string { return strconv.FormatInt(j.serial, 10) }

// startJobs starts pending and resumes displaced jobs while there is room, the higher priority first, then the longest waiting. A job of
// priority 1 without room displaces the running job of priority 0 that has run the shortest (synciq.md §3).
func (c *Cluster) startJobs() {
	if c.settings().Service != "on" {
		return
	}
	for {
		waiting, running := c.queue()
		if len(waiting) == 0 {
			return
		}
		next := waiting[0]
		if len(running) >= c.MaxConcurrentJobs() {
			weak := slices.IndexFunc(running, func(j Job) bool { return j.Priority < next.Priority })
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
func (c *Cluster) queue() (waiting, running []Job) {
	now := c.World().Now()
	for _, j := range c.jobs.All() {
		switch {
		case !j.Alive():
		case j.State == "running":
			running = append(running, j)
		case j.State == "pending" && !now.Before(j.Accepted.Add(startDelay)), j.paused == pausedByQueue:
			waiting = append(waiting, j)
		}
	}
	slices.SortStableFunc(waiting, func(a, b Job) int {
		if a.Priority != b.Priority {
			return b.Priority - a.Priority
		}
		return a.Accepted.Compare(b.Accepted)
	})
	slices.SortStableFunc(running, func(a, b Job) int { return b.Started.Compare(a.Started) })
	return waiting, running
}

func (c *Cluster) pauseJob(j Job, why pauseReason) {
	if !j.Alive() || j.paused != notPaused {
		return
	}
	if j.State == "running" {
		j.left = j.due.Sub(c.World().Now())
	}
	j.State, j.paused, j.serial = "paused", why, c.World().NewNumber()
	c.jobs.Put(j.PolicyID, j)
}

func (c *Cluster) resumeJob(j Job) {
	if !j.Alive() || j.paused == notPaused {
		return
	}
	j.paused = notPaused
	if j.Number == 0 { // it was paused before it started
		j.State = "pending"
		c.jobs.Put(j.PolicyID, j)
		c.World().After(0, eventStart, c.Name, j.PolicyID, j.arg())
		return
	}
	j.State, j.due = "running", c.World().Now().Add(j.left)
	c.jobs.Put(j.PolicyID, j)
	if j.hangs() {
		return
	}
	c.World().Schedule(world.Event{Due: j.due, Kind: eventStep, Cluster: c.Name, ID: j.PolicyID, Arg: j.arg()})
}
