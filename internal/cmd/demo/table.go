// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// errDiffers says that some row of a table is not as the process says.
var errDiffers = errors.New("not every line is as the process says")

// print shows the table with the values before and after, and answers errDiffers if a row of after is not as it must be, or if a line of
// the process has no row at all.
func (s *screen) table(before, after []row, was, is string) error {
	old := map[string]string{}
	for _, r := range before {
		old[fmt.Sprint(r.line, r.object)] = r.value
	}
	left, middle, right := len("object"), utf8.RuneCountInString(was), utf8.RuneCountInString(is)
	for _, r := range after {
		left = max(left, utf8.RuneCountInString(r.object))
		middle = max(middle, utf8.RuneCountInString(old[fmt.Sprint(r.line, r.object)]))
		right = max(right, utf8.RuneCountInString(r.value))
	}
	s.say("%-*s  %-*s  %-*s", left+4, "", middle, was, right, is)
	seen, wrong := map[int]bool{}, 0
	for _, r := range after {
		if !seen[r.line] {
			seen[r.line] = true
			s.say("%2d  %s", r.line, lines[r.line])
		}
		verdict := "ok"
		if p := r.problem(); p != "" {
			verdict, wrong = "WRONG, "+p, wrong+1
		}
		s.say("    %-*s  %-*s  %-*s  %s", left, r.object, middle, old[fmt.Sprint(r.line, r.object)], right, r.value, verdict)
	}
	s.say("")
	for n := range len(lines) {
		if !seen[n+1] {
			s.say("WRONG: nothing was found to show for line %d, %s", n+1, lines[n+1])
			wrong++
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%w: %d of %d rows are wrong", errDiffers, wrong, len(after))
	}
	s.say("%d of %d rows as the process says, and as the simulator's own state says", len(after), len(after))
	return nil
}
