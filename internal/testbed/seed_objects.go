// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// fence: when the run is over, nothing of the side that was left shows any trace of it.
func (s *Seed) fence(now map[string]*Sight, from string) []string {
	if from == DR {
		// Definitions of the standby side came over in the run that opened it; line 9 compares them with production's.
		return nil
	}
	var out []string
	for name, was := range s.first[from].Objects {
		if is := now[from].Objects[name]; text(was) != text(is) {
			out = append(out, fmt.Sprintf("%s on %s: was %s, is %s", name, from, text(was), text(is)))
		}
	}
	return out
}

// copies: every share, export and alias of the data is on the receiving side with the definition that it has on the home side.
func (s *Seed) copies(now map[string]*Sight, _, _ string) []string {
	var out []string
	there := map[string]string{}
	for name, doc := range now[DR].Objects {
		id, rules := s.identity(DR, name, doc)
		there[id] = rules
	}
	for _, name := range slices.Sorted(maps.Keys(s.first[Prod].Objects)) {
		doc := s.first[Prod].Objects[name]
		if !s.ours(doc) {
			continue
		}
		if is := now[Prod].Objects[name]; text(is) != text(doc) {
			out = append(out, fmt.Sprintf("%s on %s: was %s, is %s", name, Prod, text(doc), text(is)))
		}
		id, rules := s.identity(Prod, name, doc)
		switch got, ok := there[id]; {
		case !ok:
			out = append(out, id+" is not on "+DR)
		case got != rules:
			out = append(out, fmt.Sprintf("%s on %s: want %s, is %s", id, DR, rules, got))
		}
	}
	return out
}

// ours: a path of the object lies in a directory that a policy of the site replicates.
func (s *Seed) ours(doc map[string]any) bool {
	return slices.ContainsFunc(paths(doc), func(p string) bool {
		return slices.ContainsFunc(s.b.Site.Policies, func(policy string) bool {
			root := s.b.Root(Prod, policy)
			return p == root || strings.HasPrefix(p, root+"/")
		})
	})
}

func paths(doc map[string]any) []string {
	if p, ok := doc["path"].(string); ok {
		return []string{p}
	}
	return words(doc["paths"])
}

// identity is what an object is called on any side, and its rules with paths as on the home side. Ids of exports and zones are a cluster's
// own.
func (s *Seed) identity(key, name string, doc map[string]any) (id, rules string) {
	kept := maps.Clone(doc)
	for _, k := range []string{"id", "zid"} {
		delete(kept, k)
	}
	list := paths(doc)
	for i := range list {
		list[i] = s.homePath(key, list[i])
	}
	if _, ok := kept["paths"]; ok {
		kept["paths"] = list
		kind, _, _ := strings.Cut(name, "/")
		return kind + "/" + strings.Join(list, ","), text(kept)
	}
	kept["path"] = list[0]
	return name, text(kept)
}

// homePath turns a path of a cluster into the one on the home cluster.
func (s *Seed) homePath(key, p string) string {
	if key == Prod {
		return p
	}
	for _, policy := range s.b.Site.Policies {
		root := s.b.Root(DR, policy)
		if p == root || strings.HasPrefix(p, root+"/") {
			return s.b.Root(Prod, policy) + strings.TrimPrefix(p, root)
		}
	}
	return p
}

// quotas: all quotas of the data, with limits and rules, are on the serving side, ready, and none on the other.
func (s *Seed) quotas(now map[string]*Sight, from, to string) []string {
	var out []string
	want, got := s.limits(Prod, s.first[Prod].Quotas), s.limits(to, now[to].Quotas)
	for _, id := range slices.Sorted(maps.Keys(want)) {
		switch is, ok := got[id]; {
		case !ok:
			out = append(out, id+" is not on "+to)
		case is != want[id]:
			out = append(out, fmt.Sprintf("%s on %s: want %s, is %s", id, to, want[id], is))
		}
	}
	for id := range got {
		if _, known := want[id]; !known {
			out = append(out, id+" on "+to+" was there never before")
		}
	}
	for id := range s.limits(from, now[from].Quotas) {
		out = append(out, id+" is still on "+from)
	}
	for _, q := range now[to].Quotas {
		if q.Doc["ready"] != true {
			out = append(out, fmt.Sprintf("quota on %v of %s is not ready", q.Doc["path"], to))
		}
	}
	return out
}

// limits are the quotas of the data by what they limit; those that OneFS makes of a default quota by itself are not counted.
func (s *Seed) limits(key string, all []QuotaSight) map[string]string {
	out := map[string]string{}
	for _, q := range all {
		home := s.homePath(key, fmt.Sprint(q.Doc["path"]))
		if q.Doc["linked"] == true || !s.ours(map[string]any{"path": home}) {
			continue
		}
		who := ""
		if p, ok := q.Doc["persona"].(map[string]any); ok {
			who = fmt.Sprint(" of ", p["id"])
		}
		id := fmt.Sprintf("%v quota on %s%s, snapshots %v", q.Doc["type"], home, who, q.Doc["include_snapshots"])
		thresholds, _ := q.Doc["thresholds"].(map[string]any)
		kept := map[string]any{}
		for _, k := range []string{"advisory", "soft", "soft_grace", "hard", "percent_advisory", "percent_soft"} {
			kept[k] = thresholds[k]
		}
		rules := slices.Clone(q.Rules)
		slices.SortFunc(rules, func(a, b map[string]any) int { return strings.Compare(fmt.Sprint(a["id"]), fmt.Sprint(b["id"])) })
		out[id] = text(map[string]any{
			"thresholds": kept, "enforced": q.Doc["enforced"], "container": q.Doc["container"], "on": q.Doc["thresholds_on"],
			"notifications": q.Doc["notifications"], "rules": rules,
		})
	}
	return out
}
