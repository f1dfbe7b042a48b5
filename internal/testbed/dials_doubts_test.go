// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// reference is the folder of the reference material, beside the repository.
func reference(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("ONEFS_SHARED"); dir != "" {
		return dir
	}
	for dir, err := filepath.Abs("."); err == nil && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
			continue
		}
		found := filepath.Join(filepath.Dir(dir), "shared")
		if _, err := os.Stat(found); err == nil {
			return found
		}
		break
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("the reference material (../shared, or ONEFS_SHARED) is required in CI")
	}
	t.Skip("no reference material beside the repository; set ONEFS_SHARED")
	return ""
}

// doubt is one entry of testdata/doubts.txt.
type doubt struct{ file, quote, decision string }

func doubts(t *testing.T) []doubt {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "doubts.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var out []doubt
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, "\t")
		if len(parts) != 3 {
			t.Fatalf("not three columns: %q", line)
		}
		out = append(out, doubt{parts[0], parts[1], parts[2]})
	}
	return out
}

var mark = regexp.MustCompile(`(?i)unknown|inferred|recalled`)

// explained are the lines at the head of each file that explain the marks.
var explained = map[string]int{"synciq.md": 10, "onefs-api/behaviour.md": 3}

// TestDials_EveryDoubtIsDecided: every mark of the reference material, and every open point at the end of its files, became a dial or says
// why it needs none. Quotes stand there word for word, and no mark stands outside of them.
func TestDials_EveryDoubtIsDecided(t *testing.T) {
	t.Parallel()
	dir := reference(t)
	all := doubts(t)
	turned, reasons := 0, 0
	texts := map[string]string{}
	for _, d := range all {
		if texts[d.file] == "" {
			b, err := os.ReadFile(filepath.Join(dir, d.file))
			if err != nil {
				t.Fatal(err)
			}
			texts[d.file] = string(b)
		}
		if len(d.quote) < 14 || !strings.Contains(texts[d.file], d.quote) {
			t.Errorf("not in %s: %q", d.file, d.quote)
		}
		if reason, none := strings.CutPrefix(d.decision, "- "); none {
			reasons++
			if len(reason) < 15 {
				t.Errorf("%q needs a reason, not %q", d.quote, reason)
			}
			continue
		}
		turned++
		for name := range strings.SplitSeq(d.decision, ", ") {
			if _, ok := dial.Find(name); !ok {
				t.Errorf("%q: there is no dial %q", d.quote, name)
			}
		}
	}
	for file, head := range explained {
		if n := undecided(t, file, texts[file], head, all); n > 0 {
			t.Errorf("%s: %d marks are not in the list", file, n)
		}
	}
	t.Logf("%d doubts: %d became dials, %d need none", len(all), turned, reasons)
}

// undecided reports the marks of a text that stand in no quote.
func undecided(t *testing.T, file, text string, head int, all []doubt) int {
	t.Helper()
	n, line := 0, 0
	for l := range strings.Lines(text) {
		if line++; line <= head {
			continue
		}
		var spans [][2]int
		for _, d := range all {
			if i := strings.Index(l, d.quote); d.file == file && i >= 0 {
				spans = append(spans, [2]int{i, i + len(d.quote)})
			}
		}
		for _, m := range mark.FindAllStringIndex(l, -1) {
			if !slices.ContainsFunc(spans, func(s [2]int) bool { return s[0] <= m[0] && m[1] <= s[1] }) {
				n++
				t.Errorf("%s:%d: %q is not in the list", file, line, l[max(0, m[0]-40):m[1]])
			}
		}
	}
	return n
}
