// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"strconv"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// detectEvery is how often OneFS looks whether the source of a when-source-modified policy has changed (synciq.md §3).
const detectEvery = 10 * time.Second

// armSchedule works out when the policy runs next. What was armed before is void.
func (c *Cluster) armSchedule(id string) {
	p, ok := c.policies.Get(id)
	if !ok {
		return
	}
	p.generation++
	p.NextRun, p.changedSince = time.Time{}, time.Time{}
	if s, err := parseSchedule(p.Schedule); err == nil {
		p.NextRun = s.next(c.World().Now())
	}
	c.policies.Put(id, p)
	if !p.NextRun.IsZero() {
		arg := strconv.FormatInt(p.generation, 10)
		c.World().Schedule(world.Event{Due: p.NextRun, Kind: eventSchedule, Cluster: c.Name, ID: id, Arg: arg})
	}
	if p.Schedule == ScheduleSourceModified && p.Enabled() && !c.detects {
		c.detects = true
		c.World().After(detectEvery, eventDetect, c.Name, "", "")
	}
}

// scheduleEvent starts a run whose time has come, if the state machine lets it, and arms the next one.
func (c *Cluster) scheduleEvent(e world.Event) {
	p, ok := c.policies.Get(e.ID)
	if ok && strconv.FormatInt(p.generation, 10) != e.Arg {
		return
	}
	if c.Reachable {
		c.Act(siq.Scheduled, e.ID, Request{})
	}
	c.armSchedule(e.ID)
}

// detectEvent looks at the sources of all when-source-modified policies and starts a run where a change has lasted for the policy's
// job_delay. It looks again as long as there is such a policy.
func (c *Cluster) detectEvent() {
	now := c.World().Now()
	again := false
	for id, p := range c.policies.All() {
		if p.Schedule != ScheduleSourceModified || !p.Enabled() {
			continue
		}
		again = true
		if _, live := c.LiveJob(id); live || p.Conflicted || !c.Reachable || !c.sourceChanged(p) {
			continue
		}
		if p.changedSince.IsZero() {
			p.changedSince = now
		}
		due := !now.Before(p.changedSince.Add(p.delay()))
		if due {
			p.changedSince = time.Time{}
		}
		c.policies.Put(id, p)
		if due {
			c.Act(siq.Scheduled, id, Request{})
		}
	}
	c.detects = again
	if again {
		c.World().After(detectEvery, eventDetect, c.Name, "", "")
	}
}

// delay is how long a change of the source must last before a run.
func (p Policy) delay() time.Duration {
	if p.JobDelay == nil {
		return 0
	}
	return time.Duration(*p.JobDelay) * time.Second
}

// sourceChanged tells whether the source differs from what the last run replicated.
func (c *Cluster) sourceChanged(p Policy) bool {
	if p.latest == nil {
		return true
	}
	d, err := fs.Diff(*p.latest, p.SourceRootPath, c.FS.Snapshot(), p.SourceRootPath)
	return err == nil && !d.Zero()
}

// SnapshotTaken starts the runs of the policies that wait for a snapshot of their source path. Whoever makes a snapshot by hand or by
// schedule calls it with the snapshot's path.
func (c *Cluster) SnapshotTaken(path string) {
	for id, p := range c.policies.All() {
		if p.Schedule == ScheduleSnapshotTaken && p.SourceRootPath == path && c.Reachable {
			c.Act(siq.Scheduled, id, Request{})
		}
	}
}
