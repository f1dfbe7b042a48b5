// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

// facts are the four live fields, seen from the policy's home.
func (s *MirrorSurvey) facts() facts {
	return facts{f: s.Home.Policy, tf: s.Home.Record, r: s.Away.Policy, tr: s.Away.Record}
}

// Replicating is the cluster that sends: the one whose policy's target record is protected while the other direction is off. "" while
// that is not clear. It speaks of who holds the data, so it is known also while the policy is disabled.
func (s *MirrorSurvey) Replicating() string {
	if s.Blind() {
		return ""
	}
	x := s.facts()
	switch position(x) {
	case AtFrom:
		return s.Intent.Source
	case AtTo:
		return s.Intent.Target
	}
	if switchedOff(x) {
		return s.Intent.Source
	}
	if switchedOff(x.reversed()) {
		return s.Intent.Target
	}
	return ""
}

// switchedOff: F holds the data and is disabled, which its record and the reverse one show beyond doubt. The same four fields stand for
// a few seconds at the end of a resync prep, while flags lag behind; enabling F is what that ends with as well.
func switchedOff(x facts) bool {
	return x.f == disabled && x.tf == writesDisabled && (x.r == absent || x.r == disabled) && (x.tr == absent || x.tr == resyncCreated)
}

// Active is the name of the policy that replicates, "" while that is not clear.
func (s *MirrorSurvey) Active() string {
	if at := s.Replicating(); at != "" {
		return s.Intent.policyOn(at)
	}
	return ""
}

// Position is where the pair stands; "" while it cannot be judged.
func (s *MirrorSurvey) Position() MirrorPosition {
	if s.Blind() || s.Journal != "" {
		return ""
	}
	if s.Run != "" {
		return MirrorUnfinished
	}
	at := s.Replicating()
	if at == "" {
		return s.idlePosition()
	}
	switch v := s.side(at); {
	case v.Policy == disabled:
		return MirrorDisabled
	case v.Conflicted:
		return MirrorConflicted
	case !v.Ran:
		return MirrorNotRun
	default:
		return MirrorReplicating
	}
}

// idlePosition is where a pair stands that replicates in neither direction.
func (s *MirrorSurvey) idlePosition() MirrorPosition {
	switch position(s.facts()) {
	case NeverRun, ReverseNeverRun:
		return MirrorNeverRun
	case Unexpected, Disabled, ReverseDisabled:
		if s.Home.Policy == disabled && s.Home.Record == absent && s.Away.Record == absent {
			return MirrorNeverRun
		}
		return MirrorUnexpected
	default:
		return MirrorUnfinished
	}
}

// LiveSchedule is the schedule of the policy that replicates, as far as it is the one that somebody wants: while a run is unfinished it is
// off on purpose.
func (s *MirrorSurvey) LiveSchedule() (string, bool) {
	if s.Blocked() != "" {
		return "", false
	}
	return s.side(s.Replicating()).Schedule, true
}

// PolicyMissing tells that the policy does not exist on its home cluster.
func (s *MirrorSurvey) PolicyMissing() bool { return !s.Blind() && s.Home.Policy == absent }
