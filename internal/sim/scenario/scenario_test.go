// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package scenario_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var start = time.Date(2026, 5, 2, 9, 0, 0, 0, time.UTC)

func build(t testing.TB, name string, o scenario.Options) *scenario.Site {
	t.Helper()
	o.Start = start
	site, err := scenario.Build(name, o)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func view(w *world.World, on, policy string) siq.View {
	p, _ := synciq.Of(w.Cluster(on)).Policy(policy)
	return synciq.View(w, p.ID)
}

// row1, row10 and row3 are the rows of synciq.md §1.2.
var (
	row1  = siq.View{Self: siq.Enabled, Target: siq.WritesDisabled, Reverse: siq.Absent, ReverseTarget: siq.NoTarget}
	row3  = siq.View{Self: siq.Enabled, Target: siq.WritesEnabled, Reverse: siq.Absent, ReverseTarget: siq.NoTarget}
	row10 = siq.View{Self: siq.Enabled, Target: siq.WritesDisabled, Reverse: siq.Disabled, ReverseTarget: siq.ResyncPolicyCreated}
)

func TestEveryScenarioStartsWhereItSays(t *testing.T) {
	for name, rows := range map[string][]siq.View{
		"lab": {row1, row10, row10}, "style-b": {row1, row10, row10}, "different-paths": {row1, row10, row10},
		"nfs-only": {row1, row10, row10},
		"returned": {row3, {Self: siq.Enabled, Target: siq.WritesEnabled, Reverse: siq.Disabled, ReverseTarget: siq.ResyncPolicyCreated}},
	} {
		t.Run(name, func(t *testing.T) {
			s := build(t, name, scenario.Options{})
			if !s.World.Now().Equal(start) || len(s.World.Violations) > 0 {
				t.Errorf("begins at %s with violations %v", s.World.Now(), s.World.Violations)
			}
			for i, want := range rows {
				if got := view(s.World, s.From, s.Policies[i]); got != want {
					t.Errorf("%s is in %+v, want %+v", s.Policies[i], got, want)
				}
			}
			for _, c := range s.World.Clusters() {
				if _, ok := c.Network.Pools.Get(s.Pool); !ok {
					t.Errorf("%s has no pool %s", c.Name, s.Pool)
				}
			}
			for _, p := range synciq.Of(s.World.Cluster(s.From)).Policies() {
				if !p.EnabledSeen(start) || p.LastSuccess.IsZero() {
					t.Errorf("%s: seen enabled %v, last success %s", p.Name, p.EnabledSeen(start), p.LastSuccess)
				}
			}
		})
	}
}

func TestTheLeftOverMirrorKeepsItsSchedule(t *testing.T) {
	s := build(t, "lab", scenario.Options{})
	for name, want := range map[string]string{"fin_mirror": "", "proj_mirror": "every 15 minutes"} {
		if p, ok := synciq.Of(s.World.Cluster(s.To)).Policy(name); !ok || p.Schedule != want || p.Enabled() {
			t.Errorf("%s: there %v, schedule %q, enabled %v", name, ok, p.Schedule, p.Enabled())
		}
	}
}

func TestSizesFollowTheOptions(t *testing.T) {
	for _, n := range []int{1, 10, 100} {
		s := build(t, "lab", scenario.Options{Policies: n, Quotas: 3 * n})
		quotas := s.World.Cluster(s.From).Quota.Len()
		if len(s.Policies) != n || quotas < 3*n {
			t.Errorf("asked for %d policies: %d, and %d quotas", n, len(s.Policies), quotas)
		}
	}
	for _, o := range []scenario.Options{{Policies: -1}, {Quotas: -1}, {Dials: dial.Values{"nonsense": "1"}}} {
		if _, err := scenario.Build("lab", o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
	if _, err := scenario.Build("nowhere", scenario.Options{}); err == nil || !strings.Contains(err.Error(), "lab") {
		t.Errorf("an unknown scenario: %v", err)
	}
}

func TestDialsHoldFromTheBeginningButNotInHistory(t *testing.T) {
	s := build(t, "lab", scenario.Options{Dials: dial.Values{"lag_enabled": "40s"}})
	if got := s.World.Dials.Text("lag_enabled"); got != "40s" || len(s.World.Dials) != 1 {
		t.Errorf("the dials are %v", s.World.Dials)
	}
}

func TestScenariosAreExplained(t *testing.T) {
	var out bytes.Buffer
	if err := scenario.Print(&out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != len(scenario.Names()) || !slices.Contains(scenario.Names(), "large") {
		t.Errorf("%d lines for %v", len(lines), scenario.Names())
	}
}

func TestLarge(t *testing.T) {
	s := build(t, "large", scenario.Options{})
	c := s.World.Cluster(s.From)
	if len(synciq.Of(c).Policies()) < 1000 || c.Quota.Len() < 10_000 {
		t.Errorf("%d policies, %d quotas", len(synciq.Of(c).Policies()), c.Quota.Len())
	}
}

func BenchmarkCloneOfLarge(b *testing.B) {
	s := build(b, "large", scenario.Options{})
	for b.Loop() {
		s.World.Clone()
	}
}
