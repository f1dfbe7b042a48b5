// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
)

// Seed judges the lines of the documented process after a run. It was made before the first run and compares with that.
type Seed struct {
	b *Bed
	// first is what both clusters were, by key.
	first map[string]*Sight
	// began is the newest report number of each policy when the present run began.
	began map[string]int64
	turn  int
	// unpublished: the run was set back before any name had been published on dr, so no place-holder of a new name is there.
	unpublished bool
}

// NewSeed looks at the site before anything has moved.
func NewSeed(t testing.TB, b *Bed) *Seed {
	s := &Seed{b: b, first: map[string]*Sight{Prod: b.Look(t, Prod), DR: b.Look(t, DR)}}
	s.Begin(t)
	return s
}

// Begin marks the beginning of a run.
func (s *Seed) Begin(t testing.TB) {
	s.turn++
	s.began = map[string]int64{}
	for _, key := range []string{Prod, DR} {
		for _, r := range s.b.Look(t, key).Reports {
			name := fmt.Sprint(r["policy_name"])
			s.began[key+name] = max(s.began[key+name], number(r["job_id"]))
		}
	}
}

func number(v any) int64 {
	f, _ := v.(float64)
	return int64(f)
}

func otherKey(key string) string {
	if key == Prod {
		return DR
	}
	return Prod
}

// Check lists everything that is not as the process says after a run to a cluster, each with the number of its line.
func (s *Seed) Check(t testing.TB, to string) []string {
	t.Helper()
	from := otherKey(to)
	now := map[string]*Sight{Prod: s.b.Look(t, Prod), DR: s.b.Look(t, DR)}
	var out []string
	line := func(n int, problems []string) {
		for _, p := range problems {
			out = append(out, fmt.Sprintf("line %d: %s", n, p))
		}
	}
	line(2, s.fence(now, from))
	line(3, s.names(now, from, to))
	line(4, s.spns(now, to))
	line(5, s.writable(from, to))
	line(6, s.mirrors(now, from, to))
	line(7, s.quotas(now, from, to))
	line(9, s.copies(now, from, to))
	line(10, s.people(to))
	return out
}

// poolNames are the names of both pools as the design's table has them, by style, after the way out and after the way back: zone name
// first.
var poolNames = map[string]map[string]map[string][]string{
	"A": {
		DR: {
			Prod: {"igls-original-nas1.demo.local", "igls-nas1-ps1.demo.local", "igls-original-fin.demo.local"},
			DR:   {"nas1.demo.local", "igls-nas1-ps2.demo.local", "drtest.demo.local", "fin.demo.local"},
		},
		Prod: {
			Prod: {"nas1.demo.local", "igls-nas1-ps1.demo.local", "fin.demo.local"},
			DR:   {"igls-original-nas1.demo.local", "igls-nas1-ps2.demo.local", "drtest.demo.local", "igls-original-fin.demo.local"},
		},
	},
	"B": {
		DR: {
			Prod: {"igls-original-nas1.demo.local", "igls-nas1-ps1.demo.local", "igls-original-fin.demo.local"},
			DR:   {"dr-nas1.demo.local", "igls-nas1-ps2.demo.local", "nas1.demo.local", "fin.demo.local"},
		},
		Prod: {
			Prod: {"nas1.demo.local", "igls-nas1-ps1.demo.local", "fin.demo.local"},
			DR:   {"dr-nas1.demo.local", "igls-nas1-ps2.demo.local", "igls-original-nas1.demo.local", "igls-original-fin.demo.local"},
		},
	},
}

// names: the moved names are live on the receiving side alone, parked on the other in the same place, and DNS says so.
func (s *Seed) names(now map[string]*Sight, from, to string) []string {
	var out []string
	style := "A"
	if s.b.Site.Scenario == "style-b" {
		style = "B"
	}
	for key, want := range poolNames[style][to] {
		got := append([]string{now[key].Zone}, now[key].Names...)
		if s.unpublished && key == DR {
			want = append([]string{s.first[DR].Zone}, s.first[DR].Names...)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			out = append(out, fmt.Sprintf("names of the pool on %s (-want +got):\n%s", key, diff))
		}
	}
	for _, n := range s.b.Site.Names {
		if !s.answers(to, n) {
			out = append(out, n+" is not answered by "+to)
		}
		if s.answers(from, n) {
			out = append(out, n+" is still answered by "+from)
		}
	}
	return out
}

func (s *Seed) answers(key, name string) (ok bool) {
	c := s.b.Cluster(key)
	s.b.World.Do(func() { _, ok = smartconnect.Ask(s.b.World, c.Name, smartconnect.Address(name)).Address() })
	return ok
}

// moved are the SPNs of the moving names, by how the scenario begins.
var moved = []string{"HOST/nas1", "HOST/nas1.demo.local", "HOST/fin", "HOST/fin.demo.local"}

// spns: the HOST SPNs of the names are on the account of the serving side; all others are where they were, in their order.
func (s *Seed) spns(now map[string]*Sight, to string) []string {
	if s.b.World.Forest == nil {
		return nil
	}
	var out []string
	isMoved := func(spn string) bool {
		return slices.ContainsFunc(moved, func(m string) bool { return strings.EqualFold(m, spn) })
	}
	for _, key := range []string{Prod, DR} {
		var truth []string
		c := s.b.Cluster(key)
		s.b.World.Do(func() { truth = s.b.World.Forest.Truth(c.Name) })
		if !sameSet(truth, now[key].SPNs) {
			out = append(out, fmt.Sprintf("the API of %s shows other SPNs than the directory: %v, %v", key, now[key].SPNs, truth))
		}
		kept := slices.DeleteFunc(slices.Clone(truth), isMoved)
		if was := slices.DeleteFunc(slices.Clone(s.first[key].SPNs), isMoved); !slices.Equal(was, kept) {
			out = append(out, fmt.Sprintf("SPNs of others on %s: were %v, are %v", key, was, kept))
		}
		for _, m := range moved {
			has := slices.ContainsFunc(truth, func(x string) bool { return strings.EqualFold(x, m) })
			if has != (key == to) {
				out = append(out, fmt.Sprintf("%s on the account of %s: %v", m, key, has))
			}
		}
	}
	return out
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// writable: SyncIQ protects the directories of the side that was left, and those alone.
func (s *Seed) writable(from, to string) []string {
	var out []string
	for _, p := range s.b.Site.Policies {
		for _, key := range []string{from, to} {
			dir, c := s.b.Root(key, p), s.b.Cluster(key)
			var closed bool
			s.b.World.Do(func() { _, closed = c.FS.ProtectedBy(dir) })
			if closed != (key == from) {
				out = append(out, fmt.Sprintf("%s on %s: protected against writes %v", dir, key, closed))
			}
		}
	}
	return out
}

// mirrors: the policy that replicates away from the serving side is there, enabled, scheduled, free of conflict, and has run since.
func (s *Seed) mirrors(now map[string]*Sight, from, to string) []string {
	var out []string
	for _, p := range s.b.Site.Policies {
		mine, theirs := p, p+"_mirror"
		if to == DR {
			mine, theirs = theirs, mine
		}
		m, ok := now[to].Policies[mine]
		if !ok {
			out = append(out, "policy "+mine+" is not on "+to)
			continue
		}
		want := map[string]any{"enabled": true, "conflicted": false, "schedule": s.first[Prod].Policies[p]["schedule"], "action": "sync"}
		for _, k := range slices.Sorted(maps.Keys(want)) {
			if m[k] != want[k] {
				out = append(out, fmt.Sprintf("policy %s on %s: %s is %v, want %v", mine, to, k, m[k], want[k]))
			}
		}
		if f := now[from].Policies[theirs]; f != nil && f["enabled"] != false {
			out = append(out, fmt.Sprintf("policy %s on %s is still enabled", theirs, from))
		}
		if got := now[from].Targets[mine]["failover_failback_state"]; got != "writes_disabled" {
			out = append(out, fmt.Sprintf("target record of %s on %s is %v", mine, from, got))
		}
		if !s.ranSince(now[to], to, mine) {
			out = append(out, fmt.Sprintf("policy %s has not run on %s since the switch", mine, to))
		}
	}
	return out
}

func (s *Seed) ranSince(now *Sight, key, policy string) bool {
	return slices.ContainsFunc(now.Reports, func(r map[string]any) bool {
		return r["policy_name"] == policy && r["state"] == "finished" && r["action"] == "run" && number(r["job_id"]) > s.began[key+policy]
	})
}

// people: everybody connects to the serving side by name, reads every acknowledged write and writes more.
func (s *Seed) people(to string) []string {
	var out []string
	for _, p := range s.b.People() {
		if c, ok := s.client(p); ok && c.Mount.Active {
			out = append(out, s.b.Use(p, to, fmt.Sprintf("after-%d-%s", s.turn, p.Name))...)
		}
	}
	return out
}

func (s *Seed) client(p Person) (c clients.Client, ok bool) {
	s.b.World.Do(func() { c, ok = clients.Get(s.b.World, p.Name) })
	return c, ok
}
