// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

// Switch is a policy's presence and its enabled flag.
type Switch string

// The three settings of a [Switch].
const (
	Absent   Switch = "absent"
	Disabled Switch = "disabled"
	Enabled  Switch = "enabled"
)

// Target is the failover_failback_state of a target record, or [NoTarget].
type Target string

// The states of a target record (synciq.md §1.1), and its absence.
const (
	NoTarget            Target = "absent"
	WritesDisabled      Target = "writes_disabled"
	EnablingWrites      Target = "enabling_writes"
	WritesEnabled       Target = "writes_enabled"
	DisablingWrites     Target = "disabling_writes"
	CreatingResync      Target = "creating_resync_policy"
	ResyncPolicyCreated Target = "resync_policy_created"
)

// Switches and Targets list all values, for tests that walk the whole product.
var (
	Switches = []Switch{Absent, Disabled, Enabled}
	Targets  = []Target{
		NoTarget, WritesDisabled, EnablingWrites, WritesEnabled, DisablingWrites, CreatingResync, ResyncPolicyCreated,
	}
)

// View is a pair of policies as seen from one of them, X. Seen from P of synciq.md §1.2 the fields are (P, T(P), M, T(M)); seen from
// M they are (M, T(M), P, T(P)).
type View struct {
	Self          Switch // X, on its source cluster
	Target        Target // X's target record, on the other cluster
	Reverse       Switch // the reverse policy, on the other cluster
	ReverseTarget Target // the reverse policy's target record, on X's source cluster
}

// Flip is the same pair seen from the reverse policy.
func (v View) Flip() View {
	return View{Self: v.Reverse, Target: v.ReverseTarget, Reverse: v.Self, ReverseTarget: v.Target}
}

// Views lists all views.
func Views() []View {
	var out []View
	for _, self := range Switches {
		for _, target := range Targets {
			for _, reverse := range Switches {
				for _, reverseTarget := range Targets {
					out = append(out, View{self, target, reverse, reverseTarget})
				}
			}
		}
	}
	return out
}
