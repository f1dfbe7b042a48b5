// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package position

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// SwitchedOff tells whether F holds the data and is disabled, which its record and the reverse one show beyond doubt. The same four fields
// are seen for a few seconds at the end of a resync prep, while flags lag behind; enabling F is what that ends with as well.
func SwitchedOff(x Facts) bool {
	return x.F == PolicyDisabled && x.Tf == WritesDisabled &&
		(x.R == Absent || x.R == PolicyDisabled) && (x.Tr == Absent || x.Tr == ResyncCreated)
}

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
	// DeadEnds are positions on the old side from which no step leads on, until somebody has done something about them.
	DeadEnds = []Position{Disabled, NeverRun, Unexpected}
	// Arrived are those in which to holds the data and nothing is half-way, whether or not it is replicated.
	Arrived = []Position{AtTo, ReverseDisabled, ReverseNeverRun}
)

// Values of failover_failback_state (synciq.md §1.1), and what this package says for a missing policy or record. RecordLost is that of a
// policy that has run: what tied the two clusters together is broken. It is no sign of a run of ours, so it is in no row below.
const (
	Absent          = "absent"
	RecordLost      = "lost"
	PolicyEnabled   = "enabled"
	PolicyDisabled  = "disabled"
	WritesDisabled  = "writes_disabled"
	EnablingWrites  = "enabling_writes"
	WritesEnabled   = "writes_enabled"
	DisablingWrites = "disabling_writes"
	CreatingResync  = "creating_resync_policy"
	ResyncCreated   = "resync_policy_created"
)

// Facts are the four live fields that a position is made of.
type Facts struct{ F, Tf, R, Tr string }

// Reversed are the same facts seen from the other side.
func (x Facts) Reversed() Facts { return Facts{F: x.R, Tf: x.Tr, R: x.F, Tr: x.Tf} }

// row says that any combination of these values is this position, seen from → to.
type row struct {
	f, tf, r, tr []string
	is           Position
	// reversed is the same combination seen to → from.
	reversed Position
}

var (
	anyPolicy  = []string{Absent, PolicyEnabled, PolicyDisabled}
	present    = []string{PolicyEnabled, PolicyDisabled}
	idle       = []string{Absent, PolicyDisabled}
	notStarted = []string{Absent, ResyncCreated}
)

// positions is the table. The first row that fits holds; each row is tried in both directions. Values not in a row are Unexpected.
var positions = []row{
	{[]string{PolicyEnabled}, []string{WritesDisabled}, idle, notStarted, AtFrom, AtTo},
	{present, []string{EnablingWrites}, idle, notStarted, Opening, ReverseOpening},
	{present, []string{WritesEnabled}, idle, notStarted, Open, ReverseOpen},
	{present, []string{DisablingWrites}, idle, notStarted, Closing, ReverseClosing},
	{present, []string{CreatingResync}, anyPolicy, []string{Absent, ResyncCreated, WritesDisabled}, Preparing, ReversePreparing},
	// The record of F turns last, the flags of both policies follow with a lag, and a policy may have been left disabled.
	{[]string{PolicyEnabled}, []string{ResyncCreated}, anyPolicy, []string{Absent, WritesDisabled}, Settling, ReverseSettling},
	{[]string{PolicyDisabled}, []string{ResyncCreated}, idle, []string{WritesDisabled, Absent}, Settling, ReverseSettling},
	{[]string{PolicyDisabled}, []string{ResyncCreated}, []string{PolicyEnabled}, []string{Absent}, Settling, ReverseSettling},
	{present, []string{WritesEnabled}, []string{PolicyEnabled}, []string{Absent, WritesDisabled, ResyncCreated}, Settling, ReverseSettling},
	{[]string{PolicyEnabled}, []string{Absent}, idle, []string{Absent}, NeverRun, ReverseNeverRun},
	{[]string{PolicyDisabled}, []string{WritesDisabled}, idle, []string{Absent}, Disabled, ReverseDisabled},
}

// Classify finds the row of the table.
func Classify(x Facts) Position {
	y := x.Reversed()
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

func (r row) fits(x Facts) bool {
	return slices.Contains(r.f, x.F) && slices.Contains(r.tf, x.Tf) && slices.Contains(r.r, x.R) && slices.Contains(r.tr, x.Tr)
}

// FactsOf reads the live fields of a pair in a direction.
func FactsOf(s *survey.Survey, p survey.Pair, d survey.Direction) Facts {
	return Facts{
		F: PolicyState(s, d.From, p.PolicyOn(d.From)), Tf: TargetState(s, d.To, p.PolicyOn(d.From)),
		R: PolicyState(s, d.To, p.PolicyOn(d.To)), Tr: TargetState(s, d.From, p.PolicyOn(d.To)),
	}
}

// PolicyState is the state of a policy on the cluster where it lives: Absent, PolicyEnabled or PolicyDisabled.
func PolicyState(s *survey.Survey, cluster, policy string) string {
	v, ok := s.Clusters[cluster].Policies[policy]
	switch {
	case !ok:
		return Absent
	case v.Enabled:
		return PolicyEnabled
	default:
		return PolicyDisabled
	}
}

// hasRun tells whether a run of a policy has ended, as its own cluster says.
func hasRun(s *survey.Survey, cluster, policy string) bool {
	c := s.Clusters[cluster]
	return c != nil && c.Policies[policy].Ran
}

// TargetState is the failover_failback_state of a policy's record on the cluster that receives it; without a record Absent, or RecordLost.
func TargetState(s *survey.Survey, cluster, policy string) string {
	v, ok := s.Clusters[cluster].Targets[policy]
	switch {
	case ok:
		return v.State
	case hasRun(s, s.Other(cluster), policy):
		return RecordLost
	default:
		return Absent
	}
}

// Of is the position of a pair seen from one cluster to the other. Since the first failover a policy that somebody has switched off
// shows the same four fields as the last moments of a resync prep, which notes what it is about to do before it begins (synciq.md §1.2).
func Of(s *survey.Survey, p survey.Pair, d survey.Direction) Position {
	x := FactsOf(s, p, d)
	switch at := Classify(x); {
	case at == ReverseSettling && SwitchedOff(x) && !turnsTo(s, p, d.From):
		return Disabled
	case at == Settling && SwitchedOff(x.Reversed()) && !turnsTo(s, p, d.To):
		return ReverseDisabled
	default:
		return at
	}
}

// turnsTo tells whether a resync prep that makes the cluster the pair's source may be under way.
func turnsTo(s *survey.Survey, p survey.Pair, cluster string) bool {
	if s.Takeover != nil || s.Run == nil {
		return s.Takeover != nil
	}
	_, noted := s.Run.Witnesses[survey.MirrorRunOf(p.PolicyOn(cluster))]
	return noted
}
