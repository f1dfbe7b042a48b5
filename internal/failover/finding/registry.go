// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

import (
	"fmt"
	"slices"
)

// Class is what a finding is about. What stops an emergency is decided by class.
type Class string

// Findings of the first six classes stop no emergency: they name what stays behind, or what comes later.
const (
	// Completeness: something does not move with the pool, or not all of it is known.
	Completeness Class = "completeness"
	// Version: the release of a cluster.
	Version Class = "version"
	// Sessions: who may still have files open.
	Sessions Class = "sessions"
	// Labels: names, their labels, and how they can be parked.
	Labels Class = "labels"
	// LogIn: an account that is refused somewhere.
	LogIn Class = "log-in"
	// Privilege: a right that an account lacks.
	Privilege Class = "privilege"

	// Kerberos: service principal names; clients come first.
	Kerberos Class = "kerberos"
	// Health: a run would fail, or leave clients worse served than now.
	Health Class = "health"
	// Position: it is not known where a policy stands, or it has no copy.
	Position Class = "position"
	// Data: what people have written would be lost, or left behind.
	Data Class = "data"
	// Unread: a plan cannot be made from what cannot be read.
	Unread Class = "unread"
	// Target: there is nothing to move, or nowhere to move it to.
	Target Class = "target"
	// OpenRun: what an unfinished run has to put back would be forgotten.
	OpenRun Class = "open run"
	// Drift: where the pool is, and where it is declared to be.
	Drift Class = "drift"
)

// Section is a part of the guide's list of findings.
type Section string

// Sections, in the guide's order.
const (
	SectionResource Section = "This resource"
	SectionClusters Section = "Clusters"
	SectionNames    Section = "Pools and names"
	SectionPolicies Section = "Policies"
	SectionObjects  Section = "Shares, exports, quotas, SPNs"
	SectionAges     Section = "Ages, snapshots, DNS"
	SectionLost     Section = "A lost cluster"
)

// Sections are all of them.
func Sections() []Section {
	return []Section{SectionResource, SectionClusters, SectionNames, SectionPolicies, SectionObjects, SectionAges, SectionLost}
}

// Spec is one entry of the registry.
type Spec struct {
	// Name is the id as people write it.
	Name    string
	Section Section
	About   Class
	// In is the severity for each kind of run: the most that the finding does to it. A finding may be made milder where it is made.
	In table
	// Holds: it stops a run also when the names have left the cluster that it moves from.
	Holds bool
	// Final says why a blocking finding cannot be ignored, "" for one that can.
	Final string
	// Observed: it changes from hour to hour, so that only the data source shows it, and no plan.
	Observed bool
	// Attribute is where the diagnostic is shown, "" for the resource as a whole.
	Attribute string
	// Note is what else there is to say about its severity.
	Note string
	// Means and Cure are the words of the guide, in Markdown.
	Means, Cure string
}

var registry []Spec

// register makes an entry and its id.
func register(section Section, s Spec) ID {
	s.Section = section
	if _, known := Parse(s.Name); known {
		panic(fmt.Sprintf("two findings with the id %s", s.Name))
	}
	registry = append(registry, s)
	return ID{s.Name}
}

// All is the registry: section by section, each in the order of its file.
func All() []Spec {
	out := slices.Clone(registry)
	slices.SortStableFunc(out, func(a, b Spec) int { return slices.Index(Sections(), a.Section) - slices.Index(Sections(), b.Section) })
	return out
}

// ID is the id of the entry.
func (s Spec) ID() ID { return ID{s.Name} }

// Severity is what the finding does to a run.
func (s Spec) Severity(r Run) Severity {
	sev := s.In[r.Kind]
	if r.Left && sev == Blocking && !s.Holds {
		return Risk
	}
	return sev
}

// Ignorable tells whether the finding, where it stops a run of that kind, becomes a risk when its id is in ignore_findings.
func (s Spec) Ignorable(k Kind) bool { return s.In[k] == Blocking && s.Final == "" }

// Fixed says why the id has no place in ignore_findings, "" if it has one.
func (s Spec) Fixed() string {
	if slices.ContainsFunc(Kinds(), s.Ignorable) {
		return ""
	}
	switch worst := s.In[Controlled]; {
	case s.Final != "":
		return s.Final
	case worst == Invalid:
		return "as long as it is true, the configuration cannot work with these clusters"
	case worst == Refused:
		return "as long as it is true, the move is refused"
	case s.Observed:
		return "no plan shows it, so it stops nothing"
	default:
		return "it is only a risk, which stops nothing"
	}
}
