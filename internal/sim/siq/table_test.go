// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

import (
	"slices"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/tally"
)

func TestPlacesPartitionAllViews(t *testing.T) {
	used := map[Position]int{}
	for _, v := range Views() {
		var in []Position
		for _, p := range places {
			if p.holds(v) {
				in = append(in, p.position)
			}
		}
		if len(in) != 1 {
			t.Errorf("%+v lies in %d places %v, want 1", v, len(in), in)
			continue
		}
		used[in[0]]++
	}
	for _, p := range Positions {
		if used[p] == 0 {
			t.Errorf("no view lies in position %s", p)
		}
	}
	all := len(Switches) * len(Targets) * len(Switches) * len(Targets)
	t.Logf("views: %d of %d in exactly one of %d positions", len(Views()), all, len(Positions))
}

// TestEveryCell walks the full product: every action, every view (and so every position and setting of the switch).
func TestEveryCell(t *testing.T) {
	cells, covered := 0, 0
	for _, a := range Actions {
		for _, v := range Views() {
			cells++
			var ids []string
			for _, r := range Rows() {
				if r.covers(a, v.Position(), v.Self) {
					ids = append(ids, r.ID)
				}
			}
			if len(ids) == 1 {
				covered++
			} else {
				t.Errorf("%s at %+v (%s): %d rows %v, want 1", a, v, v.Position(), len(ids), ids)
			}
		}
	}
	t.Logf("state × action: %d of %d cells", covered, cells)
	if err := tally.Record("cells", map[string]int{"total": cells, "covered": covered}); err != nil {
		t.Error(err)
	}
}

// TestEveryCondition walks conditions × actions: a guard or an explicit "does not matter".
func TestEveryCondition(t *testing.T) {
	cells, covered := 0, 0
	for _, c := range Conditions {
		for _, a := range Actions {
			cells++
			var says []string
			for _, g := range Guards() {
				if g.Condition == c && slices.Contains(g.Actions, a) {
					says = append(says, g.ID)
				}
			}
			if slices.Contains(Indifferent[c], a) {
				says = append(says, "indifferent")
			}
			if len(says) == 1 {
				covered++
			} else {
				t.Errorf("%s × %s: %v, want exactly one", c, a, says)
			}
		}
	}
	t.Logf("condition × action: %d of %d cells", covered, cells)
}

func TestRowsAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	id := func(id string) {
		if id == "" || seen[id] {
			t.Errorf("id %q is empty or used twice", id)
		}
		seen[id] = true
	}
	for _, r := range Rows() {
		id(r.ID)
		checkAnswer(t, r.ID, r.Action, r.Outcome, r.Dial, r.Answers, true)
	}
	for _, g := range Guards() {
		id(g.ID)
		for _, a := range g.Actions {
			checkAnswer(t, g.ID, a, g.Outcome, g.Dial, g.Answers, false)
		}
	}
}

// checkAnswer demands one outcome, or a dial with an answer for each of its values (a guard's dial may leave values out).
func checkAnswer(t *testing.T, id string, a Action, o Outcome, dial string, answers map[string]Outcome, all bool) {
	t.Helper()
	if dial == "" {
		checkOutcome(t, id, a, o)
		return
	}
	i := slices.IndexFunc(Dials, func(d Dial) bool { return d.Name == dial })
	if i < 0 {
		t.Errorf("%s: dial %s is not in Dials", id, dial)
		return
	}
	for _, v := range Dials[i].Values {
		if _, ok := answers[v]; all && !ok {
			t.Errorf("%s: no answer for %s=%s", id, dial, v)
		}
	}
	for v, answer := range answers {
		if !slices.Contains(Dials[i].Values, v) {
			t.Errorf("%s: answer for %s=%s, which is no value of the dial", id, dial, v)
		}
		checkOutcome(t, id+"/"+v, a, answer)
	}
}

func checkOutcome(t *testing.T, id string, a Action, o Outcome) {
	t.Helper()
	kinds := 0
	for _, set := range []bool{o.Refuse != nil, o.Job != nil, o.Now != nil, o.Ignore} {
		if set {
			kinds++
		}
	}
	if kinds != 1 {
		t.Errorf("%s: %d kinds of outcome, want 1", id, kinds)
	}
	if o.Job != nil && (!a.StartsJob() || len(o.Job.Steps) == 0) {
		t.Errorf("%s: a job for %s with %d steps", id, a, len(o.Job.Steps))
	}
	if o.Ignore != (a == Scheduled) && o.Ignore {
		t.Errorf("%s: only a schedule can be ignored", id)
	}
	if a == Scheduled && o.Refuse != nil {
		t.Errorf("%s: a schedule cannot be refused", id)
	}
}
