// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package overlay

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Note is what Rebase has to say of one patch.
type Note struct {
	Patch string
	// Text says what was done, or why nothing could be.
	Text string
	// Lost: the patch fits nowhere, and somebody has to look at it.
	Lost bool
}

// Rebase fits every patch to the files as they are now, and writes those that come out different, other line numbers aside. It looks for
// a hunk in this order, and takes a place only if there is no second one:
//
//  1. exactly, in the patch's own file;
//  2. exactly, in any other product file: the code has moved;
//  3. with less context, and whatever the indentation, in its own file, then in any other;
//  4. a hunk that changes one line by adding to it: between its old neighbours, if the line still ends as it did.
func Rebase(root string) ([]Note, error) {
	patches, err := Load(root)
	if err != nil {
		return nil, err
	}
	product, err := productFiles(root)
	if err != nil {
		return nil, err
	}
	var notes []Note
	for _, p := range patches {
		was, err := os.ReadFile(filepath.Join(root, Folder, p.Name+".patch"))
		if err != nil {
			return nil, err
		}
		file, found, how := p.search(product)
		if found == nil {
			notes = append(notes, Note{p.Name, "fits nowhere: " + how, true})
			continue
		}
		moved := file != p.File
		p.File = file
		text := p.format(product[file], found)
		if starts.ReplaceAllString(text, "$1$2") == starts.ReplaceAllString(string(was), "$1$2") {
			continue // only line numbers, which count for nothing
		}
		if err := os.WriteFile(filepath.Join(root, Folder, p.Name+".patch"), []byte(text), 0o600); err != nil {
			return nil, err
		}
		if moved {
			how += ", now in " + file
		}
		notes = append(notes, Note{Patch: p.Name, Text: how})
	}
	return notes, nil
}

// starts is where a hunk's header has its line numbers, which a change far above it shifts.
var starts = regexp.MustCompile(`(?m)^@@ -\d+(,\d+) \+\d+(,\d+) @@`)

// productFiles are the lines of all Go files below internal that are no tests.
func productFiles(root string) (map[string][]string, error) {
	out := map[string][]string{}
	err := fs.WalkDir(os.DirFS(root), "internal", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if path == "internal/mutant" || path == "internal/sim" || path == "internal/testbed" || d.Name() == "testdata" {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		b, err := os.ReadFile(filepath.Join(root, path))
		out[path] = split(string(b))
		return err
	})
	return out, err
}

// search finds the file in which all hunks have one place, and their edits there. If there is none, how says why.
func (p Patch) search(product map[string][]string) (file string, found []edit, how string) {
	var others []string
	for f := range product {
		if f != p.File {
			others = append(others, f)
		}
	}
	for _, way := range []struct {
		how   string
		files []string
		find  func(file []string, h hunk) [][]edit
	}{
		{"its form", []string{p.File}, exactly},
		{"moved", others, exactly},
		{"by less context", []string{p.File}, loosely},
		{"moved, and by less context", others, loosely},
		{"by its neighbours: the line itself has changed; read it", []string{p.File}, between},
	} {
		fits := map[string][]edit{}
		for _, f := range way.files {
			all, sure := p.everyHunk(product[f], way.find)
			if !sure {
				return "", nil, "it has more than one place in " + f
			}
			if all != nil {
				fits[f] = all
			}
		}
		if len(fits) > 1 {
			return "", nil, fmt.Sprintf("it has a place in %d files", len(fits))
		}
		for f, all := range fits {
			return f, all, way.how
		}
	}
	return "", nil, "neither its lines nor their neighbours are in " + p.File + " or elsewhere"
}

// everyHunk are the edits of all hunks, nil if one of them has no place. A hunk that has more than one cannot be put anywhere surely.
func (p Patch) everyHunk(file []string, find func([]string, hunk) [][]edit) (all []edit, sure bool) {
	for _, h := range p.hunks {
		found := find(file, h)
		if len(found) == 0 {
			return nil, true
		}
		if len(found) > 1 {
			return nil, false
		}
		all = append(all, found[0]...)
	}
	return all, true
}

func exactly(file []string, h hunk) [][]edit {
	var out [][]edit
	for _, at := range places(file, h.old()) {
		out = append(out, edits(h, at))
	}
	return out
}

// loosely takes context away, line by line, until the hunk fits; at least two lines must be left, and one on each side of an addition that
// replaces nothing. Blanks at the beginning of lines do not count.
func loosely(file []string, h hunk) [][]edit {
	lead, trail := h.context()
	changes := edits(h, 0)
	if first := changes[0]; first.from == first.to {
		lead = max(0, lead-1) // one line stays
	}
	if last := changes[len(changes)-1]; last.from == last.to {
		trail = max(0, trail-1)
	}
	trimmed := trimAll(file)
	for less := 0; less <= lead+trail; less++ {
		var found [][]edit
		for a := max(0, less-trail); a <= min(lead, less); a++ {
			part := h[a : len(h)-(less-a)]
			old := part.old()
			if len(old) < 2 || strings.TrimSpace(strings.Join(old, "")) == "" {
				continue
			}
			for _, at := range places(trimmed, trimAll(old)) {
				e := edits(indented(part, old, file[at:at+len(old)]), at)
				if !slices.ContainsFunc(found, func(o []edit) bool { return o[0].from == e[0].from }) {
					found = append(found, e)
				}
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// context is how many lines of it the hunk begins and ends with.
func (h hunk) context() (lead, trail int) {
	for h[lead][0] == ' ' {
		lead++
	}
	for h[len(h)-1-trail][0] == ' ' {
		trail++
	}
	return lead, trail
}

func trimAll(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.TrimSpace(l)
	}
	return out
}

// indented shifts what the hunk adds by as many tabs as its other lines have been shifted in the file.
func indented(h hunk, old, now []string) hunk {
	shift := 0
	for i, l := range old {
		if strings.TrimSpace(l) != "" {
			shift = tabs(now[i]) - tabs(l)
			break
		}
	}
	out := slices.Clone(h)
	for i, l := range out {
		if l[0] != '+' || shift == 0 || l == "+" {
			continue
		}
		if shift > 0 {
			out[i] = "+" + strings.Repeat("\t", shift) + l[1:]
		} else {
			out[i] = "+" + l[1+min(-shift, tabs(l[1:])):]
		}
	}
	return out
}

func tabs(l string) int { return len(l) - len(strings.TrimLeft(l, "\t")) }

// between serves a hunk that adds something to one line: `if a {` became `if a || mutant.On("x") {`, and the product says `if b {` now.
func between(file []string, h hunk) [][]edit {
	lead, trail := h.context()
	if len(h) != lead+trail+2 || lead == 0 || trail == 0 || h[lead][0] != '-' || h[lead+1][0] != '+' {
		return nil
	}
	was, made := h[lead][1:], h[lead+1][1:]
	begin := 0
	for begin < min(len(was), len(made)) && was[begin] == made[begin] {
		begin++
	}
	end := was[begin:]
	added, ok := strings.CutSuffix(made[begin:], end)
	if !ok || strings.TrimSpace(was[:begin]) == "" {
		return nil
	}
	before, after := trimAll(h[:lead].old()), trimAll(h[lead+2:].old())
	trimmed := trimAll(file)
	var out [][]edit
	for _, at := range places(trimmed, before) {
		here := at + lead
		if here+1+trail > len(file) || !slices.Equal(trimmed[here+1:here+1+trail], after) || !strings.HasSuffix(file[here], end) {
			continue
		}
		out = append(out, []edit{{from: here, to: here + 1, with: []string{strings.TrimSuffix(file[here], end) + added + end}}})
	}
	return out
}
