// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package mirror

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
)

// facts are the four live fields, seen from the policy's home.
func (s *Survey) facts() position.Facts {
	return position.Facts{F: s.Home.Policy, Tf: s.Home.Record, R: s.Away.Policy, Tr: s.Away.Record}
}

// Replicating is the cluster that sends: the one whose policy's target record is protected while the other direction is off. "" while
// that is not clear. It speaks of who holds the data, so it is known also while the policy is disabled.
func (s *Survey) Replicating() string {
	if s.Blind() {
		return ""
	}
	x := s.facts()
	switch position.Classify(x) {
	case position.AtFrom:
		return s.Intent.Source
	case position.AtTo:
		return s.Intent.Target
	}
	if position.SwitchedOff(x) {
		return s.Intent.Source
	}
	if position.SwitchedOff(x.Reversed()) {
		return s.Intent.Target
	}
	return ""
}

// Active is the name of the policy that replicates, "" while that is not clear.
func (s *Survey) Active() string {
	if at := s.Replicating(); at != "" {
		return s.Intent.policyOn(at)
	}
	return ""
}

// Position is where the pair stands; "" while it cannot be judged.
func (s *Survey) Position() Position {
	if s.Blind() || s.Journal != "" {
		return ""
	}
	if s.Run != "" {
		return Unfinished
	}
	at := s.Replicating()
	if at == "" {
		return s.idlePosition()
	}
	switch v := s.side(at); {
	case v.Policy == position.PolicyDisabled:
		return Disabled
	case v.Conflicted:
		return Conflicted
	case !v.Ran:
		return NotRun
	default:
		return Replicating
	}
}

// idlePosition is where a pair stands that replicates in neither direction.
func (s *Survey) idlePosition() Position {
	switch position.Classify(s.facts()) {
	case position.NeverRun, position.ReverseNeverRun:
		return MirrorNeverRun
	case position.Unexpected, position.Disabled, position.ReverseDisabled:
		if s.Home.Policy == position.PolicyDisabled && s.Home.Record == position.Absent && s.Away.Record == position.Absent {
			return MirrorNeverRun
		}
		return MirrorUnexpected
	default:
		return Unfinished
	}
}

// LiveSchedule is the schedule of the policy that replicates, as far as it is the one that somebody wants: while a run is unfinished it is
// off on purpose.
func (s *Survey) LiveSchedule() (string, bool) {
	if s.Blocked() != "" {
		return "", false
	}
	return s.side(s.Replicating()).Schedule, true
}

// PolicyMissing tells that the policy does not exist on its home cluster.
func (s *Survey) PolicyMissing() bool { return !s.Blind() && s.Home.Policy == position.Absent }
