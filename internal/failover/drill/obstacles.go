// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package drill

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// Obstacles are what speaks against bringing a drill to what is declared, in whole sentences without their full stop. None can be ignored:
// a drill can wait.
func Obstacles(s *survey.Survey, in Intent) []string {
	out := unreadable(s)
	if len(out) > 0 {
		return out
	}
	d, ok := direction(s)
	switch {
	case s.Run != nil:
		return []string{fmt.Sprintf("a failover of the pool from %s to %s has begun and not ended: bring that to its end first",
			s.Run.From, s.Run.To)}
	case s.Takeover != nil:
		return []string{fmt.Sprintf("the takeover from %s is not over: bring that to its end first", s.Takeover.Lost)}
	case !survey.BothPools(s, in.failover("")):
		return []string{"one of the two pools does not exist"}
	case !ok:
		return []string{"it cannot be told which of the two clusters serves the pool"}
	case position.Serving(s) != d.From:
		return []string{fmt.Sprintf("%s does not serve the pool any more, though the drill was opened while it did: nothing is closed, because "+
			"people may be served by the copies", d.From)}
	}
	if !in.Open {
		return unseen(s)
	}
	return slices.Concat(unseen(s), ofRecord(s, in), ofPolicies(s, in, d), ofNames(s, in, d))
}

func unreadable(s *survey.Survey) []string {
	var out []string
	for _, k := range s.Keys() {
		c := s.Clusters[k]
		switch {
		case s.Lost(k):
			out = append(out, fmt.Sprintf("cluster %s is declared lost, and a drill needs both", k))
		case c.Unread != "":
			out = append(out, fmt.Sprintf("cluster %s could not be read: %s", k, c.Unread))
		case c.Journal != "":
			out = append(out, fmt.Sprintf("cluster %s: %s", k, c.Journal))
		}
	}
	return out
}

// unseen: a policy of the open drill is not among those that are looked at, so that its copy could not be closed.
func unseen(s *survey.Survey) []string {
	if s.Drill == nil {
		return nil
	}
	var out []string
	for _, name := range s.Drill.Policies {
		if _, ok := s.Pair(name); !ok {
			out = append(out, fmt.Sprintf("the open drill has the copy of SyncIQ policy %s as well: write it into policies until the drill is "+
				"closed", name))
		}
	}
	return out
}

// ofRecord: the drill that is open is another one.
func ofRecord(s *survey.Survey, in Intent) []string {
	r := s.Drill
	if r != nil && !recorded(s) {
		return []string{unrecordedText(s) + ": close them first, with open = false and close_unrecorded = true"}
	}
	if r == nil || sameNames(r.Names, in.Names) && slices.Equal(slices.Sorted(slices.Values(r.Policies)), in.Policies) {
		return nil
	}
	return []string{fmt.Sprintf("a drill of the pool with the names %s and the policies %s is open since %s: close that one first, with "+
		"open = false", listed(r.Names), listed(r.Policies), r.Started.UTC().Format("2006-01-02 15:04 MST"))}
}

func listed(list []string) string {
	if len(list) == 0 {
		return "(none)"
	}
	return strings.Join(list, ", ")
}

func ofPolicies(s *survey.Survey, in Intent, d survey.Direction) []string {
	var out []string
	for _, name := range in.Policies {
		p, ok := s.Pair(name)
		if !ok {
			out = append(out, fmt.Sprintf("no SyncIQ policy %s replicates between the two clusters", name))
			continue
		}
		f := p.PolicyOn(d.From)
		from, to := replication.SmartLocks(s, p, d)
		if from != "" || to != "" {
			out = append(out, fmt.Sprintf("SyncIQ policy %s replicates a SmartLock directory, and OneFS supports no revert of allow writes there: "+
				"its copy could not be closed again", f))
			continue
		}
		at := position.Of(s, p, d)
		switch {
		case s.Drill == nil && at != position.AtFrom,
			!slices.Contains([]position.Position{position.AtFrom, position.Opening, position.Open, position.Closing}, at):
			out = append(out, fmt.Sprintf("SyncIQ policy %s is %s", name, position.Describe(s, p, d)))
		case s.Clusters[d.From].Policies[f].Conflicted:
			out = append(out, fmt.Sprintf("SyncIQ policy %s on %s is conflicted since a run of it failed", f, d.From))
		}
	}
	return out
}

// ofNames: a name of a drill is one that nobody else has.
func ofNames(s *survey.Survey, in Intent, d survey.Direction) []string {
	var out []string
	for _, n := range in.Names {
		if why := taken(s, d, n); why != "" {
			out = append(out, "the name "+n+" "+why+": choose one that exists nowhere")
		}
	}
	return out
}

func taken(s *survey.Survey, d survey.Direction, n string) string {
	if err := names.Validate(n); err != nil {
		return "cannot be published (" + err.Error() + ")"
	}
	if names.KindOf(n) != names.Production {
		return "begins like a name with a meaning for failovers"
	}
	ours := s.Drill != nil && slices.ContainsFunc(s.Drill.Names, func(o string) bool { return names.Equal(o, n) })
	for _, k := range []string{d.From, d.To} {
		c := s.Clusters[k]
		switch at := c.Pool.On(n); {
		case at == survey.Parked:
			return fmt.Sprintf("is a production name, parked on pool %s of %s", c.Pool.ID, k)
		case at == survey.Live && (k == d.From || !ours):
			return fmt.Sprintf("is answered by pool %s of %s already", c.Pool.ID, k)
		}
		if owner := c.Owners[names.Canonical(n)]; owner != "" {
			return fmt.Sprintf("belongs to pool %s of %s", owner, k)
		}
	}
	return ""
}
