// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Cluster is SyncIQ on a cluster of the world: its own policies, the target records of other clusters' policies, jobs, reports, settings,
// certificates and performance rules.
type Cluster struct {
	*world.Cluster

	// Settings are SyncIQ's settings of the whole cluster.
	Settings Settings
	// Timing is how long jobs take.
	Timing Timing
	// Rules are the performance rules by id.
	Rules world.Table[Rule]
	// Peers are the certificates of other clusters that this one trusts, Servers its own, by id.
	Peers, Servers world.Table[Certificate]
	// Hosts are names and addresses, beside those of the pools, by which other clusters reach this one, the first of them as the
	// coordinator that a target sees.
	Hosts []string

	policies world.Table[Policy]
	names    world.Table[string] // policy name to id
	records  world.Table[TargetRecord]
	jobs     world.Table[Job] // by policy id: one job per policy
	reports  world.Table[Report]
	received world.Table[Report]     // what the target reports on
	faults   world.Table[[]JobFault] // by "policy/action"
	lastJob  int64
	detects  bool // a look for changed sources is on the agenda
}

// Timing is how long jobs take in simulated time. The zero value means [UsualTiming].
type Timing struct {
	Brief   time.Duration // a step with nothing to move
	Changes time.Duration // least time of a transfer
	Undo    time.Duration // least time of a roll-back
	Walk    time.Duration // least time of a domain mark
	File    time.Duration // more for every file that is moved or rolled back
	Entry   time.Duration // more for every file and directory that a domain mark visits
	Rate    int64         // bytes a second
}

// UsualTiming makes the smallest run last 16 s, as the smallest recorded one did (synciq.md §3).
var UsualTiming = Timing{
	Brief: 4 * time.Second, Changes: 8 * time.Second, Undo: 6 * time.Second, Walk: 40 * time.Second,
	File: 5 * time.Millisecond, Entry: 10 * time.Millisecond, Rate: 100 << 20,
}

// partName is what SyncIQ is called in the world's clusters.
const partName = "synciq"

// Of is SyncIQ on a cluster; nil of nil.
func Of(c *world.Cluster) *Cluster {
	if c == nil {
		return nil
	}
	if known, ok := c.Part(partName).(*Cluster); ok {
		return known
	}
	out := &Cluster{Cluster: c}
	c.AddPart(partName, out)
	return out
}

// clustersOf is SyncIQ on each cluster of a world.
func clustersOf(w *world.World) []*Cluster {
	all := w.Clusters()
	out := make([]*Cluster, 0, len(all))
	for _, c := range all {
		out = append(out, Of(c))
	}
	return out
}

// ClonePart copies the state, see [world.Part].
func (c *Cluster) ClonePart(into *world.Cluster) world.Part {
	out := *c
	out.Cluster = into
	out.Rules, out.Peers, out.Servers = c.Rules.Clone(), c.Peers.Clone(), c.Servers.Clone()
	out.policies, out.names, out.records, out.jobs = c.policies.Clone(), c.names.Clone(), c.records.Clone(), c.jobs.Clone()
	out.reports, out.received, out.faults = c.reports.Clone(), c.received.Clone(), c.faults.Clone()
	return &out
}

// HappenPart handles SyncIQ's events, see [world.Part].
func (c *Cluster) HappenPart(e world.Event) bool {
	switch e.Kind {
	case eventStart, eventStep:
		c.jobEvent(e)
	case eventSchedule:
		c.scheduleEvent(e)
	case eventRPO:
		c.rpoEvent(e)
	case eventDetect:
		c.detectEvent()
	default:
		return false
	}
	return true
}
