// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

import "slices"

// Position names what a pair's view means. The switch of X itself is not part of it: rows say for which settings they hold.
type Position string

// The positions. Numbers are the rows of synciq.md §1.2 with X as P; the reverse policy sees the same rows from its own side.
const (
	NeverRun       Position = "never_run"        // 0: no target record, nothing replicates back
	ReverseOnly    Position = "reverse_only"     // no target record, but the reverse policy is enabled
	Protected      Position = "protected"        // 1
	ProtectedAgain Position = "protected_again"  // 10: as 1, with the mirror of a finished cycle left over
	BothTargets    Position = "both_targets"     // both records exist and X's refuses clients: two replications cross
	FailingOver    Position = "failing_over"     // 2
	FailedOver     Position = "failed_over"      // 3
	Reverting      Position = "reverting"        // 4
	Preparing      Position = "preparing"        // 5
	Reversed       Position = "reversed"         // 6
	FailingBack    Position = "failing_back"     // 7
	BothOpen       Position = "both_open"        // 8
	RevertingBack  Position = "reverting_back"   // from 8: the mirror's writes are being disabled again
	PreparingBack  Position = "preparing_back"   // 9
	ReverseLost    Position = "reverse_lost"     // 6 without a mirror, or without its record
	BothResyncMade Position = "both_resync_made" // both records say that the other side took over
)

// Positions lists all positions.
var Positions = []Position{
	NeverRun, ReverseOnly, Protected, ProtectedAgain, BothTargets, FailingOver, FailedOver, Reverting, Preparing,
	Reversed, FailingBack, BothOpen, RevertingBack, PreparingBack, ReverseLost, BothResyncMade,
}

// place is one block of views that mean the same. All values are listed, none is implied.
type place struct {
	position Position
	targets  []Target
	reverses []Switch
	records  []Target // the reverse policy's record
}

var (
	anySwitch = []Switch{Absent, Disabled, Enabled}
	present   = []Switch{Disabled, Enabled}
	anyTarget = []Target{NoTarget, WritesDisabled, EnablingWrites, WritesEnabled, DisablingWrites, CreatingResync, ResyncPolicyCreated}
	inUse     = []Target{WritesDisabled, EnablingWrites, WritesEnabled, DisablingWrites, CreatingResync}
)

var places = []place{
	{NeverRun, []Target{NoTarget}, []Switch{Absent, Disabled}, anyTarget},
	{ReverseOnly, []Target{NoTarget}, []Switch{Enabled}, anyTarget},
	{Protected, []Target{WritesDisabled}, []Switch{Absent}, anyTarget},
	{Protected, []Target{WritesDisabled}, present, []Target{NoTarget}},
	{Protected, []Target{WritesDisabled}, []Switch{Enabled}, []Target{ResyncPolicyCreated}},
	{ProtectedAgain, []Target{WritesDisabled}, []Switch{Disabled}, []Target{ResyncPolicyCreated}},
	{BothTargets, []Target{WritesDisabled}, present, inUse},
	{FailingOver, []Target{EnablingWrites}, anySwitch, anyTarget},
	{FailedOver, []Target{WritesEnabled}, anySwitch, anyTarget},
	{Reverting, []Target{DisablingWrites}, anySwitch, anyTarget},
	{Preparing, []Target{CreatingResync}, anySwitch, anyTarget},
	{Reversed, []Target{ResyncPolicyCreated}, present, []Target{WritesDisabled}},
	{FailingBack, []Target{ResyncPolicyCreated}, present, []Target{EnablingWrites}},
	{BothOpen, []Target{ResyncPolicyCreated}, present, []Target{WritesEnabled}},
	{RevertingBack, []Target{ResyncPolicyCreated}, present, []Target{DisablingWrites}},
	{PreparingBack, []Target{ResyncPolicyCreated}, present, []Target{CreatingResync}},
	{ReverseLost, []Target{ResyncPolicyCreated}, []Switch{Absent}, anyTarget},
	{ReverseLost, []Target{ResyncPolicyCreated}, present, []Target{NoTarget}},
	{BothResyncMade, []Target{ResyncPolicyCreated}, present, []Target{ResyncPolicyCreated}},
}

func (p place) holds(v View) bool {
	return slices.Contains(p.targets, v.Target) && slices.Contains(p.reverses, v.Reverse) && slices.Contains(p.records, v.ReverseTarget)
}

// Position is the position that the view is in. The places partition all views, which a test proves.
func (v View) Position() Position {
	i := slices.IndexFunc(places, func(p place) bool { return p.holds(v) })
	return places[i].position
}
