// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// Serving is the key of the cluster that answers the production names now; "" when none does or both do. Names local to a standby pool
// do not count.
func (s *Survey) Serving() string {
	keys := s.keys()
	if len(keys) != 2 || !s.poolKnown(keys[0]) || !s.poolKnown(keys[1]) {
		return ""
	}
	// A lost cluster serves nobody, whatever was seen of it last.
	a, b := !s.lost(keys[0]) && s.serves(keys[0], keys[1]), !s.lost(keys[1]) && s.serves(keys[1], keys[0])
	switch {
	case a && !b:
		return keys[0]
	case b && !a:
		return keys[1]
	case a && b:
		return s.servingByEvidence(keys)
	default:
		return ""
	}
}

// poolKnown: the pool was read, or nobody can read it because its cluster is lost.
func (s *Survey) poolKnown(key string) bool {
	c := s.Clusters[key]
	return c != nil && (c.Pool != nil || s.lost(key))
}

// serves: the pool has a live name that is not known as its own standby name.
func (s *Survey) serves(here, there string) bool {
	for _, n := range s.Clusters[here].Pool.production() {
		if !slices.Contains(s.Local[here], n) {
			return true
		}
		// A local name parked on the other side is a production name after all.
		if s.Clusters[there].Pool.on(n) == parked {
			return true
		}
	}
	return false
}

// servingByEvidence decides when both pools have live names: the pool whose names are parked on the other side serves; without any
// parked name, the one whose cluster replicates serves and the other pool's names are its own.
func (s *Survey) servingByEvidence(keys []string) string {
	parkedOn := func(here, there string) bool {
		return slices.ContainsFunc(s.Clusters[here].Pool.production(), func(n string) bool { return s.Clusters[there].Pool.on(n) == parked })
	}
	both := slices.ContainsFunc(s.Clusters[keys[0]].Pool.production(), func(n string) bool {
		return s.Clusters[keys[1]].Pool.on(n) == live
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
	return s.dataAt()
}

// dataAt is the cluster that replicates every pair, "" when they differ or are half turned.
func (s *Survey) dataAt() string {
	keys, at := s.keys(), ""
	for _, p := range s.Pairs {
		var here string
		switch s.Position(p, keys[0], keys[1]) {
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

func (s *Survey) keys() []string {
	var out []string
	for k := range s.Pools {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Unread are the clusters that could not be read, with the reason.
func (s *Survey) Unread() map[string]string {
	out := map[string]string{}
	for k, c := range s.Clusters {
		if c.Unread != "" {
			out[k] = c.Unread
		}
	}
	return out
}

// Unfinished is the target of a half-done run: of the open journal, else of a half position. "" when nothing is half done.
func (s *Survey) Unfinished() string {
	if s.Run != nil {
		return s.Run.To
	}
	if len(s.Unread()) > 0 {
		return ""
	}
	if t := s.Takeover; t != nil {
		// The half position of a returned cluster is no unfinished run once it is isolated: what follows needs an acknowledgement.
		if s.isolated() {
			return ""
		}
		return s.other(t.Lost)
	}
	for _, p := range s.Pairs {
		if to := s.turningTo(p); to != "" {
			return to
		}
	}
	return ""
}

// turningTo is the key of the cluster that a half-way pair is on its way to, "" for a pair at rest.
func (s *Survey) turningTo(p Pair) string {
	keys := s.keys()
	switch s.Position(p, keys[0], keys[1]) {
	case Opening, Open, Closing, Preparing, Settling:
		return keys[1]
	case ReverseOpening, ReverseOpen, ReverseClosing, ReversePreparing, ReverseSettling:
		return keys[0]
	}
	return ""
}

// Protected is structural: the policies that replicate away from the serving cluster are enabled, scheduled and free of conflict, and
// the other side's paths are protected against writes.
func (s *Survey) Protected() bool {
	from := s.Serving()
	if from == "" || len(s.Unread()) > 0 || len(s.Pairs) == 0 {
		return false
	}
	for _, p := range s.Pairs {
		v := s.Clusters[from].Policies[p.PolicyOn(from)]
		if s.Position(p, from, s.other(from)) != AtFrom || v.Conflicted || v.Schedule.Text == "" {
			return false
		}
	}
	return true
}

func (s *Survey) other(key string) string {
	for _, k := range s.keys() {
		if k != key {
			return k
		}
	}
	return ""
}

// PolicyNames are the home names of the pairs covered.
func (s *Survey) PolicyNames() []string {
	out := make([]string, 0, len(s.Pairs))
	for _, p := range s.Pairs {
		out = append(out, p.Name)
	}
	return out
}

// ZonePools are the pools in the access zone of this resource's pool that are not tagged ignore.
func (s *Survey) ZonePools(cluster string) []string {
	if c := s.Clusters[cluster]; c != nil {
		return c.ZonePools
	}
	return nil
}

// standbyNames are the live names of the pool that does not serve: they are its own. What was seen last of a lost cluster says nothing.
func (s *Survey) standbyNames() map[string][]string {
	out := map[string][]string{}
	serving := s.Serving()
	for _, k := range s.keys() {
		out[k] = slices.Clone(s.Local[k])
		if k == serving || serving == "" || s.lost(k) {
			continue
		}
		for _, n := range s.Clusters[k].Pool.production() {
			if !slices.ContainsFunc(out[k], func(o string) bool { return names.Equal(o, n) }) {
				out[k] = append(out[k], n)
			}
		}
	}
	return out
}
