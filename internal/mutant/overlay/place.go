// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package overlay

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// edit replaces the lines [from, to) of a file.
type edit struct {
	from, to int
	with     []string
	by       string // the patch
}

// edits are the changes of a hunk whose first line is line at of the file, counted from 0.
func edits(h hunk, at int) []edit {
	var out []edit
	open := false
	for _, l := range h {
		if l[0] == ' ' {
			open = false
			at++
			continue
		}
		if !open {
			out = append(out, edit{from: at, to: at})
			open = true
		}
		e := &out[len(out)-1]
		if l[0] == '-' {
			at++
			e.to = at
		} else {
			e.with = append(e.with, l[1:])
		}
	}
	return out
}

// places are where the lines occur in a file.
func places(file, lines []string) []int {
	var out []int
	for at := 0; at+len(lines) <= len(file); at++ {
		if slices.Equal(file[at:at+len(lines)], lines) {
			out = append(out, at)
		}
	}
	return out
}

// place finds the one place of each hunk.
func (p Patch) place(file []string) ([]edit, error) {
	var out []edit
	for i, h := range p.hunks {
		found := places(file, h.old())
		if len(found) != 1 {
			return nil, fmt.Errorf("%s does not apply: the lines of its hunk %d are in %s %s", p.Name, i+1, p.File, times(len(found)))
		}
		for _, e := range edits(h, found[0]) {
			e.by = p.Name
			out = append(out, e)
		}
	}
	return out, nil
}

func times(n int) string {
	if n == 0 {
		return "no longer; run make mutants"
	}
	return fmt.Sprintf("%d times", n)
}

// apply makes all edits, which are placed in the file as it is.
func apply(file []string, all []edit) ([]string, error) {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.by, b.by))
	})
	var out []string
	at, last := 0, ""
	for _, e := range all {
		if e.from < at {
			return nil, fmt.Errorf("%s and %s change the same line %d", last, e.by, e.from+1)
		}
		out = append(append(out, file[at:e.from]...), e.with...)
		at, last = e.to, e.by
	}
	return append(out, file[at:]...), nil
}

func split(text string) []string { return strings.Split(text, "\n") }
