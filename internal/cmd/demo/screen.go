// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"strings"
)

// screen prints for a person: short paragraphs under numbered headings.
type screen struct {
	w    io.Writer
	acts int
}

// act begins a new part.
func (s *screen) act(title string) {
	s.acts++
	_, _ = fmt.Fprintf(s.w, "\n── %d. %s %s\n", s.acts, title, strings.Repeat("─", max(3, 92-len(title))))
}

// say prints one line.
func (s *screen) say(format string, args ...any) {
	_, _ = fmt.Fprintf(s.w, "  "+format+"\n", args...)
}

// quote prints what another program wrote, moved in by a bar.
func (s *screen) quote(text string) {
	for line := range strings.Lines(strings.Trim(text, "\n")) {
		_, _ = fmt.Fprintf(s.w, "  │ %s\n", strings.TrimRight(line, "\r\n"))
	}
}
