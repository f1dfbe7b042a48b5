// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// Check gives the findings of a configuration that can never work, as far as the surveyed clusters can tell. It is asked when a
// resource is created; Plan asks it for every move.
func Check(s *Survey, in Intent) []Finding { return configurationFindings(s, in) }

func configurationFindings(s *Survey, in Intent) []Finding {
	var out []Finding
	out = append(out, poolFindings(s, in)...)
	for _, name := range s.Missing {
		out = append(out, Finding{
			ID: "policy_missing", Severity: Invalid, Attribute: "policies", Key: name, Object: "SyncIQ policy " + name,
			Text: fmt.Sprintf("exists neither on %s nor on %s with the other as its target", in.From(), in.To()),
			Cure: "write the name that the policy has on its home cluster, as `isi sync policies list` shows it",
		})
	}
	for _, p := range s.Pairs {
		out = append(out, policyShape(s, p)...)
	}
	return append(out, takenOut(s, in)...)
}

// takenOut names the policies that the open run moves and that were taken out of `policies` since: their fence and their schedule would be
// forgotten. A policy that is gone has neither.
func takenOut(s *Survey, in Intent) []Finding {
	if s.Run == nil || s.Takeover != nil || s.lost(in.From()) || s.lost(in.To()) {
		return nil
	}
	var out []Finding
	for _, name := range slices.Sorted(maps.Keys(s.Run.Schedules)) {
		if _, covered := s.pair(name); covered || !s.exists(name) {
			continue
		}
		out = append(out, Finding{
			ID: "policy_of_open_run", Severity: Invalid, Attribute: "policies", Object: "SyncIQ policy " + name,
			Text: "belongs to the unfinished run to " + s.Run.To + ", which has its original schedule and what it fenced for it",
			Cure: fmt.Sprintf("write %q into `policies` again, apply until the run has ended, then take it out", name),
		})
	}
	return out
}

// exists tells whether a policy that is not covered, or not any more, was seen.
func (s *Survey) exists(policy string) bool {
	for _, c := range s.Clusters {
		if _, ok := c.Policies[policy]; ok {
			return true
		}
	}
	return slices.Contains(s.Undeclared, policy)
}

// poolFindings looks at the two pools: present, of one access zone, not tagged ignore, names short enough to be parked.
func poolFindings(s *Survey, in Intent) []Finding {
	var out findings
	zones := map[string]string{}
	for _, k := range in.Keys() {
		c := s.Clusters[k]
		if c == nil || c.Unread != "" {
			continue
		}
		at := func(id, text, cure string) *Finding {
			return out.add(Finding{
				ID: id, Severity: Invalid, Attribute: "pools", Key: k,
				Object: fmt.Sprintf("pool %s on %s", in.Pools[k], k), Text: text, Cure: cure,
			})
		}
		if c.Pool == nil {
			at("pool_missing", "does not exist", "write an id that `isi network pools list` shows on "+k)
			continue
		}
		zones[strings.ToLower(c.Pool.Zone)] = k
		if tags := c.Pool.ignoreTags(); len(tags) > 0 && !mutant.On(mutant.IgnoredPoolWritten) {
			at("pool_ignored", "is tagged "+strings.Join(tags, ", ")+": it takes no part in a failover", "remove the tag, or leave the pool out").
				by(k, "PUT", poolPath(16, in.Pools[k]), c.Pool.renamed(tags[0], ""))
		}
		for _, n := range c.Pool.production() {
			if len(in.Names) > 0 && !slices.Contains(in.Names, n) {
				continue
			}
			if err := names.Validate(n); err != nil {
				at("name_cannot_be_parked", fmt.Sprintf("has the name %s: %v", n, err), "shorten the name, or list the others in `names`").
					by(k, "PUT", poolPath(16, in.Pools[k]), c.Pool.renamed(n, "<a shorter name>"))
			}
		}
	}
	if len(zones) > 1 {
		from, to := s.Clusters[in.From()].Pool.Zone, s.Clusters[in.To()].Pool.Zone
		out.add(Finding{
			ID: "zones_differ", Severity: Invalid, Attribute: "pools", Object: "access zones of the pools",
			Text: fmt.Sprintf("differ: %s on %s, %s on %s", from, in.From(), to, in.To()),
			Cure: "pair pools of access zones with the same name, or move one into the zone of the other",
		}).by(in.To(), "PUT", poolPath(16, in.Pools[in.To()]), fields{"access_zone": from})
	}
	return out.list
}

// ignoreTags are the aliases that take the pool out of every failover.
func (p *PoolView) ignoreTags() []string {
	var out []string
	for _, n := range p.all() {
		if names.KindOf(n) == names.Ignore {
			out = append(out, n)
		}
	}
	return out
}

// policyShape: what makes a policy unfit for failback whatever its state (synciq.md §1.2, illegal or odd calls).
func policyShape(s *Survey, p Pair) []Finding {
	var out findings
	for _, k := range s.keys() {
		name := p.PolicyOn(k)
		v, ok := s.Clusters[k].Policies[name]
		if !ok {
			continue
		}
		at := func(id, text, cure string) *Finding {
			return out.add(Finding{
				ID: id, Severity: Invalid, Attribute: "policies", Key: p.Name,
				Object: fmt.Sprintf("SyncIQ policy %s on %s", name, k), Text: text, Cure: cure,
			})
		}
		if v.Action != "" && v.Action != "sync" {
			at("policy_copies", "has action "+v.Action+": only sync policies can fail back", "isi sync policies modify "+name+" --action=sync").
				by(k, "PUT", policyPath(name), fields{"action": "sync"})
		}
		if v.Filtered {
			at("policy_filtered", "has includes, excludes or file criteria: OneFS cannot fail such a policy back",
				"take the filters off; the next run then copies everything anew").
				by(k, "PUT", policyPath(name), fields{
					"source_include_directories": []string{},
					"source_exclude_directories": []string{},
					"file_matching_pattern":      fields{"or_criteria": []any{}},
				})
		}
		if v.NoFailback {
			at(
				"policy_without_failback",
				"has disable_fofb or disable_stf set",
				"isi sync policies modify "+name+" --disable-fofb=false --disable-stf=false",
			).
				by(
					k,
					"PUT",
					policyPath(name),
					fields{"disable_fofb": false, "disable_stf": false},
				)
		}
	}
	return out.list
}

// unreadFindings: a move needs both clusters.
func unreadFindings(s *Survey, in Intent) []Finding {
	var out []Finding
	for _, k := range in.Keys() {
		c := s.Clusters[k]
		if c == nil || c.Unread == "" {
			continue
		}
		f := Finding{
			ID: "cluster_unreachable", Severity: Invalid, Attribute: "pools", Key: k, Object: "cluster " + k,
			Text: "could not be read: " + c.Unread,
			Cure: "make it reachable and plan again; if it is lost for good, set lost_since for it in the provider block",
		}
		switch c.UnreadKind {
		case "refused":
			f.ID, f.Cure = "cluster_refused", "check username, password and privileges of this cluster in the provider block"
		case "certificate":
			f.ID, f.Cure = "cluster_certificate", "set ca_certificate_file or ca_certificate_pem of this cluster to the authority that "+
				"signed its certificate"
		}
		out = append(out, f)
	}
	return out
}
