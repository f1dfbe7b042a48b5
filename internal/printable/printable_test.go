// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package printable

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"policy nas1 on prod":            "policy nas1 on prod",
		"Größe 日本 𝄞":                     "Größe 日本 𝄞",
		"a\x1b[2Jb":                      `a\u001b[2Jb`,
		"x\n::error::all is lost":        `x\n::error::all is lost`,
		"x\r\ny":                         `x\u000d\ny`,
		"\u202eterces\u2066":             `\u202eterces\u2066`,
		"a\u2028b\u0085c":                `a\u2028b\u0085c`,
		"bell\a, nul\x00, c1 \u009b, \t": `bell\u0007, nul\u0000, c1 \u009b, \u0009`,
		"broken \x9b \xff":               `broken \x9b \xff`,
		"\ufffd stays":                   "\ufffd stays",
	} {
		if got := Line(text); got != want {
			t.Errorf("Line(%q) = %q, want %q", text, got, want)
		}
	}
	if got, want := Text("one\ntwo\tthree\r\x1b"), "one\ntwo\tthree"+`\u000d\u001b`; got != want {
		t.Errorf("Text: %q, want %q", got, want)
	}
	if got, want := Short(strings.Repeat("é", 10), 5), "éé …"; got != want {
		t.Errorf("Short: %q, want %q", got, want)
	}
}

// FuzzLine: whatever comes in, what goes out is one line of UTF-8 that a terminal shows as it is.
func FuzzLine(f *testing.F) {
	f.Add("a\x1b[0m\n")
	f.Fuzz(func(t *testing.T, s string) {
		out := Line(s)
		if !utf8.ValidString(out) || strings.ContainsFunc(out, unicode.IsControl) {
			t.Errorf("%q becomes %q", s, out)
		}
	})
}
