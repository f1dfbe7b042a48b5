// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPlan_PositionByIntent is the preview of every position for both goals, as golden plans: the engine's decisions at a glance.
func TestPlan_PositionByIntent(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, at := range []struct {
		name string
		make func(*Survey)
	}{
		{"prod serves and replicates", func(*Survey) {}},
		{"run open, fence up, last sync proven", func(s *Survey) { opened(s); upTo(s, StageLastSync) }},
		{"names moved, path not yet writable", func(s *Survey) { opened(s); upTo(s, StageNames) }},
		{"both writable", func(s *Survey) { opened(s); upTo(s, StageWrites) }},
		{"resync prep running", func(s *Survey) {
			opened(s)
			upTo(s, StageWrites)
			t := s.Clusters["dr"].Targets["nas1"]
			t.State = creatingResync
			s.Clusters["dr"].Targets["nas1"] = t
		}},
		{"mirror has run", func(s *Survey) { opened(s); upTo(s, StageMirrorRun) }},
		{"all but the end", func(s *Survey) { opened(s); upTo(s, StageSchedule) }},
		{"dr serves and replicates", func(s *Survey) { opened(s); upTo(s, StageFinish) }},
		{"both writable, nobody's run", func(s *Survey) {
			t := s.Clusters["dr"].Targets["nas1"]
			t.State = writesEnabled
			s.Clusters["dr"].Targets["nas1"] = t
		}},
		{"never run", func(s *Survey) { s.Clusters["dr"].Targets = map[string]TargetView{} }},
		{"policy disabled", func(s *Survey) { setEnabled(s, "prod", "nas1", false) }},
		{"prod cannot be read", func(s *Survey) { s.Clusters["prod"] = &ClusterView{Unread: "no answer", UnreadKind: "unreachable"} }},
	} {
		for _, goal := range []string{"prod", "dr"} {
			s := world()
			at.make(s)
			fmt.Fprintf(
				&b,
				"## %s; goal %s (serving %q, unfinished %q, protected %v)\n",
				at.name,
				goal,
				s.Serving(),
				s.Unfinished(),
				s.Protected(),
			)
			render(&b, Plan(s, intent(goal)))
		}
	}
	golden(t, "plans.golden", b.String())
}

// opened is the world with a run prod → dr that has just begun.
func opened(s *Survey) {
	for _, st := range unmetStart(s, intent("dr")) {
		st.Effect(s)
	}
}

// upTo applies the effects of the stages of a run to dr, up to and with the given one.
func upTo(s *Survey, last StageID) {
	in := intent("dr")
	stop := false
	for _, st := range order(in) {
		if stop {
			return
		}
		for range maxRounds {
			steps := st.unmet(s, in)
			if len(steps) == 0 {
				break
			}
			for _, x := range steps {
				x.Effect(s)
			}
		}
		stop = st.id == last
	}
}

func setEnabled(s *Survey, cluster, policy string, on bool) {
	v := s.Clusters[cluster].Policies[policy]
	v.Enabled = on
	s.Clusters[cluster].Policies[policy] = v
}

func render(b *strings.Builder, p Preview) {
	for _, e := range p.Errors {
		fmt.Fprintf(b, "error %s\n", e.Line())
	}
	if p.Moves == nil {
		b.WriteString("no moves\n\n")
		return
	}
	fmt.Fprintf(b, "kind %s\n", p.Moves.Kind)
	for _, l := range []struct {
		name  string
		lines []string
	}{
		{"configuration", p.Moves.Configuration},
		{"fenced", p.Moves.Fenced},
		{"names", p.Moves.Names},
		{"policies", p.Moves.Policies},
		{"quotas", p.Moves.Quotas},
		{"risks", p.Moves.Risks},
		{"spns", p.Moves.SPNs},
	} {
		for _, x := range l.lines {
			fmt.Fprintf(b, "  %s: %s\n", l.name, x)
		}
	}
	for _, k := range p.Approved {
		fmt.Fprintf(b, "    %s\n", k)
	}
	b.WriteString("\n")
}

// TestPlan_OutAndBack: the preview of a failback from the predicted world restores what there was before the failover.
func TestPlan_OutAndBack(t *testing.T) {
	t.Parallel()
	s := world()
	out := Plan(s, intent("dr"))
	back := Plan(out.After, intent("prod"))
	if len(out.Errors)+len(back.Errors) > 0 {
		t.Fatal(out.Errors, back.Errors)
	}
	got := back.After
	if got.Serving() != "prod" || !got.Protected() || got.Unfinished() != "" {
		t.Errorf("serving %q, protected %v, unfinished %q", got.Serving(), got.Protected(), got.Unfinished())
	}
	for _, k := range s.keys() {
		a, b := s.Clusters[k], got.Clusters[k]
		if diff := cmp.Diff(a.Pool, b.Pool); diff != "" {
			t.Errorf("pool of %s (-before +after):\n%s", k, diff)
		}
		if len(a.Quotas) != len(b.Quotas) {
			t.Errorf("quotas of %s: %d before, %d after", k, len(a.Quotas), len(b.Quotas))
		}
	}
	again := Plan(got, intent("prod"))
	if again.Moves != nil {
		t.Errorf("plan after the failback is not empty: %v", again.Approved)
	}
}

// TestPlan_IsPure: a preview changes nothing in the survey it looks at, and answers the same again.
func TestPlan_IsPure(t *testing.T) {
	t.Parallel()
	s := world()
	before, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	first := Plan(s, intent("dr"))
	if diff := cmp.Diff(first.Approved, Plan(s, intent("dr")).Approved); diff != "" {
		t.Errorf("the second preview differs:\n%s", diff)
	}
	stored, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, stored) {
		t.Error("the preview changed the survey")
	}
	read, err := DecodeSurvey(stored)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first.Moves, Plan(read, intent("dr")).Moves); diff != "" {
		t.Errorf("the plan of a stored survey differs:\n%s", diff)
	}
}
