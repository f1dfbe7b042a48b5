// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "time"

// SyncState holds SyncIQ on one cluster: its own policies, the target records of other clusters' policies, jobs, reports, settings,
// certificates and performance rules.
type SyncState struct {
	// Settings are SyncIQ's settings of the whole cluster.
	Settings SyncSettings
	// Timing is how long jobs take.
	Timing SyncTiming
	// Rules are the performance rules by id.
	Rules Table[SyncRule]
	// Peers are the certificates of other clusters that this one trusts, Servers its own, by id.
	Peers, Servers Table[Certificate]
	// Hosts are names and addresses, beside those of the pools, by which other clusters reach this one, the first of them as the
	// coordinator that a target sees.
	Hosts []string

	policies Table[SyncPolicy]
	names    Table[string] // policy name to id
	records  Table[TargetRecord]
	jobs     Table[SyncJob] // by policy id: one job per policy
	reports  Table[SyncReport]
	received Table[SyncReport] // what the target reports on
	faults   Table[[]JobFault] // by "policy/action"
	lastJob  int64
	detects  bool // a look for changed sources is on the agenda
}

// SyncTiming is how long jobs take in simulated time. The zero value means [UsualTiming].
type SyncTiming struct {
	Brief   time.Duration // a step with nothing to move
	Changes time.Duration // least time of a transfer
	Undo    time.Duration // least time of a roll-back
	Walk    time.Duration // least time of a domain mark
	File    time.Duration // more for every file that is moved or rolled back
	Entry   time.Duration // more for every file and directory that a domain mark visits
	Rate    int64         // bytes a second
}

// UsualTiming makes the smallest run last 16 s, as the smallest recorded one did (synciq.md §3).
var UsualTiming = SyncTiming{
	Brief: 4 * time.Second, Changes: 8 * time.Second, Undo: 6 * time.Second, Walk: 40 * time.Second,
	File: 5 * time.Millisecond, Entry: 10 * time.Millisecond, Rate: 100 << 20,
}

func (s *SyncState) clone() SyncState {
	out := *s
	out.Rules, out.Peers, out.Servers = s.Rules.Clone(), s.Peers.Clone(), s.Servers.Clone()
	out.policies, out.names, out.records, out.jobs = s.policies.Clone(), s.names.Clone(), s.records.Clone(), s.jobs.Clone()
	out.reports, out.received, out.faults = s.reports.Clone(), s.received.Clone(), s.faults.Clone()
	return out
}
