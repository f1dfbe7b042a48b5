// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import "maps"

const (
	// Unreachable is the kind of an unread cluster that did not answer at all.
	Unreachable = "unreachable"
	// NotAsked is the kind of an unread cluster that was left alone, because the other one of the pair did not answer.
	NotAsked = "not_asked"
	// Refused is the kind of an unread cluster that refused the log-in or the right to read (401, 403).
	Refused = "refused"
	// OtherCluster is the kind of an unread cluster in whose place another one answers.
	OtherCluster = "other_cluster"
)

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

// Readable tells whether the survey says where both pools are, so that its answers may replace what is known.
func (s *Survey) Readable() bool {
	if len(s.Unread()) > 0 {
		return false
	}
	for k := range s.Pools {
		if c := s.Clusters[k]; c == nil || c.Pool == nil {
			return false
		}
	}
	return true
}

// Unasked is the survey of a scope without asking anything: the prior one, with the clusters that are known to be dead marked as unread,
// each with the reason.
func (sc Scope) Unasked(dead map[string]string) *Survey {
	out := &Survey{ID: sc.ID, Pools: sc.Pools, Clusters: map[string]*ClusterView{}}
	if sc.Prior != nil {
		*out = *sc.Prior
		out.Clusters = maps.Clone(sc.Prior.Clusters)
	}
	for k := range sc.Pools {
		if out.Clusters[k] == nil {
			out.Clusters[k] = &ClusterView{Unread: "was not asked, because the other cluster did not answer", UnreadKind: NotAsked}
		}
	}
	for k, why := range dead {
		// What was seen of it last stays: it is the inventory for the day on which it is gone.
		view := ClusterView{}
		if seen := out.Clusters[k]; seen != nil {
			view = *seen
		}
		view.Unread, view.UnreadKind = why, Unreachable
		out.Clusters[k] = &view
	}
	return out
}
