// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package drill

import (
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// Intent is what a drill resource declares.
type Intent struct {
	// ID is that of the pair of pools, as a failover of it has.
	ID       string
	Pools    map[string]string
	Policies []string
	// Open says whether the copies are to be open.
	Open bool
	// Names are those under which clients of the drill reach the standby pool.
	Names []string
	// ProveLastSync lets each policy run once more, proven, before its copy is opened.
	ProveLastSync bool
	// MaxDuration is after how long every plan says that the drill is still open.
	MaxDuration time.Duration
	// CloseUnrecorded is the word that copies may be closed though no journal tells that a drill has opened them.
	CloseUnrecorded bool
}

// Scope is what a survey for it covers.
func (in Intent) Scope(prior *survey.Survey) survey.Scope {
	return survey.Scope{ID: in.ID, Pools: in.Pools, Policies: in.Policies, Prior: prior}
}

// failover is the intent in the words of a failover that would go the same way.
func (in Intent) failover(to string) survey.Intent {
	return survey.Intent{ID: in.ID, Active: to, Pools: in.Pools, Policies: in.Policies}
}

// Status is where a drill stands.
type Status string

// The values of Status.
const (
	// Closed: no copy is open, and nothing of a drill is left.
	Closed Status = "closed"
	// Open: every copy is open, and every name of the drill is published.
	Open Status = "open"
	// Unfinished: an opening or a closing has begun and not ended.
	Unfinished Status = "unfinished"
	// Unknown: the clusters cannot be read, or it cannot be told which of them serves.
	Unknown Status = "unknown"
)

// StatusOf is where the drill of a pool stands, by what the clusters and the journal say.
func StatusOf(s *survey.Survey) Status {
	d, ok := direction(s)
	if !ok || len(s.Unread()) > 0 {
		return Unknown
	}
	if s.Drill == nil {
		return Closed
	}
	if !recorded(s) {
		return Unfinished
	}
	for _, p := range pairs(s) {
		f := p.PolicyOn(d.From)
		if position.TargetState(s, d.To, f) != position.WritesEnabled || s.Clusters[d.From].Policies[f].Schedule.Text != "" {
			return Unfinished
		}
	}
	if len(absent(s.Clusters[d.To].Pool, s.Drill.Names)) > 0 {
		return Unfinished
	}
	return Open
}

// direction is from the cluster that serves to the one whose copies a drill opens; not ok where that is not clear.
func direction(s *survey.Survey) (survey.Direction, bool) {
	if s.Drill != nil {
		return survey.Direction{From: s.Drill.From, To: s.Drill.To}, true
	}
	from := position.Serving(s)
	return survey.Direction{From: from, To: s.Other(from)}, from != ""
}

// pairs are those of the drill that is open, or that one would open.
func pairs(s *survey.Survey) []survey.Pair {
	if s.Drill == nil {
		return s.Pairs
	}
	var out []survey.Pair
	for _, p := range s.Pairs {
		if slices.Contains(s.Drill.Policies, p.Name) {
			out = append(out, p)
		}
	}
	return out
}

// notClosed are the pairs of which the copy on d.To is open, or on its way from one to the other.
func notClosed(s *survey.Survey, d survey.Direction) []survey.Pair {
	var out []survey.Pair
	for _, p := range pairs(s) {
		switch position.TargetState(s, d.To, p.PolicyOn(d.From)) {
		case position.WritesEnabled, position.EnablingWrites, position.DisablingWrites:
			out = append(out, p)
		}
	}
	return out
}

// absent and present are the names that a pool does not answer, and those that it has.
func absent(p *survey.PoolView, list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(n string) bool { return p != nil && p.On(n) == survey.Live })
}

func present(p *survey.PoolView, list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(n string) bool { return p == nil || p.On(n) != survey.Live })
}

func sameNames(a, b []string) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(n string) bool {
		return !slices.ContainsFunc(b, func(m string) bool { return names.Equal(n, m) })
	})
}
