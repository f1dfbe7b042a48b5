// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package mirror

import (
	"fmt"
	"maps"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
)

// Preview is what keeping a pair alive asks for.
type Preview struct {
	// Repairs are what is to be done, in order; empty when nothing is.
	Repairs []Repair
	// Warnings are shown beside the plan, also when nothing is planned.
	Warnings []finding.Finding
}

// Plan is pure. It plans nothing while a cluster is unread or lost, while a run is unfinished, and where it would have to turn a
// direction or discard data.
func Plan(s *Survey, in Intent) Preview {
	if s.Blind() {
		return Preview{}
	}
	at := s.Position()
	out := Preview{Warnings: mirrorFindings(s, in, at)}
	switch at {
	case Replicating, NotRun, Conflicted, Disabled:
	default:
		return out
	}
	v := s.side(s.Replicating())
	if v.Policy == position.PolicyDisabled {
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
func mirrorFindings(s *Survey, in Intent, positionHere Position) []finding.Finding {
	var out []finding.Finding
	at := func(id finding.ID, object, text, cure string) {
		f := finding.New(id, object, text, cure).AsRisk()
		f.Attribute = "policy" // the attribute of a mirror
		out = append(out, f)
	}
	if s.Journal != "" {
		at(
			finding.JournalDirectory, "journal directory",
			"cannot be read, so an unfinished run cannot be ruled out and nothing is planned: "+s.Journal,
			"make the journal directory readable for the provider's user",
		)
		return out
	}
	object := "SyncIQ policy " + in.Policy
	switch positionHere {
	case MirrorNeverRun:
		at(finding.PolicyNeverRun,
			object, fmt.Sprintf("has never run from %s to %s. Its first run makes the target directory equal to the source, "+
				"so it is left to people", in.Source, in.Target), "look at the target directory, then run it once: "+
				finding.Command(in.Source, "sync jobs start %s", in.Policy))
	case MirrorUnexpected:
		x := s.facts()
		if x.F == position.Absent {
			at(finding.PolicyMissing, object, "does not exist on "+in.Source, "write the name that the policy has on its home cluster, as "+
				"`isi sync policies list` shows it, or remove the mirror")
			break
		}
		at(
			finding.UnexpectedPosition, object,
			fmt.Sprintf("is in a position that no run leaves behind: %s %s, its target record %s, %s %s, its target "+
				"record %s", in.Policy, x.F, x.Tf, in.policyOn(in.Target), x.R, x.Tr),
			"bring the pair to a known position by hand",
		)
	case Unfinished:
	default:
		active := s.Replicating()
		other := s.side(otherThan(in, active))
		if v := s.side(active); in.Schedule == nil && v.Schedule == "" && other.Schedule != "" {
			at(finding.ReplicatesByHandOnly, "SyncIQ policy "+in.policyOn(active)+" on "+active,
				fmt.Sprintf("has no schedule, while %s has one", in.policyOn(otherThan(in, active))),
				fmt.Sprintf("write schedule = %q", other.Schedule))
		}
	}
	return out
}

func otherThan(in Intent, cluster string) string {
	if cluster == in.Source {
		return in.Target
	}
	return in.Source
}

// Blocked says in words why nothing is planned now, "" when something could be.
func (s *Survey) Blocked() string {
	for _, k := range slices.Sorted(maps.Keys(s.Unread)) {
		return "cluster " + k + " could not be read: " + s.Unread[k]
	}
	switch s.Position() {
	case "":
		return "the journal directory cannot be read: " + s.Journal
	case Unfinished:
		return "a failover of this policy has begun and not ended; it is resumed by the resource of its pool"
	case MirrorNeverRun:
		return "the policy has never run"
	case MirrorUnexpected:
		return "the pair is in a position that no run leaves behind"
	default:
		return ""
	}
}
