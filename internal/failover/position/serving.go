// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package position

import (
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// Serving is the key of the cluster that answers the production names now; "" when none does or both do. Names local to a standby pool
// do not count.
func Serving(s *survey.Survey) string {
	keys := s.Keys()
	if len(keys) != 2 || !poolKnown(s, keys[0]) || !poolKnown(s, keys[1]) {
		return ""
	}
	// A lost cluster serves nobody, whatever was seen of it last.
	d := survey.Direction{From: keys[0], To: keys[1]}
	a, b := !s.Lost(d.From) && serves(s, d), !s.Lost(d.To) && serves(s, d.Reverse())
	switch {
	case a && !b:
		return keys[0]
	case b && !a:
		return keys[1]
	case a && b:
		return servingByEvidence(s, keys)
	default:
		return ""
	}
}

// poolKnown: the pool was read, or nobody can read it because its cluster is lost.
func poolKnown(s *survey.Survey, key string) bool {
	c := s.Clusters[key]
	return c != nil && (c.Pool != nil || s.Lost(key))
}

// serves: the pool has a live name that is not known as its own standby name.
func serves(s *survey.Survey, d survey.Direction) bool {
	for _, n := range s.Clusters[d.From].Pool.Production() {
		if ofDrill(s, n) {
			continue
		}
		if !slices.Contains(s.Local[d.From], n) {
			return true
		}
		// A local name parked on the other side is a production name after all.
		if s.Clusters[d.To].Pool.On(n) == survey.Parked {
			return true
		}
	}
	return false
}

// ofDrill tells whether a name is one that an open drill has published: nobody is served by it.
func ofDrill(s *survey.Survey, name string) bool {
	return s.Drill != nil && slices.ContainsFunc(s.Drill.Names, func(n string) bool { return names.Equal(n, name) })
}

// servingByEvidence decides when both pools have live names: the pool whose names are parked on the other side serves; without any
// parked name, the one whose cluster replicates serves and the other pool's names are its own.
func servingByEvidence(s *survey.Survey, keys []string) string {
	parkedOn := func(here, there string) bool {
		return slices.ContainsFunc(s.Clusters[here].Pool.Production(), func(n string) bool {
			return s.Clusters[there].Pool.On(n) == survey.Parked
		})
	}
	both := slices.ContainsFunc(s.Clusters[keys[0]].Pool.Production(), func(n string) bool {
		return s.Clusters[keys[1]].Pool.On(n) == survey.Live
	})
	if both {
		return ""
	}
	p, q := parkedOn(keys[0], keys[1]), parkedOn(keys[1], keys[0])
	switch {
	case p && !q:
		return keys[0]
	case q && !p:
		return keys[1]
	case p && q:
		return ""
	}
	return dataAt(s)
}

// dataAt is the cluster that replicates every pair, "" when they differ or are half turned.
func dataAt(s *survey.Survey) string {
	keys, at := s.Keys(), ""
	for _, p := range s.Pairs {
		var here string
		switch Of(s, p, survey.Direction{From: keys[0], To: keys[1]}) {
		case AtFrom, Disabled:
			here = keys[0]
		case AtTo, ReverseDisabled:
			here = keys[1]
		default:
			return ""
		}
		if at != "" && at != here {
			return ""
		}
		at = here
	}
	return at
}

// TurningTo is the key of the cluster that a half-way pair is on its way to, "" for a pair at rest.
func TurningTo(s *survey.Survey, p survey.Pair) string {
	keys := s.Keys()
	switch Of(s, p, survey.Direction{From: keys[0], To: keys[1]}) {
	case Opening, Open, Closing, Preparing, Settling:
		return keys[1]
	case ReverseOpening, ReverseOpen, ReverseClosing, ReversePreparing, ReverseSettling:
		return keys[0]
	}
	return ""
}

// Protected is structural: the policies that replicate away from the serving cluster are enabled, scheduled and free of conflict, and
// the other side's paths are protected against writes.
func Protected(s *survey.Survey) bool {
	from := Serving(s)
	if from == "" || len(s.Unread()) > 0 || len(s.Pairs) == 0 || len(s.Missing) > 0 {
		return false
	}
	for _, p := range s.Pairs {
		v := s.Clusters[from].Policies[p.PolicyOn(from)]
		if Of(s, p, survey.Direction{From: from, To: s.Other(from)}) != AtFrom || v.Conflicted || v.Schedule.Text == "" {
			return false
		}
	}
	return true
}

// StandbyNames are the live names of the pool that does not serve: they are its own. What was seen last of a lost cluster says nothing.
func StandbyNames(s *survey.Survey) map[string][]string {
	out := map[string][]string{}
	serving := Serving(s)
	for _, k := range s.Keys() {
		out[k] = slices.Clone(s.Local[k])
		if k == serving || serving == "" || s.Lost(k) {
			continue
		}
		for _, n := range s.Clusters[k].Pool.Production() {
			if !ofDrill(s, n) && !slices.ContainsFunc(out[k], func(o string) bool { return names.Equal(o, n) }) {
				out[k] = append(out[k], n)
			}
		}
	}
	return out
}

// OwnNames are the names that a survivor had before it took over: those that were recorded, and what is live on its pool now and does not
// move. Where the survivor was the serving side already when both were seen last, its live names are no names of a standby pool.
func OwnNames(s *survey.Survey, d survey.Direction, moving []string) []string {
	out := slices.Clone(s.Local[d.To])
	then := *s
	then.Settings.Lost = nil
	if c := s.Clusters[d.From]; c != nil && c.Pool != nil && Serving(&then) != d.From {
		return out
	}
	has := func(list []string, n string) bool {
		return slices.ContainsFunc(list, func(o string) bool { return names.Equal(o, n) })
	}
	for _, n := range s.Clusters[d.To].Pool.Production() {
		if !has(out, n) && !has(moving, n) {
			out = append(out, n)
		}
	}
	return out
}

// Forked tells whether the returned cluster has data of its own. It has none when a controlled run had already made its directories the
// copies.
func Forked(s *survey.Survey) bool {
	t := s.Takeover
	if t == nil {
		return false
	}
	d := survey.Direction{From: t.Lost, To: s.Other(t.Lost)}
	return slices.ContainsFunc(s.Pairs, func(p survey.Pair) bool { return Of(s, p, d) != AtTo })
}

// Acknowledged tells whether what only the returned cluster has may be given up: the configuration names the fork point, so somebody has
// read what is lost; or nothing is lost.
func Acknowledged(s *survey.Survey, in survey.Intent) bool {
	if s.Takeover == nil || len(s.Unread()) > 0 {
		return false
	}
	if !Forked(s) {
		return true
	}
	if in.DiscardChangesSince == nil || s.Takeover.Fork == "" {
		return false
	}
	fork, err := time.Parse(time.RFC3339, s.Takeover.Fork)
	return err == nil && in.DiscardChangesSince.Equal(fork)
}
