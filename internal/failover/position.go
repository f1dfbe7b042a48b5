// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import "slices"

// Position is where one policy pair stands, seen in one direction: from is the cluster that loses the pool, to the one that receives
// it. The rows of synciq.md §1.2 are symmetric, so the way out and the way back are the same positions with the roles swapped.
type Position string

// Positions in the order of a run. F is the policy that replicates from → to, R its reverse, T(X) the target record of X.
const (
	// AtFrom: from holds the data, F replicates (rows 1 and 10; row 6 seen from the other side).
	AtFrom Position = "at from"
	// Opening: allow_write of F runs or has to be repeated (rows 2 and 7).
	Opening Position = "opening"
	// Open: both paths are writable (rows 3 and 8).
	Open Position = "open"
	// Closing: allow_write_revert runs (row 4).
	Closing Position = "closing"
	// Preparing: resync prep of F runs or has to be repeated (rows 5 and 9).
	Preparing Position = "preparing"
	// Settling: resync prep is through, flags of the policies still lag behind or have to be set again.
	Settling Position = "settling"
	// AtTo: to holds the data, R replicates or F was never reversed (rows 6, 1 and 10 seen from the other side).
	AtTo Position = "at to"
	// Reverse positions: a run in the other direction is half done.
	ReverseOpening   Position = "reverse opening"
	ReverseOpen      Position = "reverse open"
	ReverseClosing   Position = "reverse closing"
	ReversePreparing Position = "reverse preparing"
	ReverseSettling  Position = "reverse settling"
	// NeverRun: F has no target record yet (row 0).
	NeverRun Position = "never run"
	// ReverseNeverRun: R has no target record yet.
	ReverseNeverRun Position = "reverse never run"
	// Disabled: from holds the data, and the policy that should replicate it is switched off; nobody's run did that.
	Disabled Position = "disabled"
	// ReverseDisabled: to holds the data, and the policy that should replicate it is switched off.
	ReverseDisabled Position = "reverse disabled"
	// Unexpected is everything else. No step is ever planned from there.
	Unexpected Position = "unexpected"
)

var (
	// deadEnds are positions on the old side from which no step leads on, until somebody has done something about them.
	deadEnds = []Position{Disabled, NeverRun, Unexpected}
	// arrived are those in which to holds the data and nothing is half-way, whether or not it is replicated.
	arrived = []Position{AtTo, ReverseDisabled, ReverseNeverRun}
)

// Values of failover_failback_state (synciq.md §1.1), and what this package says for a missing record or policy.
const (
	absent          = "absent"
	enabled         = "enabled"
	disabled        = "disabled"
	writesDisabled  = "writes_disabled"
	enablingWrites  = "enabling_writes"
	writesEnabled   = "writes_enabled"
	disablingWrites = "disabling_writes"
	creatingResync  = "creating_resync_policy"
	resyncCreated   = "resync_policy_created"
)

// facts are the four live fields that a position is made of.
type facts struct{ f, tf, r, tr string }

// reversed are the same facts seen from the other side.
func (x facts) reversed() facts { return facts{f: x.r, tf: x.tr, r: x.f, tr: x.tf} }

// row says that any combination of these values is this position, seen from → to.
type row struct {
	f, tf, r, tr []string
	is           Position
	// reversed is the same combination seen to → from.
	reversed Position
}

var (
	anyPolicy  = []string{absent, enabled, disabled}
	present    = []string{enabled, disabled}
	idle       = []string{absent, disabled}
	notStarted = []string{absent, resyncCreated}
)

// positions is the table. The first row that fits holds; each row is tried in both directions. Values not in a row are Unexpected.
var positions = []row{
	{[]string{enabled}, []string{writesDisabled}, idle, notStarted, AtFrom, AtTo},
	{present, []string{enablingWrites}, idle, notStarted, Opening, ReverseOpening},
	{present, []string{writesEnabled}, idle, notStarted, Open, ReverseOpen},
	{present, []string{disablingWrites}, idle, notStarted, Closing, ReverseClosing},
	{present, []string{creatingResync}, anyPolicy, []string{absent, resyncCreated, writesDisabled}, Preparing, ReversePreparing},
	// The record of F turns last, the flags of both policies follow with a lag, and a policy may have been left disabled.
	{[]string{enabled}, []string{resyncCreated}, anyPolicy, []string{absent, writesDisabled}, Settling, ReverseSettling},
	{[]string{disabled}, []string{resyncCreated}, idle, []string{writesDisabled, absent}, Settling, ReverseSettling},
	{[]string{disabled}, []string{resyncCreated}, []string{enabled}, []string{absent}, Settling, ReverseSettling},
	{present, []string{writesEnabled}, []string{enabled}, []string{absent, writesDisabled, resyncCreated}, Settling, ReverseSettling},
	{[]string{enabled}, []string{absent}, idle, []string{absent}, NeverRun, ReverseNeverRun},
	{[]string{disabled}, []string{writesDisabled}, idle, []string{absent}, Disabled, ReverseDisabled},
}

// position finds the row of the table.
func position(x facts) Position {
	y := x.reversed()
	for _, r := range positions {
		if r.fits(x) {
			return r.is
		}
		if r.fits(y) {
			return r.reversed
		}
	}
	return Unexpected
}

func (r row) fits(x facts) bool {
	return slices.Contains(r.f, x.f) && slices.Contains(r.tf, x.tf) && slices.Contains(r.r, x.r) && slices.Contains(r.tr, x.tr)
}

// facts reads the live fields of a pair in a direction.
func (s *Survey) facts(p Pair, from, to string) facts {
	return facts{
		f: s.policyState(from, p.PolicyOn(from)), tf: s.targetState(to, p.PolicyOn(from)),
		r: s.policyState(to, p.PolicyOn(to)), tr: s.targetState(from, p.PolicyOn(to)),
	}
}

func (s *Survey) policyState(cluster, policy string) string {
	v, ok := s.Clusters[cluster].Policies[policy]
	switch {
	case !ok:
		return absent
	case v.Enabled:
		return enabled
	default:
		return disabled
	}
}

func (s *Survey) targetState(cluster, policy string) string {
	v, ok := s.Clusters[cluster].Targets[policy]
	if !ok {
		return absent
	}
	return v.State
}

// Position is the position of a pair seen from one cluster to the other. Since the first failover a policy that somebody has switched off
// shows the same four fields as the last moments of a resync prep, which notes what it is about to do before it begins (synciq.md §1.2).
func (s *Survey) Position(p Pair, from, to string) Position {
	x := s.facts(p, from, to)
	switch at := position(x); {
	case at == ReverseSettling && switchedOff(x) && !s.turnsTo(p, from):
		return Disabled
	case at == Settling && switchedOff(x.reversed()) && !s.turnsTo(p, to):
		return ReverseDisabled
	default:
		return at
	}
}

// turnsTo tells whether a resync prep that makes the cluster the pair's source may be under way.
func (s *Survey) turnsTo(p Pair, cluster string) bool {
	if s.Takeover != nil || s.Run == nil {
		return s.Takeover != nil
	}
	_, noted := s.Run.Baselines[mirrorRunOf(p.PolicyOn(cluster))]
	return noted
}
