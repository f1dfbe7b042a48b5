// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// riskiest are the factors that are tried in threes: what a failover waits for, what a lost answer or a late one could make it believe,
// and what decides whether it may write.
var riskiest = []string{
	"lag_report", "lag_job", "lag_job_gone", "lag_target_state", "lag_enabled", "target_job_listed", "running_job_report", "second_job",
	"wrong_state_status", dial.EmptyValues, factorConnections, factorFence,
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

// TestDials_SameEndInThrees is TestDials_SameEnd with every triple of values of the riskiest dozen. It is for the evidence; an ordinary
// test run only computes the rows.
func TestDials_SameEndInThrees(t *testing.T) {
	t.Parallel()
	factors := allFactors()
	three := indexes(factors, riskiest)
	if slices.Contains(three, -1) || len(three) != 12 {
		t.Fatalf("the dozen is not a dozen: %v", three)
	}
	rows := Cover(factors, three, mask(factors))
	covered, total := Count(factors, three, mask(factors), rows)
	if covered != total {
		t.Errorf("%d of %d combinations are covered", covered, total)
	}
	t.Logf("%d rows for %d combinations, triples of %s included", len(rows), total, strings.Join(riskiest, ", "))
	if !InFull() {
		return
	}
	want := &ends{}
	for i, row := range rows {
		s := named(factors, row)
		t.Run(fmt.Sprintf("row %02d", i), func(t *testing.T) {
			t.Parallel()
			runRow(t, s, want)
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
