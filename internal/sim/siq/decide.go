// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

import "slices"

// Facts are what a decision is made from: the view of the pair and the conditions that hold.
type Facts struct {
	View
	Holds []Condition
}

// Verdict is the decision: the row or guard that made it, and the outcome.
type Verdict struct {
	ID string
	Outcome
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
				return Verdict{g.ID, g.Outcome}
			}
			if o, matters := g.Answers[dial(g.Dial)]; matters {
				return Verdict{g.ID, o}
			}
		}
	}
	p := f.View.Position()
	i := slices.IndexFunc(allRows, func(r Row) bool { return r.covers(a, p, f.Self) })
	r := allRows[i]
	if r.Dial == "" {
		return Verdict{r.ID, r.Outcome}
	}
	return Verdict{r.ID, r.Answers[dial(r.Dial)]}
}
