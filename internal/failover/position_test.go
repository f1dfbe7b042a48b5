// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

var (
	policyWords = []string{absent, enabled, disabled}
	targetWords = []string{absent, writesDisabled, enablingWrites, writesEnabled, disablingWrites, creatingResync, resyncCreated}
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
					at, back := position(facts{f, tf, r, tr}), position(facts{r, tr, f, tf})
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
	golden(t, "positions.golden", strings.Join(lines, "\n")+fmt.Sprintf("\n%d combinations, %d known\n", total, len(lines)))
}

// TestPosition_Rows pins the rows of synciq.md §1.2 to positions, out and back.
func TestPosition_Rows(t *testing.T) {
	t.Parallel()
	for row, c := range map[string]struct {
		out  facts // seen from the policy's home
		is   Position
		back Position
	}{
		"0 never run":               {facts{enabled, absent, absent, absent}, NeverRun, ReverseNeverRun},
		"1 protected":               {facts{enabled, writesDisabled, absent, absent}, AtFrom, AtTo},
		"1 with a left-over mirror": {facts{enabled, writesDisabled, disabled, resyncCreated}, AtFrom, AtTo},
		"2 failing over":            {facts{enabled, enablingWrites, absent, absent}, Opening, ReverseOpening},
		"3 failed over":             {facts{enabled, writesEnabled, absent, absent}, Open, ReverseOpen},
		"4 reverting":               {facts{enabled, disablingWrites, absent, absent}, Closing, ReverseClosing},
		"5 preparing":               {facts{enabled, creatingResync, absent, absent}, Preparing, ReversePreparing},
		"6 reversed":                {facts{disabled, resyncCreated, enabled, writesDisabled}, AtTo, AtFrom},
		"7 failing back":            {facts{disabled, resyncCreated, enabled, enablingWrites}, ReverseOpening, Opening},
		"8 both open":               {facts{disabled, resyncCreated, enabled, writesEnabled}, ReverseOpen, Open},
		"9 preparing back":          {facts{disabled, resyncCreated, enabled, creatingResync}, ReversePreparing, Preparing},
		"10 protected again":        {facts{enabled, writesDisabled, disabled, resyncCreated}, AtFrom, AtTo},
	} {
		t.Run(row, func(t *testing.T) {
			t.Parallel()
			if got := position(c.out); got != c.is {
				t.Errorf("from home: %q, want %q", got, c.is)
			}
			if got := position(facts{c.out.r, c.out.tr, c.out.f, c.out.tf}); got != c.back {
				t.Errorf("towards home: %q, want %q", got, c.back)
			}
		})
	}
}
