// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package position

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/golden"
)

var (
	policyWords = []string{Absent, PolicyEnabled, PolicyDisabled}
	targetWords = []string{Absent, RecordLost, WritesDisabled, EnablingWrites, WritesEnabled, DisablingWrites, CreatingResync, ResyncCreated}
)

// TestPosition_FullProduct asks for every combination of the four live fields: none is without an answer, the table reads the same from
// both sides, and what is known stands in a golden file.
func TestPosition_FullProduct(t *testing.T) {
	t.Parallel()
	opposite := map[Position]Position{
		AtFrom: AtTo, Opening: ReverseOpening, Open: ReverseOpen, Closing: ReverseClosing, Preparing: ReversePreparing,
		Settling: ReverseSettling, Disabled: ReverseDisabled, NeverRun: ReverseNeverRun,
	}
	for a, b := range opposite {
		opposite[b] = a
	}
	var lines []string
	total := 0
	for _, f := range policyWords {
		for _, tf := range targetWords {
			for _, r := range policyWords {
				for _, tr := range targetWords {
					total++
					at, back := Classify(Facts{f, tf, r, tr}), Classify(Facts{r, tr, f, tf})
					if want, ok := opposite[at]; ok && back != want {
						t.Errorf("F %s, T(F) %s, R %s, T(R) %s: %q one way, %q the other way", f, tf, r, tr, at, back)
					}
					if at != Unexpected {
						lines = append(lines, fmt.Sprintf("%-18s F %-9s T(F) %-24s R %-9s T(R) %s", at, f, tf, r, tr))
					}
				}
			}
		}
	}
	slices.Sort(lines)
	golden.Compare(t, "positions.golden", strings.Join(lines, "\n")+fmt.Sprintf("\n%d combinations, %d known\n", total, len(lines)))
}

// TestPosition_Rows pins the rows of synciq.md §1.2 to positions, out and back.
func TestPosition_Rows(t *testing.T) {
	t.Parallel()
	for row, c := range map[string]struct {
		out  Facts // seen from the policy's home
		is   Position
		back Position
	}{
		"0 never run":               {Facts{PolicyEnabled, Absent, Absent, Absent}, NeverRun, ReverseNeverRun},
		"1 protected":               {Facts{PolicyEnabled, WritesDisabled, Absent, Absent}, AtFrom, AtTo},
		"1 with a left-over mirror": {Facts{PolicyEnabled, WritesDisabled, PolicyDisabled, ResyncCreated}, AtFrom, AtTo},
		"2 failing over":            {Facts{PolicyEnabled, EnablingWrites, Absent, Absent}, Opening, ReverseOpening},
		"3 failed over":             {Facts{PolicyEnabled, WritesEnabled, Absent, Absent}, Open, ReverseOpen},
		"4 reverting":               {Facts{PolicyEnabled, DisablingWrites, Absent, Absent}, Closing, ReverseClosing},
		"5 preparing":               {Facts{PolicyEnabled, CreatingResync, Absent, Absent}, Preparing, ReversePreparing},
		"6 reversed":                {Facts{PolicyDisabled, ResyncCreated, PolicyEnabled, WritesDisabled}, AtTo, AtFrom},
		"7 failing back":            {Facts{PolicyDisabled, ResyncCreated, PolicyEnabled, EnablingWrites}, ReverseOpening, Opening},
		"8 both open":               {Facts{PolicyDisabled, ResyncCreated, PolicyEnabled, WritesEnabled}, ReverseOpen, Open},
		"9 preparing back":          {Facts{PolicyDisabled, ResyncCreated, PolicyEnabled, CreatingResync}, ReversePreparing, Preparing},
		"10 protected again":        {Facts{PolicyEnabled, WritesDisabled, PolicyDisabled, ResyncCreated}, AtFrom, AtTo},
	} {
		t.Run(row, func(t *testing.T) {
			t.Parallel()
			if got := Classify(c.out); got != c.is {
				t.Errorf("from home: %q, want %q", got, c.is)
			}
			if got := Classify(Facts{c.out.R, c.out.Tr, c.out.F, c.out.Tf}); got != c.back {
				t.Errorf("towards home: %q, want %q", got, c.back)
			}
		})
	}
}
