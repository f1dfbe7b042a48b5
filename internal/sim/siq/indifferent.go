// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

// Indifferent lists, for every condition, the actions that it does not touch. With the guards it covers conditions × actions exactly once.
var Indifferent = map[Condition][]Action{
	NoLicence: {
		Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal, Break, BreakForce, Stop, Cancel, Pause, Resume,
	},
	ServiceOff: {
		Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal, Break, BreakForce, Stop, Cancel, Pause, Resume,
	},
	ActiveSource: {Resolve, AllowWrite, Revert},
	ActiveTarget: {Sync, Scheduled, Test, ResyncPrep, Enable, Disable, Modify, Resolve, Reset, DeleteLocal},
	Hanging: {
		Sync, Scheduled, Test, ResyncPrep, Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal, Revert, Break,
		BreakForce, Cancel, Pause, Resume,
	},
	Conflicted: {
		Test, Enable, Disable, Modify, Reset, Delete, DeleteForce, DeleteLocal, AllowWrite, Revert, Break, BreakForce, Stop, Cancel, Pause,
		Resume,
	},
	Unsupported: {
		Sync, Scheduled, Test, Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal, AllowWrite, Revert, Break,
		BreakForce, Stop, Cancel, Pause, Resume,
	},
	PathTaken: {
		Test, ResyncPrep, Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal, AllowWrite, Revert, Break, BreakForce,
		Stop, Cancel, Pause, Resume,
	},
	AssociationLost: {
		Test, Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal, AllowWrite, Revert, Break, BreakForce, Stop,
		Cancel, Pause, Resume,
	},
	TargetUnreachable: {
		Enable, Disable, Modify, Resolve, Reset, DeleteLocal, AllowWrite, Revert, Break, BreakForce, Stop, Cancel, Pause, Resume,
	},
	WrongCluster: {
		Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal, AllowWrite, Revert, Break, BreakForce, Stop, Cancel,
		Pause, Resume,
	},
	WrongPool: {
		Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal, AllowWrite, Revert, Break, BreakForce, Stop, Cancel,
		Pause, Resume,
	},
	NoCertificate: {
		Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal, AllowWrite, Revert, Break, BreakForce, Stop, Cancel,
		Pause, Resume,
	},
	NoPassword: {
		Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal, AllowWrite, Revert, Break, BreakForce, Stop, Cancel,
		Pause, Resume,
	},
	QuotaScan: {
		Test, ResyncPrep, Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal, AllowWrite, Revert, Break, BreakForce,
		Stop, Cancel, Pause, Resume,
	},
	TargetQuotaScan: {
		Test, ResyncPrep, Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal, AllowWrite, Revert, Break, BreakForce,
		Stop, Cancel, Pause, Resume,
	},
}
