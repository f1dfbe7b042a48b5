// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package overlay

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// shown is how many lines of context a hunk has on each side, more if it needs them to have one place only. They are few, because each
// is a line that somebody may change.
const shown = 2

// format is the patch as a file, for edits of the product's file as it is.
func (p Patch) format(file []string, all []edit) string {
	out := &strings.Builder{}
	fmt.Fprintf(out, "# %s\n--- a/%s\n+++ b/%s\n", p.Text, p.File, p.File)
	if n := len(file); n > 0 && file[n-1] == "" {
		file = file[:n-1] // what is behind the end of the last line is no line
	}
	grown := 0 // lines that were added before
	for _, group := range grouped(file, all) {
		from, to := group[0].from, group[len(group)-1].to
		from, to = max(0, from-shown), min(len(file), to+shown)
		for len(places(file, file[from:to])) > 1 {
			from, to = max(0, from-1), min(len(file), to+1)
		}
		more := 0
		for _, e := range group {
			more += len(e.with) - (e.to - e.from)
		}
		fmt.Fprintf(out, "@@ -%d,%d +%d,%d @@\n", from+1, to-from, from+1+grown, to-from+more)
		grown += more
		for _, e := range group {
			write(out, " ", file[from:e.from])
			write(out, "-", file[e.from:e.to])
			write(out, "+", e.with)
			from = e.to
		}
		write(out, " ", file[from:to])
	}
	return out.String()
}

func write(out *strings.Builder, op string, lines []string) {
	for _, l := range lines {
		out.WriteString(op + l + "\n")
	}
}

// grouped puts edits together whose context would overlap.
func grouped(file []string, all []edit) [][]edit {
	var out [][]edit
	slices.SortStableFunc(all, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	for _, e := range all {
		e = slid(file, e)
		if n := len(out); n > 0 && e.from-out[n-1][len(out[n-1])-1].to <= 2*shown {
			out[n-1] = append(out[n-1], e)
			continue
		}
		out = append(out, []edit{e})
	}
	return out
}

// slid moves an addition down over a brace that both begins it and stands behind it: a diff may begin a new block with the brace that ends
// the block before.
func slid(file []string, e edit) edit {
	if e.from == e.to && e.from < len(file) && len(e.with) > 1 && strings.TrimSpace(e.with[0]) == "}" && e.with[0] == file[e.from] {
		return edit{from: e.from + 1, to: e.to + 1, with: append(slices.Clone(e.with[1:]), e.with[0]), by: e.by}
	}
	return e
}
