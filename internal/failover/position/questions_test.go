// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package position_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/surveytest"
)

var out = survey.Direction{From: "prod", To: "dr"}

// asked is a world after some changes, in which all questions of the package are asked.
type asked struct {
	*survey.Survey
	in survey.Intent
}

type change func(s *survey.Survey)

// record sets the state of a target record; "" takes it away.
func record(cluster, policy, state string) change {
	return func(s *survey.Survey) {
		if state == "" {
			delete(s.Clusters[cluster].Targets, policy)
			return
		}
		s.Clusters[cluster].Targets[policy] = survey.TargetView{ID: policy, Path: surveytest.TestPair.Paths[cluster], State: state}
	}
}

// policy changes a policy, or makes one.
func policy(cluster, name string, do func(v *survey.PolicyView)) change {
	return func(s *survey.Survey) {
		v := s.Clusters[cluster].Policies[name]
		do(&v)
		s.Clusters[cluster].Policies[name] = v
	}
}

func off(v *survey.PolicyView) { v.Enabled = false }
func on(v *survey.PolicyView)  { v.Enabled = true }
func ran(v *survey.PolicyView) { v.Ran = true }

// names sets the live names of a pool, with the parked ones.
func names(cluster, zone string, aliases ...string) change {
	return func(s *survey.Survey) {
		s.Clusters[cluster].Pool.ZoneName, s.Clusters[cluster].Pool.Aliases = zone, aliases
	}
}

// moved is the world with the pool on dr, replicated back.
func moved(s *survey.Survey) {
	for _, c := range []change{
		names("prod", "igls-original-nas1.example.com", "igls-original-fin.example.com"), names("dr", "nas1.example.com", "fin.example.com"),
		policy("prod", "nas1", off), record("dr", "nas1", position.ResyncCreated),
		policy("dr", "nas1_mirror", func(v *survey.PolicyView) { v.Enabled, v.Schedule.Text = true, "every 5 minutes" }),
		record("prod", "nas1_mirror", position.WritesDisabled),
	} {
		c(s)
	}
}

func opened(s *survey.Survey) {
	s.Run = &survey.RunRecord{
		From: "prod", To: "dr", Started: time.Unix(1_700_000_000, 0).UTC(), Witnesses: survey.Witnesses{},
		Originals: map[string][]survey.Object{},
	}
}

func lost(cluster string) change {
	return func(s *survey.Survey) { s.Settings.Lost = map[string]string{cluster: "2026-05-02T09:00:00Z"} }
}

func worldWith(changes ...change) asked {
	a := asked{surveytest.World(), surveytest.Intent("dr")}
	for _, c := range changes {
		c(a.Survey)
	}
	return a
}

// TestRecordLost: a record that is absent although its policy has run is no row of the table, from wherever the pair is looked at.
func TestRecordLost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string][]change{
		"of the policy that replicates": {record("dr", "nas1", ""), policy("prod", "nas1", ran)},
		"and it is switched off":        {record("dr", "nas1", ""), policy("prod", "nas1", ran), policy("prod", "nas1", off)},
		"of the mirror that replicates": {moved, record("prod", "nas1_mirror", ""), policy("dr", "nas1_mirror", ran)},
		"of the policy that has turned": {moved, record("dr", "nas1", ""), policy("prod", "nas1", ran)},
		"of a mirror that is left over": {policy("dr", "nas1_mirror", off), policy("dr", "nas1_mirror", ran)},
		"of the policy, with a left-over": {record("dr", "nas1", ""), policy("prod", "nas1", ran), policy("dr",
			"nas1_mirror", off), record("prod", "nas1_mirror", position.ResyncCreated)},
		"in the middle of resync prep": {
			record("dr", "nas1", position.CreatingResync), policy("dr", "nas1_mirror", on),
			policy("dr", "nas1_mirror", ran),
		},
		"while both flags are off and stale": {
			record("dr", "nas1", position.ResyncCreated), policy("prod", "nas1", off),
			policy("dr", "nas1_mirror", off), policy("dr", "nas1_mirror", ran),
		},
	} {
		a := worldWith(c...)
		for _, d := range []survey.Direction{out, out.Reverse()} {
			if at := position.Of(a.Survey, surveytest.TestPair, d); at != position.Unexpected {
				t.Errorf("%s, seen from %s: %s", name, d.From, at)
			}
		}
		if position.Protected(a.Survey) || position.TurningTo(a.Survey, surveytest.TestPair) != "" {
			t.Errorf("%s: protected %v, turning to %q", name, position.Protected(a.Survey), position.TurningTo(a.Survey, surveytest.TestPair))
		}
	}
	if at := position.Of(worldWith(record("dr", "nas1", "")).Survey, surveytest.TestPair, out); at != position.NeverRun {
		t.Errorf("a policy that has never run: %s", at)
	}
}

// TestServing: who serves, and whether the pool is protected there.
func TestServing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		changes   []change
		serving   string
		protected bool
	}{
		"at home":                  {nil, "prod", true},
		"moved":                    {[]change{moved}, "dr", true},
		"moved, home is lost":      {[]change{moved, lost("prod")}, "dr", true},
		"the serving side is lost": {[]change{lost("prod")}, "", false},
		"no names anywhere":        {[]change{names("prod", ""), names("dr", "")}, "", false},
		"the same name on both":    {[]change{names("dr", "nas1.example.com")}, "", false},
		"a local name on the other side": {[]change{func(s *survey.Survey) { s.Local = nil }, names("dr", "own.example.com",
			"igls-original-fin.example.com")}, "prod", true},
		"two names, told by the data": {[]change{func(s *survey.Survey) { s.Local = nil }, names("dr", "own.example.com")}, "prod", true},
		"two names, each parked over there": {
			[]change{names("prod", "nas1.example.com", "igls-original-own.example.com"), names("dr", "own.example.com",
				"igls-original-nas1.example.com")}, "", false,
		},
		"two names, and the data half-way": {
			[]change{func(s *survey.Survey) { s.Local = nil }, names("dr", "own.example.com"), record("dr", "nas1",
				position.WritesEnabled)}, "", false,
		},
		"a pool is missing":         {[]change{func(s *survey.Survey) { s.Clusters["dr"].Pool = nil }}, "", false},
		"a cluster is unread":       {[]change{func(s *survey.Survey) { s.Clusters["dr"].Unread = "no answer" }}, "prod", false},
		"a declared policy is gone": {[]change{func(s *survey.Survey) { s.Missing = []string{"gone"} }}, "prod", false},
		"no policy at all":          {[]change{func(s *survey.Survey) { s.Pairs = nil }}, "prod", false},
		"a conflict":                {[]change{policy("prod", "nas1", func(v *survey.PolicyView) { v.Conflicted = true })}, "prod", false},
		"no schedule":               {[]change{policy("prod", "nas1", func(v *survey.PolicyView) { v.Schedule.Text = "" })}, "prod", false},
		"switched off":              {[]change{policy("prod", "nas1", off)}, "prod", false},
	} {
		a := worldWith(c.changes...)
		if got := position.Serving(a.Survey); got != c.serving {
			t.Errorf("%s: served by %q, want %q", name, got, c.serving)
		}
		if got := position.Protected(a.Survey); got != c.protected {
			t.Errorf("%s: protected %v", name, got)
		}
	}
	a := worldWith(names("dr", "own.example.com", "igls-original-nas1.example.com"), func(s *survey.Survey) { s.Local = nil })
	if diff := cmp.Diff(map[string][]string{"prod": nil, "dr": {"own.example.com"}}, position.StandbyNames(a.Survey)); diff != "" {
		t.Errorf("local names (-want +got):\n%s", diff)
	}
}

// TestTurningTo: a pair that is half-way turns to one side.
func TestTurningTo(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]string{
		position.WritesDisabled: "", position.EnablingWrites: "dr", position.WritesEnabled: "dr", position.DisablingWrites: "dr",
		position.CreatingResync: "dr", position.ResyncCreated: "dr",
	} {
		a := worldWith(record("dr", "nas1", state))
		if got := position.TurningTo(a.Survey, surveytest.TestPair); got != want {
			t.Errorf("%s turns to %q", state, got)
		}
		if state == position.WritesDisabled {
			continue
		}
		b := worldWith(moved, record("prod", "nas1_mirror", state))
		if got := position.TurningTo(b.Survey, surveytest.TestPair); state != position.ResyncCreated && got != "prod" {
			t.Errorf("back, %s turns to %q", state, got)
		}
	}
}

// TestWritable: where people can write, and what keeps them from it.
func TestWritable(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]bool{
		"": true, position.WritesDisabled: false, position.EnablingWrites: false, position.WritesEnabled: true, position.DisablingWrites: false,
		position.CreatingResync: true, position.ResyncCreated: true,
	} {
		a := worldWith(record("dr", "nas1", state), policy("prod", "nas1", ran))
		if got := position.Writable(a.Survey, "dr"); got != want {
			t.Errorf("record %q: writable %v", state, got)
		}
	}
	a := worldWith(opened)
	p := surveytest.TestPair
	if position.Fenced(a.Survey, "prod") || position.CutOff(a.Survey, "prod") || position.FenceStands(a.Survey, "prod", p) {
		t.Error("a fence before there is one")
	}
	a.Clusters["prod"].Objects[0].Fenced = true
	if !position.Fenced(a.Survey, "prod") || !position.FenceStands(a.Survey, "prod", p) {
		t.Error("no fence")
	}
	a.Clusters["prod"].Objects[0].Fenced = false
	a.Clusters["prod"].Pool.Fenced = true
	if !position.CutOff(a.Survey, "prod") || !position.FenceStands(a.Survey, "prod", p) {
		t.Error("not cut off")
	}
	// A proof holds as long as the fence does.
	a.Proven = survey.Proofs{survey.LastSyncOf("nas1"): {Ran: true, Quiet: true}}
	if !position.ProvenQuiet(a.Survey, p, "prod") {
		t.Error("not proven")
	}
	a.Run.Originals["prod"] = a.Clusters["prod"].Objects
	a.Clusters["prod"].Pool.Fenced = false
	if position.ProvenQuiet(a.Survey, p, "prod") {
		t.Error("proven behind a fence that was opened")
	}
}

// TestRecoveryPoint: the oldest of the newest runs counts, and one that never finished leaves it open.
func TestRecoveryPoint(t *testing.T) {
	t.Parallel()
	newest := func(policy string, at int64) change {
		return func(s *survey.Survey) {
			v := s.Clusters["dr"].Targets[policy]
			v.Newest = at
			s.Clusters["dr"].Targets[policy] = v
		}
	}
	second := func(s *survey.Survey) { s.Pairs = append(s.Pairs, survey.Pair{Name: "two", Home: "prod"}) }
	a := worldWith(second, newest("nas1", 200), newest("two", 100))
	at, ok := position.RecoveryPoint(a.Survey, out)
	if !ok || at.Unix() != 100 {
		t.Errorf("recovery point %s, %v", at, ok)
	}
	if diff := cmp.Diff([]string{"two"}, position.Behind(a.Survey, out, at)); diff != "" {
		t.Error(diff)
	}
	b := worldWith(second, newest("nas1", 200))
	if _, ok := position.RecoveryPoint(b.Survey, out); ok {
		t.Error("a recovery point without a run")
	}
	if diff := cmp.Diff([]string{"two"}, position.NeverFinished(b.Survey, out)); diff != "" {
		t.Error(diff)
	}
}

// TestMayLift: when an object's fence may go.
func TestMayLift(t *testing.T) {
	t.Parallel()
	back := surveytest.Intent("prod")
	for name, c := range map[string]struct {
		changes []change
		in      survey.Intent
		cluster string
		want    bool
	}{
		"before anything":                      {nil, surveytest.Intent("dr"), "prod", false},
		"once the pair has turned":             {[]change{moved}, surveytest.Intent("dr"), "prod", true},
		"on the receiving side, once open":     {[]change{record("dr", "nas1", position.WritesEnabled)}, surveytest.Intent("dr"), "dr", true},
		"taken back before the copy is opened": {nil, back, "prod", true},
		"taken back, the association is broken": {
			[]change{opened, record("dr", "nas1", ""), policy("prod", "nas1", ran)}, back, "prod", true,
		},
		"broken, on the way out": {
			[]change{opened, record("dr", "nas1", ""), policy("prod", "nas1", ran)},
			surveytest.Intent("dr"), "prod", false,
		},
		"the old side is lost, opened": {
			[]change{lost("prod"), record("dr", "nas1", position.WritesEnabled)},
			surveytest.Intent("dr"), "dr", true,
		},
		"the old side is lost, read-only": {[]change{lost("prod")}, surveytest.Intent("dr"), "dr", false},
	} {
		a := worldWith(c.changes...)
		if got := position.MayLift(a.Survey, a.Clusters["prod"].Objects[0], c.in, c.cluster); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	a := worldWith()
	if _, ok := position.Copies(a.Survey, a.Clusters["prod"].Objects[0], out); !ok {
		t.Error("the share is not copied")
	}
	for _, c := range []change{
		moved, func(s *survey.Survey) { s.Clusters["prod"].Objects[0].Above = true },
		func(s *survey.Survey) { s.Pairs = nil },
	} {
		b := worldWith(c)
		if _, ok := position.Copies(b.Survey, b.Clusters["prod"].Objects[0], out); ok {
			t.Error("the share is copied though its pair is not at from")
		}
	}
}

// TestRun: what an open run, a loss and a takeover make of a position.
func TestRun(t *testing.T) {
	t.Parallel()
	p := surveytest.TestPair
	rest := worldWith(moved, opened)
	if !position.RestsAt(rest.Survey, p, out) {
		t.Error("a pair that was turned before the run does not rest")
	}
	rest.Run.Witnesses[survey.MirrorRunOf("nas1_mirror")] = survey.Baseline{State: survey.NothingRan}
	if position.RestsAt(rest.Survey, p, out) {
		t.Error("a pair that the run has turned rests")
	}
	if position.Returning(rest.Survey, rest.in) || !position.Returning(rest.Survey, surveytest.Intent("prod")) {
		t.Error("returning")
	}
	stranded := worldWith(opened, lost("dr"), func(s *survey.Survey) { s.Run.Opening = []string{"nas1"} })
	back := surveytest.Intent("prod")
	if at, ok := position.StrandedLoss(stranded.Survey, back); !ok || !at.Equal(stranded.Run.Started) ||
		!position.Stranded(stranded.Survey, back) {
		t.Errorf("stranded: %s %v", at, ok)
	}
	if _, ok := position.StrandedLoss(stranded.Survey, rest.in); ok {
		t.Error("stranded on the side that is lost")
	}
	if !position.HoldsData(worldWith().Survey, p, "prod") || position.HoldsData(worldWith().Survey, p, "dr") ||
		position.HoldsData(worldWith(moved).Survey, p, "prod") {
		t.Error("who holds the data")
	}
	if !position.BothOpen(worldWith(record("dr", "nas1", position.WritesEnabled)).Survey, p, out) ||
		position.BothOpen(worldWith().Survey, p, out) {
		t.Error("both open")
	}
	if !position.Untouched(worldWith().Survey, rest.in) || position.Untouched(rest.Survey, rest.in) {
		t.Error("untouched")
	}
	schedule := survey.Schedule{Text: "every 5 minutes"}
	for _, c := range []asked{worldWith(), rest} {
		if diff := cmp.Diff(map[string]survey.Schedule{"nas1": schedule}, position.Schedules(c.Survey, c.in)); diff != "" {
			t.Errorf("schedules (-want +got):\n%s", diff)
		}
	}
	// Somebody switched the policy off while its mirror is idle: no run of ours, unless a run or a takeover says so.
	switched := []change{policy("prod", "nas1", off), policy("dr", "nas1_mirror", off), record("prod", "nas1_mirror", position.ResyncCreated)}
	if at := position.Of(worldWith(switched...).Survey, p, out); at != position.Disabled {
		t.Errorf("switched off: %s", at)
	}
	if at := position.Of(worldWith(switched...).Survey, p, out.Reverse()); at != position.ReverseDisabled {
		t.Errorf("switched off, from the other side: %s", at)
	}
	ours := worldWith(append(switched, func(s *survey.Survey) { s.Takeover = &survey.Takeover{Lost: "dr"} })...)
	if at := position.Of(ours.Survey, p, out); at != position.ReverseSettling {
		t.Errorf("after a takeover: %s", at)
	}
}

// TestTakeover: what has to be acknowledged before what only the returned cluster has is given up.
func TestTakeover(t *testing.T) {
	t.Parallel()
	fork := time.Date(2026, 5, 2, 9, 0, 0, 0, time.UTC)
	taken := func(s *survey.Survey) { s.Takeover = &survey.Takeover{Lost: "prod", Fork: fork.Format(time.RFC3339)} }
	a := worldWith(taken, record("dr", "nas1", position.WritesEnabled))
	if !position.Forked(a.Survey) || position.Acknowledged(a.Survey, a.in) || !position.AwaitsDiscard(a.Survey,
		a.Clusters["prod"].Objects[0], a.in) {
		t.Error("nothing awaits a word")
	}
	a.in.DiscardChangesSince = &fork
	if !position.Acknowledged(a.Survey, a.in) {
		t.Error("the word is not taken")
	}
	other := fork.Add(time.Minute)
	a.in.DiscardChangesSince = &other
	if position.Acknowledged(a.Survey, a.in) {
		t.Error("another word is taken")
	}
	b := worldWith(taken, moved)
	if position.Forked(b.Survey) || !position.Acknowledged(b.Survey, b.in) || position.AwaitsDiscard(b.Survey,
		b.Clusters["prod"].Objects[0], b.in) {
		t.Error("a pair that replicates back awaits a word")
	}
	if position.Forked(worldWith().Survey) || position.Acknowledged(worldWith().Survey, b.in) {
		t.Error("a takeover without one")
	}
}
