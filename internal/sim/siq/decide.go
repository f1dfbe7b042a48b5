// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

import (
	"maps"
	"slices"
)

// Facts are what a decision is made from: the view of the pair and the conditions that hold.
type Facts struct {
	View
	Holds []Condition
}

// Verdict is the decision: the row or guard that made it, the value of its dial if it has one, and the outcome.
type Verdict struct {
	ID     string
	Answer string
	Outcome
}

// Name is the row or guard together with the value of its dial, such as "allow_write.again=refused".
func (v Verdict) Name() string {
	if v.Answer == "" {
		return v.ID
	}
	return v.ID + "=" + v.Answer
}

// Names lists all verdicts that there can be, by name.
func Names() []string {
	var out []string
	add := func(id string, answers map[string]Outcome) {
		if answers == nil {
			out = append(out, id)
		}
		for _, a := range slices.Sorted(maps.Keys(answers)) {
			out = append(out, Verdict{ID: id, Answer: a}.Name())
		}
	}
	for _, r := range Rows() {
		add(r.ID, r.Answers)
	}
	for _, g := range Guards() {
		add(g.ID, g.Answers)
	}
	return out
}

// Rows lists all rows over positions.
func Rows() []Row { return slices.Concat(syncRows, prepRows, targetRows, policyRows, jobRows) }

var allRows = Rows()

// Decide says what action a does under the facts. dial gives the value of a dial.
func Decide(a Action, f Facts, dial func(name string) string) Verdict {
	for _, c := range Conditions {
		if !slices.Contains(f.Holds, c) {
			continue
		}
		for i := range guards {
			g := &guards[i]
			if g.Condition != c || !slices.Contains(g.Actions, a) {
				continue
			}
			if g.Dial == "" {
				return Verdict{ID: g.ID, Outcome: g.Outcome}
			}
			if o, matters := g.Answers[dial(g.Dial)]; matters {
				return Verdict{g.ID, dial(g.Dial), o}
			}
		}
	}
	p := f.Position()
	i := slices.IndexFunc(allRows, func(r Row) bool { return r.covers(a, p, f.Self) })
	r := allRows[i]
	if r.Dial == "" {
		return Verdict{ID: r.ID, Outcome: r.Outcome}
	}
	return Verdict{r.ID, dial(r.Dial), r.Answers[dial(r.Dial)]}
}
