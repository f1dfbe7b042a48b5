// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"strings"
)

// StageID names a stage; the numbers are the lines of the documented process.
type StageID string

// The stages in the order in which they run; writes_first runs StageWrites before StageNames.
const (
	StageStart         StageID = "1 start"
	StageIsolate       StageID = "1 isolate"
	StageSettle        StageID = "2 settle"
	StageConfiguration StageID = "2a configuration"
	StageFence         StageID = "2b fence"
	StageLastSync      StageID = "2c last sync"
	StageNames         StageID = "3 names"
	StageSPNs          StageID = "4 SPNs"
	StageWrites        StageID = "5 writes"
	StageResyncPrep    StageID = "6a resync prep"
	StageMirrorRun     StageID = "6b mirror run"
	StageQuotas        StageID = "7 quotas"
	StageSchedule      StageID = "6c mirror schedule"
	StageFinish        StageID = "8 finish"
)

// Key identifies one thing that a run does: stage, side, kind, object, target value. It is what a person approves with the plan.
type Key string

// NewKey puts a key together. The value is what the object shall be afterwards.
func NewKey(stage StageID, side, kind, object, value string) Key {
	parts := []string{string(stage), side, kind, object, value}
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], " | ", escaped)
	}
	return Key(strings.Join(parts, " | "))
}

// escaped stands for what separates the parts of a key, where it is within one.
const escaped = " \x1f "

// Object is what the key is about.
func (k Key) Object() string {
	parts := strings.SplitN(string(k), " | ", 5)
	if len(parts) < 5 {
		return ""
	}
	return strings.ReplaceAll(parts[3], escaped, " | ")
}

// Area is a part of a survey that can be read again alone.
type Area uint

const (
	// AreaNetwork are the pool, its names and interfaces, and the other pools of the cluster.
	AreaNetwork Area = 1 << iota
	// AreaAD are the Active Directory providers of the access zone, with their SPNs.
	AreaAD
	// AreaSync are the SyncIQ policies, their target records and what the reports prove.
	AreaSync
	// AreaObjects are shares, exports and aliases.
	AreaObjects
	// AreaQuotas are the quotas at or below the directories of the policies.
	AreaQuotas
	// AreaJournal is the journal on both clusters.
	AreaJournal
	// AreaSite are the slow-moving facts: identity, licences, zones, privileges.
	AreaSite

	// AreaAll is the whole survey.
	AreaAll = AreaNetwork | AreaAD | AreaSync | AreaObjects | AreaQuotas | AreaJournal | AreaSite
)

// Has tells whether a and b have a part in common.
func (a Area) Has(b Area) bool { return a&b != 0 }
