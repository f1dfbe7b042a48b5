// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package overlay

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Module is the import path of the tree.
const Module = "github.com/onefs-dr/terraform-provider-onefs"

// switchImport is the import that a mutated file needs. It is in no patch: the overlay adds it.
const switchImport = `"` + Module + `/internal/mutant"`

// Folder is where the patches are, below the root of the tree.
const Folder = "internal/mutant/patches"

// Patch is one known-bad engine.
type Patch struct {
	// Name is the file's name without its ending, and what the patch's switch asks for.
	Name string
	// Text says which decision is changed, and into what.
	Text string
	// File is the product's file, below the root of the tree.
	File  string
	hunks []hunk
}

// hunk is one place of a patch. Each line begins with ' ', '-' or '+'.
type hunk []string

// old are the lines that must be in the product's file.
func (h hunk) old() []string {
	var out []string
	for _, l := range h {
		if l[0] != '+' {
			out = append(out, l[1:])
		}
	}
	return out
}

// Load reads all patches of the tree at root, in order of their names.
func Load(root string) ([]Patch, error) {
	files, err := filepath.Glob(filepath.Join(root, Folder, "*.patch"))
	if err != nil {
		return nil, err
	}
	out := make([]Patch, 0, len(files))
	var all []error
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(filepath.Base(f), ".patch")
		p, err := parse(name, string(b))
		if err != nil {
			all = append(all, fmt.Errorf("%s: %w", name, err))
			continue
		}
		out = append(out, p)
	}
	return out, errors.Join(all...)
}

// parse reads one patch. Headers of git are passed over, and what hunks say of line numbers.
func parse(name, text string) (Patch, error) {
	p := Patch{Name: name}
	inside := false
	for i, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		file, isFile := strings.CutPrefix(l, "+++ b/")
		switch {
		case i == 0:
			what, ok := strings.CutPrefix(l, "# ")
			if !ok {
				return p, errors.New(`the first line is not "# " and what the patch breaks`)
			}
			p.Text = what
		case strings.HasPrefix(l, "diff "), strings.HasPrefix(l, "--- a/"):
			inside = false
		case isFile:
			if p.File != "" {
				return p, errors.New("it changes more than one file")
			}
			p.File = file
		case strings.HasPrefix(l, "@@ "):
			inside = true
			p.hunks = append(p.hunks, nil)
		case !inside, strings.HasPrefix(l, `\`), strings.TrimSpace(strings.TrimPrefix(l, "+")) == switchImport:
		default:
			if l == "" {
				l = " " // an editor has taken the blank away
			}
			if !slices.Contains([]byte(" +-"), l[0]) {
				return p, fmt.Errorf("line %d is no line of a unified diff: %s", i+1, l)
			}
			last := len(p.hunks) - 1
			p.hunks[last] = append(p.hunks[last], l)
		}
	}
	p.hunks = slices.DeleteFunc(p.hunks, func(h hunk) bool { return len(edits(h, 0)) == 0 })
	return p, p.check()
}

var asks = regexp.MustCompile(`mutant\.On\("([^"]*)"\)`)

// check holds a patch to the form that all have: one file, and one switch, which asks for the patch's own name.
func (p Patch) check() error {
	if p.File == "" || len(p.hunks) == 0 {
		return errors.New("it changes nothing")
	}
	var asked []string
	for _, h := range p.hunks {
		for _, l := range h {
			if l[0] == '+' {
				for _, m := range asks.FindAllStringSubmatch(l, -1) {
					asked = append(asked, m[1])
				}
			}
		}
	}
	if len(asked) != 1 || asked[0] != p.Name {
		return fmt.Errorf(`it must ask once for mutant.On(%q), and asks for %q`, p.Name, asked)
	}
	return nil
}
