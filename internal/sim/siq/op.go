// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

import "strings"

// Op is one elementary effect of a row. Ops on switches and records change the [View] (see [Apply]); the others change data, which
// only package world knows.
type Op string

// Effects on the policies themselves.
const (
	SelfOn      Op = "self on"      // X.enabled becomes true
	SelfOff     Op = "self off"     // X.enabled becomes false, if X is still there
	DropSelf    Op = "drop self"    // X is removed
	ReverseMade Op = "reverse made" // the reverse policy exists: the left-over one, or a new one that is disabled
	ReverseOn   Op = "reverse on"   // the reverse policy is enabled
	DropTarget  Op = "drop target"  // X's target record is removed
)

// Effects on data. "Source" is X's path on its source cluster, "target" the path on the other.
const (
	TakeSource     Op = "take source"     // snapshot SIQ-<id>-new of the source, which the run replicates
	KeepSource     Op = "keep source"     // it becomes SIQ-<id>-latest: the state that both sides share
	ProtectTarget  Op = "protect target"  // restricted-writer domain on the target: clients cannot write
	OpenTarget     Op = "open target"     // the domain is lifted
	CopyHalf       Op = "copy half"       // part of the changes have reached the target
	CopyAll        Op = "copy all"        // the target equals the source's snapshot
	KeepTarget     Op = "keep target"     // snapshot SIQ-Failover-… of the target: the last completed sync
	RestoreTarget  Op = "restore target"  // the target becomes its last completed sync again
	MarkSource     Op = "mark source"     // DomainMark: source_domain_marked becomes true
	RestoreSource  Op = "restore source"  // the source becomes the last state that both sides share
	ProtectSource  Op = "protect source"  // restricted-writer domain on the source, owned by the reverse policy
	ShareBaseline  Op = "share baseline"  // the reverse policy starts from the shared state: its next run is incremental
	CheckReverse   Op = "check reverse"   // what the reverse policy will need: its name is free, certificates, a way back
	DropHistory    Op = "drop history"    // reports and SyncIQ snapshots of X are removed
	ForgetState    Op = "forget state"    // has_sync_state becomes false; the next run is a full copy
	NeedReset      Op = "need reset"      // runs fail until X is reset
	ClearConflict  Op = "clear conflict"  // conflicted becomes false
	FailSourceJob  Op = "fail source job" // a sync that is running when writes are allowed fails
	StopJob        Op = "stop job"        // the job of X ends canceled, wherever it runs
	PauseJob       Op = "pause job"
	ResumeJob      Op = "resume job"
	TakeProperties Op = "take properties" // the properties of the request are stored
)

const (
	targetPrefix  = "target="
	reversePrefix = "reverse target="
)

// TargetTo is the op that brings X's target record into state t; it makes the record if there is none.
func TargetTo(t Target) Op { return Op(targetPrefix + string(t)) }

// ReverseTargetTo is the op that brings the reverse policy's target record into state t; it makes the record if there is none.
func ReverseTargetTo(t Target) Op { return Op(reversePrefix + string(t)) }

// Target returns the state that a [TargetTo] op sets, and whether it is one.
func (o Op) Target() (Target, bool) {
	s, ok := strings.CutPrefix(string(o), targetPrefix)
	return Target(s), ok
}

// ReverseTarget returns the state that a [ReverseTargetTo] op sets, and whether it is one.
func (o Op) ReverseTarget() (Target, bool) {
	s, ok := strings.CutPrefix(string(o), reversePrefix)
	return Target(s), ok
}

// Apply is what the ops do to a view. Ops on data leave it as it is.
func (v View) Apply(ops ...Op) View {
	for _, o := range ops {
		if t, ok := o.Target(); ok {
			v.Target = t
		}
		if t, ok := o.ReverseTarget(); ok {
			v.ReverseTarget = t
		}
		switch o { //nolint:exhaustive // ops on data do not change the view
		case SelfOn, SelfOff:
			if v.Self != Absent {
				v.Self = map[Op]Switch{SelfOn: Enabled, SelfOff: Disabled}[o]
			}
		case DropSelf:
			v.Self = Absent
		case DropTarget:
			v.Target = NoTarget
		case ReverseMade:
			if v.Reverse == Absent {
				v.Reverse = Disabled
			}
		case ReverseOn:
			v.Reverse = Enabled
		}
	}
	return v
}
