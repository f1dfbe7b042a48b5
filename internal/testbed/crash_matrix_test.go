// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// CrashPair is one resume: a point and how it is resumed.
type CrashPair struct {
	Point CrashPoint
	Axes  Axes
}

// Pairs are all points with all axes.
func (rec *Recording) Pairs(points []CrashPoint, axes []Axes) []CrashPair {
	var out []CrashPair
	for _, p := range points {
		for _, a := range axes {
			out = append(out, CrashPair{p, a})
		}
	}
	return out
}

// CrashCounts are what came of the resumes of one scenario.
type CrashCounts struct {
	// Points are the moments at which the run was killed, Mutating the requests of the run that change something, by the simulator's own log.
	Points   int `json:"points"`
	Mutating int `json:"mutating"`
	Resumes  int `json:"resumes"`
	Failed   int `json:"failed"`
	// Exact were brought back to exactly what was before, Replanned needed a second plan because the first one was stale.
	Exact     int `json:"exact"`
	Replanned int `json:"replanned"`
	// Words needed a person's word, as a finding said. Unknown ended with objects of which a finding says that nobody knows what they were,
	// LeftBehind with SPNs, quotas or a schedule as the dead run had left them, as a finding says: both only after everything that was ever
	// recorded is gone.
	Words      int `json:"words,omitempty"`
	Unknown    int `json:"unknown,omitempty"`
	LeftBehind int `json:"left_behind,omitempty"`
	// MostCalls is the longest resume.
	MostCalls int `json:"most_calls"`
}

// Denominator says how often a recorded run is killed and resumed, for a file that is looked at in review: it must not shrink unseen.
func (rec *Recording) Denominator(axes, journals []Axes) string {
	in := map[string]int{}
	moments := 0
	for _, p := range rec.Points {
		in[p.Stage]++
		moments += len(p.Moments)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %d requests that change something, %d moments, %d points, %d axes, %d with journals deleted\n",
		rec.Scenario.Name, rec.Mutating, moments, len(rec.Points), len(axes), len(journals))
	for _, st := range slices.Sorted(maps.Keys(in)) {
		name := st
		if st == "" {
			name = "before the first stage"
		}
		fmt.Fprintf(&out, "  %s: %d points\n", name, in[st])
	}
	return out.String()
}

const (
	shownFailures = 8 // how many resumes that failed are shown
	shards        = 4
)

// ResumeAll resumes every pair, several side by side, and reports what went wrong.
func (rec *Recording) ResumeAll(t *testing.T, name string, pairs []CrashPair) CrashCounts {
	t.Helper()
	counts := SideBySide(t, name, len(pairs), func(t *testing.T, i int) Outcome { return rec.Resume(t, pairs[i].Point, pairs[i].Axes) })
	counts.Points, counts.Mutating = len(rec.Points), rec.Mutating
	return counts
}

// SideBySide makes n resumes, several at a time, and counts what came of them.
func SideBySide(t *testing.T, name string, n int, resume func(t *testing.T, i int) Outcome) CrashCounts {
	t.Helper()
	var counts CrashCounts
	var mu sync.Mutex
	var next atomic.Int64
	t.Run(name, func(t *testing.T) {
		for i := range shards {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				for {
					i := int(next.Add(1)) - 1
					if i >= n {
						return
					}
					out := resume(t, i)
					mu.Lock()
					counts.add(t, out)
					mu.Unlock()
				}
			})
		}
	})
	return counts
}

func (c *CrashCounts) add(t *testing.T, out Outcome) {
	c.Resumes++
	c.MostCalls = max(c.MostCalls, out.Calls)
	if out.Exact {
		c.Exact++
	}
	for n, yes := range map[*int]bool{
		&c.Replanned: out.Replanned, &c.Words: len(out.Words) > 0, &c.Unknown: len(out.Unknown) > 0, &c.LeftBehind: out.LeftBehind,
	} {
		if yes {
			*n++
		}
	}
	if len(out.Problems) == 0 {
		return
	}
	c.Failed++
	if c.Failed <= shownFailures {
		t.Errorf("%d problems, the first:\n%s", len(out.Problems), Lines(out.Problems[:min(3, len(out.Problems))]))
	} else {
		t.Fail()
	}
}
