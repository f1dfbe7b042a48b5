// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"fmt"
	"maps"
	"slices"
)

// MirrorPlan is what keeping a pair alive asks for.
type MirrorPlan struct {
	// Repairs are what is to be done, in order; empty when nothing is.
	Repairs []Repair
	// Warnings are shown beside the plan, also when nothing is planned.
	Warnings []Finding
}

// PlanMirror is pure. It plans nothing while a cluster is unread or lost, while a run is unfinished, and where it would have to turn a
// direction or discard data.
func PlanMirror(s *MirrorSurvey, in MirrorIntent) MirrorPlan {
	if s.Blind() {
		return MirrorPlan{}
	}
	at := s.Position()
	out := MirrorPlan{Warnings: mirrorFindings(s, in, at)}
	switch at {
	case MirrorReplicating, MirrorNotRun, MirrorConflicted, MirrorDisabled:
	default:
		return out
	}
	v := s.side(s.Replicating())
	if v.Policy == disabled {
		out.Repairs = append(out.Repairs, RepairEnable)
	}
	if v.Conflicted {
		out.Repairs = append(out.Repairs, RepairConflict)
	}
	if in.Schedule != nil && *in.Schedule != v.Schedule {
		out.Repairs = append(out.Repairs, RepairSchedule)
	}
	if v.Conflicted || !v.Ran {
		// A run shows that what caused the conflict is gone: without it the next scheduled run would only conflict again.
		out.Repairs = append(out.Repairs, RepairRun)
	}
	return out
}

// mirrorFindings say what the mirror leaves to people.
func mirrorFindings(s *MirrorSurvey, in MirrorIntent, position MirrorPosition) []Finding {
	var out []Finding
	at := func(id, object, text, cure string) {
		out = append(out, Finding{ID: id, Severity: Risk, Attribute: "policy", Object: object, Text: text, Cure: cure})
	}
	if s.Journal != "" {
		at(
			"journal_directory",
			"journal directory",
			"cannot be read, so an unfinished run cannot be ruled out and nothing is planned: "+s.Journal,
			"make the journal directory readable for the provider's user",
		)
		return out
	}
	object := "SyncIQ policy " + in.Policy
	switch position {
	case MirrorNeverRun:
		at("policy_never_run", object, fmt.Sprintf("has never run from %s to %s. Its first run makes the target directory equal to the source, "+
			"so it is left to people", in.Source, in.Target), fmt.Sprintf("look at the target directory, then run `isi sync jobs start %s` on %s",
			in.Policy, in.Source))
	case MirrorUnexpected:
		x := s.facts()
		if x.f == absent {
			at("policy_missing", object, "does not exist on "+in.Source, "write the name that the policy has on its home cluster, as "+
				"`isi sync policies list` shows it, or remove the mirror")
			break
		}
		at(
			"unexpected_position",
			object,
			fmt.Sprintf("is in a position that no run leaves behind: %s %s, its target record %s, %s %s, its target "+
				"record %s", in.Policy, x.f, x.tf, in.policyOn(in.Target), x.r, x.tr),
			"bring the pair to a known position by hand",
		)
	case MirrorUnfinished:
	default:
		active := s.Replicating()
		other := s.side(otherThan(in, active))
		if v := s.side(active); in.Schedule == nil && v.Schedule == "" && other.Schedule != "" {
			at("replicates_by_hand_only", "SyncIQ policy "+in.policyOn(active)+" on "+active,
				fmt.Sprintf("has no schedule, while %s has one", in.policyOn(otherThan(in, active))),
				fmt.Sprintf("write schedule = %q", other.Schedule))
		}
	}
	return out
}

func otherThan(in MirrorIntent, cluster string) string {
	if cluster == in.Source {
		return in.Target
	}
	return in.Source
}

// Blocked says in words why nothing is planned now, "" when something could be.
func (s *MirrorSurvey) Blocked() string {
	for _, k := range slices.Sorted(maps.Keys(s.Unread)) {
		return "cluster " + k + " could not be read: " + s.Unread[k]
	}
	switch s.Position() {
	case "":
		return "the journal directory cannot be read: " + s.Journal
	case MirrorUnfinished:
		return "a failover of this policy has begun and not ended; it is resumed by the resource of its pool"
	case MirrorNeverRun:
		return "the policy has never run"
	case MirrorUnexpected:
		return "the pair is in a position that no run leaves behind"
	default:
		return ""
	}
}
