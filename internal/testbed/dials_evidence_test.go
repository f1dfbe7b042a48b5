// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// riskiest are the dozen dials that are tried in threes, each with the reason, and two settings that the reasons depend on.
var riskiest = []struct{ factor, why string }{
	{"lag_report", "the proof of a run is its report: a late one makes the newest report an old one"},
	{"lag_job", "a job that does not show yet can be started twice, or taken for one that is over"},
	{"lag_job_gone", "a job that still shows after its end holds everything up, or is waited for in vain"},
	{"lag_target_state", "whether the copy is open for writing decides what is safe: an old state can open too early, or open twice"},
	{"lag_enabled", "a policy that seems enabled still, or disabled still, puts the run at another position"},
	{"lag_names", "both clusters answer a name while the old one goes on as before: clients can write on either side"},
	{"target_job_listed", "without a job to look at, the end of allow-writes and of its reversal must be told from the record alone"},
	{"running_job_report", "a report of a run under way must not count as its proof"},
	{"second_job", "a second request joins the first or is refused: a repeated one must not become a second run"},
	{"modify_with_job", "the schedule comes off while a job of it may run: what is written then may be refused"},
	{"wrong_state_status", "what must be waited for and what must be reported may come with the same status"},
	{dial.EmptyValues, "an absent list read as an empty one would be written back as one"},
	{factorConnections, "a lost answer leaves open whether the write has happened, just where the lags above hide it"},
	{factorFence, "which writers are stopped, and what the last runs find"},
}

// riskiestDials is how many of them are dials.
const riskiestDials = 12

// rowSample is how many of the rows an ordinary test run takes.
const rowSample = 4

// sampled are all rows, or the sample that the seed draws.
func sampled(t *testing.T, rows int) []int {
	t.Helper()
	if InFull() {
		return rand.New(rand.NewPCG(0, 0)).Perm(rows) //nolint:gosec // an order
	}
	seed := seeds(t, 1, 1)[0]
	t.Logf("rows drawn by seed %d; SEED sets another", seed)
	return rand.New(rand.NewPCG(seed, 3)).Perm(rows)[:rowSample] //nolint:gosec // chance that repeats itself
}

// indexes are the places of the named factors.
func indexes(factors []Factor, names []string) []int {
	var out []int
	for _, n := range names {
		out = append(out, slices.IndexFunc(factors, func(f Factor) bool { return f.Name == n }))
	}
	slices.Sort(out)
	return out
}

// TestDials_SameEndInThrees is TestDials_SameEnd with every triple of values of the riskiest dozen: all rows for the evidence, a sample of
// them in an ordinary test run.
func TestDials_SameEndInThrees(t *testing.T) {
	t.Parallel()
	factors := allFactors()
	var names []string
	dials := 0
	for _, r := range riskiest {
		names = append(names, r.factor)
		if _, ok := dial.Find(r.factor); ok {
			dials++
		}
	}
	three := indexes(factors, names)
	if slices.Contains(three, -1) || dials != riskiestDials {
		t.Fatalf("%d dials that the provider sees are to be tried in threes, want a dozen: %v", dials, three)
	}
	rows := Cover(factors, three, mask(factors))
	covered, total := Count(factors, three, mask(factors), rows)
	pairsCovered, pairs := Count(factors, nil, mask(factors), rows)
	t.Logf("%d rows, %d of %d triples, %d of %d pairs", len(rows), covered-pairsCovered, total-pairs, pairsCovered, pairs)
	for _, r := range riskiest {
		t.Logf("in threes: %s, because %s", r.factor, r.why)
	}
	if covered != total {
		t.Errorf("%d of %d combinations are covered", covered, total)
	}
	want := &ends{}
	var failed atomic.Int64
	t.Run("rows", func(t *testing.T) {
		for _, i := range sampled(t, len(rows)) {
			s := named(factors, rows[i])
			t.Run(fmt.Sprintf("%03d", i), func(t *testing.T) {
				t.Parallel()
				t.Cleanup(func() {
					if t.Failed() {
						failed.Add(1)
					}
				})
				t.Log(s.unusual())
				runRow(t, s, want)
			})
		}
	})
	if InFull() {
		Record(t, "dials", map[string]int64{
			"three_way_dials": riskiestDials, "three_way_rows": int64(len(rows)), "triples": int64(total - pairs),
			"triples_covered": int64(covered - pairsCovered), "three_way_failed": failed.Load(),
		})
	}
}

// TestDials_CoverIsHonest holds the counting against a second, simple one.
func TestDials_CoverIsHonest(t *testing.T) {
	t.Parallel()
	factors := []Factor{{"a", []string{"1", "2", "3"}}, {"b", []string{"1", "2"}}, {"c", []string{"1", "2"}}, {"d", []string{"1", "2", "3"}}}
	none := func(Row) []int { return nil }
	rows := Cover(factors, []int{0, 1, 3}, none)
	seen := map[string]bool{}
	for _, r := range rows {
		for i := range r {
			for j := i + 1; j < len(r); j++ {
				seen[fmt.Sprint(i, r[i], j, r[j])] = true
			}
		}
		seen[fmt.Sprint(r[0], r[1], r[3])] = true
	}
	pairs := 3*2 + 3*2 + 3*3 + 2*2 + 2*3 + 2*3
	if len(seen) != pairs+3*2*3 {
		t.Errorf("%d combinations, want %d", len(seen), pairs+18)
	}
	if covered, total := Count(factors, []int{0, 1, 3}, none, rows); covered != total || total != len(seen) {
		t.Errorf("counted %d of %d, seen %d", covered, total, len(seen))
	}
	if covered, total := Count(factors, nil, none, rows[:1]); covered >= total {
		t.Errorf("one row cannot cover %d of %d", covered, total)
	}
	// A row that ends early counts for what ended it only.
	masked := func(r Row) []int {
		if r[0] == 0 {
			return []int{0}
		}
		return nil
	}
	if covered, _ := Count(factors, nil, masked, []Row{{0, 0, 0, 0}}); covered != 3 {
		t.Errorf("a masked row covers %d pairs, want 3", covered)
	}
}
