// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import "testing"

func TestRowLastRun_WantsANewerRunThatFoundNothing(t *testing.T) {
	tests := map[string]struct {
		before, after int64
		work          int64
		holds         bool
	}{
		"a newer run that found nothing": {before: 7, after: 9, holds: true},
		"no newer run":                   {before: 7, after: 7},
		"a newer run that still copied":  {before: 7, after: 9, work: 3},
		"no run at all":                  {},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			sc := scene{
				site: &site{clusters: []clusterAccess{{Name: "ps1"}, {Name: "ps2"}}, policies: []string{"nas1"}}, serving: "ps2",
				before: viewWithRun("nas1", runReport{JobID: test.before}),
			}
			r := sc.rowLastRun(viewWithRun("nas1", runReport{JobID: test.after, work: test.work}), "nas1")
			if holds := r.value == r.want; holds != test.holds {
				t.Errorf("got %q, want %q: holds is %v, want %v", r.value, r.want, holds, test.holds)
			}
		})
	}
}

func TestTable_FailsOnAWrongRowAndOnAMissingLine(t *testing.T) {
	full := func() []row {
		var rows []row
		for n := range len(lines) {
			rows = append(rows, row{line: n + 1, object: "x", value: "v", want: "v", truth: "v"})
		}
		return rows
	}
	tests := map[string]struct {
		change func([]row) []row
		holds  bool
	}{
		"all as it must be":               {func(r []row) []row { return r }, true},
		"a value that must be another":    {func(r []row) []row { r[3].want = "w"; return r }, false},
		"the simulator says another":      {func(r []row) []row { r[3].truth = "w"; return r }, false},
		"a line of the process is absent": {func(r []row) []row { return r[:len(r)-1] }, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := screen{w: t.Output()}
			if err := s.table(nil, test.change(full()), "before", "after"); (err == nil) != test.holds {
				t.Errorf("got error %v, want holds %v", err, test.holds)
			}
		})
	}
}

func viewWithRun(policy string, run runReport) *view {
	v := newView()
	v.clusters["ps1"], v.clusters["ps2"] = newFacts(), newFacts()
	v.clusters["ps1"].runs[policy] = run
	return v
}
