// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package printable

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line is the text on one line: control characters, line ends and marks that turn the direction of writing are shown as escapes, as in
// "\u001b", and bytes that are no UTF-8 as in "\x9b".
func Line(s string) string { return escape(s, false) }

// Text is the same, but lines stay lines and tabs stay tabs.
func Text(s string) string { return escape(s, true) }

// Short is Line, cut to about max bytes.
func Short(s string, limit int) string {
	s = Line(s)
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "") + " …"
}

func escape(s string, lines bool) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r == utf8.RuneError || hidden(r, lines) }) {
		return s
	}
	var out strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&out, `\x%02x`, s[0])
		case r == '\n' && !lines:
			out.WriteString(`\n`)
		case hidden(r, lines):
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			out.WriteString(s[:size])
		}
		s = s[size:]
	}
	return out.String()
}

// hidden are the characters that are obeyed in place of being shown: controls, formats (marks of direction, zero width) and the two
// separators of Unicode.
func hidden(r rune, lines bool) bool {
	if lines && (r == '\n' || r == '\t') {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}
