// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/surveytest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/golden"
)

// TestPlan_PositionByIntent is the preview of every position for both goals, as golden plans: the engine's decisions at a glance.
func TestPlan_PositionByIntent(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, at := range []struct {
		name string
		make func(*survey.Survey)
	}{
		{"prod serves and replicates", func(*survey.Survey) {}},
		{"run open, fence up, last sync proven", func(s *survey.Survey) { opened(s); upTo(s, survey.StageLastSync) }},
		{"names moved, path not yet writable", func(s *survey.Survey) { opened(s); upTo(s, survey.StageNames) }},
		{"both writable", func(s *survey.Survey) { opened(s); upTo(s, survey.StageWrites) }},
		{"resync prep running", func(s *survey.Survey) {
			opened(s)
			upTo(s, survey.StageWrites)
			t := s.Clusters["dr"].Targets["nas1"]
			t.State = position.CreatingResync
			s.Clusters["dr"].Targets["nas1"] = t
		}},
		{"mirror has run", func(s *survey.Survey) { opened(s); upTo(s, survey.StageMirrorRun) }},
		{"all but the end", func(s *survey.Survey) { opened(s); upTo(s, survey.StageSchedule) }},
		{"dr serves and replicates", func(s *survey.Survey) { opened(s); upTo(s, survey.StageFinish) }},
		{"both writable, nobody's run", func(s *survey.Survey) {
			t := s.Clusters["dr"].Targets["nas1"]
			t.State = position.WritesEnabled
			s.Clusters["dr"].Targets["nas1"] = t
		}},
		{"never run", func(s *survey.Survey) { s.Clusters["dr"].Targets = map[string]survey.TargetView{} }},
		{"policy disabled", func(s *survey.Survey) { setEnabled(s, "prod", "nas1", false) }},
		{"prod cannot be read", func(s *survey.Survey) {
			s.Clusters["prod"] = &survey.ClusterView{Unread: "no answer", UnreadKind: "unreachable"}
		}},
	} {
		for _, goal := range []string{"prod", "dr"} {
			s := surveytest.World()
			at.make(s)
			fmt.Fprintf(
				&b,
				"## %s; goal %s (serving %q, unfinished %q, protected %v)\n",
				at.name,
				goal,
				position.Serving(s),
				Unfinished(s),
				position.Protected(s),
			)
			render(&b, Plan(s, surveytest.Intent(goal)))
		}
	}
	golden.Compare(t, "plans.golden", b.String())
}

// opened is the world with a run prod → dr that has just begun.
func opened(s *survey.Survey) {
	for _, st := range unmetStart(s, surveytest.Intent("dr")) {
		st.Effect(s)
	}
}

// upTo applies the effects of the stages of a run to dr, up to and with the given one.
func upTo(s *survey.Survey, last survey.StageID) {
	in := surveytest.Intent("dr")
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

func setEnabled(s *survey.Survey, cluster, policy string, on bool) {
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
	fmt.Fprintf(b, "%s\nkind %s\n", p.Moves.AtAGlance, p.Moves.Kind)
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
	s := surveytest.World()
	out := Plan(s, surveytest.Intent("dr"))
	back := Plan(out.After, surveytest.Intent("prod"))
	if len(out.Errors)+len(back.Errors) > 0 {
		t.Fatal(out.Errors, back.Errors)
	}
	got := back.After
	if position.Serving(got) != "prod" || !position.Protected(got) || Unfinished(got) != "" {
		t.Errorf("serving %q, protected %v, unfinished %q", position.Serving(got), position.Protected(got), Unfinished(got))
	}
	for _, k := range s.Keys() {
		a, b := s.Clusters[k], got.Clusters[k]
		if diff := cmp.Diff(a.Pool, b.Pool); diff != "" {
			t.Errorf("pool of %s (-before +after):\n%s", k, diff)
		}
		if len(a.Quotas) != len(b.Quotas) {
			t.Errorf("quotas of %s: %d before, %d after", k, len(a.Quotas), len(b.Quotas))
		}
	}
	again := Plan(got, surveytest.Intent("prod"))
	if again.Moves != nil {
		t.Errorf("plan after the failback is not empty: %v", again.Approved)
	}
}

// TestPlan_IsPure: a preview changes nothing in the survey it looks at, and answers the same again.
func TestPlan_IsPure(t *testing.T) {
	t.Parallel()
	s := surveytest.World()
	before, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	first := Plan(s, surveytest.Intent("dr"))
	if diff := cmp.Diff(first.Approved, Plan(s, surveytest.Intent("dr")).Approved); diff != "" {
		t.Errorf("the second preview differs:\n%s", diff)
	}
	stored, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, stored) {
		t.Error("the preview changed the survey")
	}
	read, err := survey.DecodeSurvey(stored)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first.Moves, Plan(read, surveytest.Intent("dr")).Moves); diff != "" {
		t.Errorf("the plan of a stored survey differs:\n%s", diff)
	}
}
