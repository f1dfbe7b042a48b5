// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"fmt"
	"slices"
)

// Quota is a SmartQuotas quota at or below a policy path.
type Quota struct {
	ID     string `json:"id"`
	Pair   string `json:"pair"`
	Type   string `json:"type"`
	Path   string `json:"path"`
	Who    string `json:"who,omitempty"`
	Linked bool   `json:"linked,omitempty"`
	Ready  bool   `json:"ready"`
	// Limits is the short text for people: "hard 10 GiB".
	Limits string `json:"limits,omitempty"`
	// Definition are the properties to create it with, path left out.
	Definition Definition `json:"definition"`
	// Notifications is "default", "custom" or "disabled"; Rules are the custom rules.
	Notifications string       `json:"notifications,omitempty"`
	Rules         []Definition `json:"rules,omitempty"`
}

// Key identifies the quota independent of the side, its path given as seen from the pair's directory.
func (q Quota) Key(root string) string {
	snaps := "live"
	if v, _ := q.Definition["include_snapshots"].(bool); v {
		snaps = "with snapshots"
	}
	return q.Pair + "|" + q.Type + "|" + relative(root, q.Path) + "|" + q.Who + "|" + snaps
}

// Address tells a quota from the other objects of its cluster, as the record of a run has it.
func (q Quota) Address() string { return "quota " + q.ID }

// Label is the quota in a line for people.
func (q Quota) Label() string {
	out := q.Type + " " + q.Path
	if q.Who != "" {
		out = fmt.Sprintf("%s %s %s", q.Type, q.Who, q.Path)
	}
	if v, _ := q.Definition["include_snapshots"].(bool); v {
		out += " with snapshots" // there may be one without
	}
	return out
}

// Same compares what can be changed: limits, enforcement and notification rules.
func (q Quota) Same(o Quota) bool {
	if !q.Definition.Equal(o.Definition) || q.Notifications != o.Notifications || len(q.Rules) != len(o.Rules) {
		return false
	}
	for i := range q.Rules {
		if !q.Rules[i].Equal(o.Rules[i]) {
			return false
		}
	}
	return true
}

// HalfOf tells whether the limits are those of the whole quota, of whose notification rules some are missing.
func (q Quota) HalfOf(whole Quota) bool {
	switch {
	case !q.Definition.Equal(whole.Definition):
		return false
	case q.Notifications != "custom" && q.Notifications != "disabled": // as a quota is right after it was created
		return whole.Notifications == "custom" || whole.Notifications == "disabled"
	case len(q.Rules) >= len(whole.Rules):
		return false
	}
	return !slices.ContainsFunc(q.Rules, func(r Definition) bool {
		return !slices.ContainsFunc(whole.Rules, r.Equal)
	})
}

// TranslateQuota carries the path of a quota to the other side.
func (p Pair) TranslateQuota(q Quota, d Direction) Quota {
	q.Path = p.translate(q.Path, d)
	q.Definition = q.Definition.Clone()
	return q
}

// QuotaIndex finds quotas by what they are, independent of the side.
func (s *Survey) QuotaIndex(cluster string) map[string]Quota {
	c := s.Clusters[cluster]
	if c == nil {
		return nil
	}
	out := make(map[string]Quota, len(c.Quotas))
	for _, q := range c.Quotas {
		if p, ok := s.Pair(q.Pair); ok {
			out[q.Key(p.Paths[cluster])] = q
		}
	}
	return out
}

// HalfMadeQuota tells whether a quota is what a run leaves that dies while it copies the counterpart, between the quota and the last of its
// notification rules, while no journal tells of a run; others is the QuotaIndex of the other cluster. While a run is open, it is what the
// run has found when it began.
func (s *Survey) HalfMadeQuota(cluster string, q Quota, others map[string]Quota) bool {
	if s.Run != nil {
		return slices.Contains(s.Run.Unknown[cluster], q.Address())
	}
	p, ok := s.Pair(q.Pair)
	if s.JournalRevision > 0 || q.Linked || !ok {
		return false
	}
	whole, ok := others[q.Key(p.Paths[cluster])]
	return ok && q.HalfOf(whole)
}

// SetReady shows all quotas of a cluster as scanned.
func (s *Survey) SetReady(cluster string) {
	for i := range s.Clusters[cluster].Quotas {
		s.Clusters[cluster].Quotas[i].Ready = true
	}
}
