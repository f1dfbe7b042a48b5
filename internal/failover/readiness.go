// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"slices"
	"strings"
)

// Readiness gives everything that is known to speak against a move with this intent: what can never work first, then what blocks it, then
// the risks. It is asked at any time, whether a move is planned or not. Pure.
func Readiness(s *Survey, in Intent) []Finding {
	out := configurationFindings(s, in)
	switch {
	case s.lost(in.To()):
		out = append(out, lostTarget(s, in))
	case s.lost(in.From()):
		p := planUncontrolled(s, in)
		out = append(append(out, p.Errors...), p.Warnings...)
	case len(s.Unread()) > 0:
		out = append(out, unreadFindings(s, in)...)
	case s.Takeover != nil:
		p := planReturned(s, in)
		out = append(append(out, p.Errors...), p.Warnings...)
	case bothPools(s, in):
		now := &findings{list: readiness(s, in)}
		jobReadiness(s, in, now)
		leftBehind(s, in, now)
		out = append(out, now.list...)
	}
	rank := map[Severity]int{Invalid: 0, Blocking: 1, Risk: 2}
	slices.SortStableFunc(out, func(a, b Finding) int { return rank[a.Severity] - rank[b.Severity] })
	return out
}

// bothPools tells whether both pools exist: everything else is about them.
func bothPools(s *Survey, in Intent) bool {
	for _, k := range in.Keys() {
		if c := s.Clusters[k]; c == nil || c.Pool == nil {
			return false
		}
	}
	return true
}

// readiness are the findings of a controlled move that is about to be planned. Pure.
func readiness(s *Survey, in Intent) []Finding {
	moving, names := movingNames(s, in)
	out := &findings{list: names}
	nameReadiness(s, in, moving, out)
	for _, k := range in.Keys() {
		clusterReadiness(s, in, k, out)
		networkReadiness(s, in, k, out)
		certificateReadiness(s, k, out)
	}
	for _, p := range s.Pairs {
		positionReadiness(s, in, p, out)
		policyReadiness(s, in, p, out)
		pathReadiness(s, in, p, out)
		replicationReadiness(s, in, p, out)
		wayBackReadiness(s, in, p, out)
	}
	undeclaredReadiness(s, out)
	adReadiness(s, in, moving, out)
	out.list = append(out.list, interfaceReadiness(s, in)...)
	out.list = append(out.list, directoryReadiness(s, in, moving)...)
	objectReadiness(s, in, out)
	trusteeReadiness(s, in, out)
	originalsReadiness(s, out)
	halfMadeReadiness(s, in, out)
	protocolReadiness(s, in, out)
	quotaReadiness(s, in, out)
	return underWay(s, in, out.list)
}

// underWay: once the names have left from, nothing that would have kept the run from starting may keep it from its end, for clients are
// waiting. What forbids a step whatever the reason stays.
func underWay(s *Survey, in Intent, list []Finding) []Finding {
	if s.Run == nil || s.Serving() == in.From() {
		return list
	}
	for i, f := range list {
		always := f.ID == "unexpected_position" || f.ID == "resync_prep_left_out" || f.ID == "copy_left_open" || strings.HasPrefix(f.ID, "name_")
		if f.Severity == Blocking && !always {
			list[i].Severity = Risk
		}
	}
	return list
}

func (s *Survey) hasQuotas() bool {
	for _, c := range s.Clusters {
		if len(c.Quotas) > 0 {
			return true
		}
	}
	return false
}

func containsFold(list []string, v string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, v) })
}
