// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Command evidence gathers what the tests have counted into one file, with the commit that was tested. It refuses to write one that lacks a
// section, or that tells of a failure.
//
//	evidence <file to write> <commit> [lane]
//
// The tests run in lanes. The counts of a lane are kept in the user's cache folder for the inputs that they were made from; an interrupted
// run goes on with the lanes that have no result yet. With the name of a lane, only that one runs, and no file is written.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 3 && len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: evidence <file to write> <commit> [lane]")
		os.Exit(2)
	}
	if err := evidence(context.Background(), os.Args[1], os.Args[2], strings.Join(os.Args[3:], "")); err != nil {
		fmt.Fprintln(os.Stderr, "evidence:", err)
		os.Exit(1)
	}
}

// evidence runs what has not been run and writes the file when all lanes have a result.
func evidence(ctx context.Context, to, commit, only string) error {
	key, err := inputs(ctx)
	if err != nil {
		return err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return err
	}
	r := runner{
		cache: filepath.Join(cache, "terraform-provider-onefs", "evidence"), key: key, out: os.Stdout,
		test: func(l lane, dir string) error { return goTest(ctx, l, dir) },
	}
	if err := r.run(only); err != nil {
		return err
	}
	if only != "" {
		fmt.Printf("without a result for these inputs: %v\n", r.missing())
		return nil
	}
	return gather(r.dirs(), to, commit)
}

// sections are what the file must tell of.
var sections = []string{
	"cells", "contract", "invariants", "crash", "seeds", "dials", "faults", "writers", "mutants", "findings", "calls", "switch",
}

// gather merges the counts and judges them.
func gather(dirs []string, to, commit string) error {
	var names []string
	for _, dir := range dirs {
		found, err := filepath.Glob(filepath.Join(dir, "*.json"))
		if err != nil {
			return err
		}
		names = append(names, found...)
	}
	all := map[string]any{}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		part := map[string]any{}
		if err := json.Unmarshal(b, &part); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		add(all, part)
	}
	if wrong := missing(all); len(wrong) > 0 {
		return fmt.Errorf("the file is not written:\n  %s", strings.Join(wrong, "\n  "))
	}
	all["commit"] = commit
	b, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(to, append(b, '\n'), 0o644) //nolint:gosec // It is a document of the project.
}

// add merges one file. What two files count of one section is added up.
func add(all, part map[string]any) {
	for section, counts := range part {
		have, seen := all[section].(map[string]any)
		more, _ := counts.(map[string]any)
		if !seen || more == nil {
			all[section] = counts
			continue
		}
		for name, count := range more {
			a, old := have[name].(float64)
			b, number := count.(float64)
			if old && number {
				count = a + b
			}
			have[name] = count
		}
	}
}

// missing lists what the counts do not tell of, and what falls short.
func missing(all map[string]any) []string {
	var out []string
	for _, s := range sections {
		if all[s] == nil {
			out = append(out, "nothing tells of "+s)
		}
	}
	return append(out, short(all)...)
}

// rule is one demand on a section: the two counts must be equal, or the one must be zero.
type rule struct{ section, count, equals string }

var rules = []rule{
	{"cells", "covered", "total"},
	{"invariants", "fired", "total"},
	{"findings", "fired", "total"},
	{"findings", "cleared", "total"},
	{"mutants", "killed", "total"},
	{"dials", "alive", "total"},
	{"dials", "pairs_covered", "pairs"},
	{"dials", "failed", ""},
	{"faults", "failed", ""},
	{"seeds", "failed", ""},
	{"contract", "violations", ""},
	{"contract", "out_of_scope", ""},
	{"contract", "exercised", "operations"},
}

// short lists what falls short of what was to be shown.
func short(all map[string]any) []string {
	var out []string
	for _, r := range rules {
		s, _ := all[r.section].(map[string]any)
		want := any(float64(0))
		if r.equals != "" {
			want = s[r.equals]
		}
		if s != nil && (s[r.count] == nil || s[r.count] != want) {
			out = append(out, fmt.Sprintf("%s: %s is %v, want %v", r.section, r.count, s[r.count], want))
		}
	}
	for _, nested := range []struct{ section, runs, count string }{
		{"crash", "resumes", "failed"}, {"drill_crash", "resumes", "failed"}, {"writers", "", "lost"},
	} {
		s, _ := all[nested.section].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(s)) {
			part, _ := s[name].(map[string]any)
			if part == nil || part[nested.count] == nil {
				continue
			}
			if nested.runs != "" && part[nested.runs] == any(float64(0)) {
				out = append(out, fmt.Sprintf("%s, %s: %s is 0", nested.section, name, nested.runs))
			}
			lost := part[nested.count] != any(float64(0))
			if detector := nested.section == "writers" && name == "none"; lost != detector {
				out = append(out, fmt.Sprintf("%s, %s: %s is %v", nested.section, name, nested.count, part[nested.count]))
			}
		}
	}
	return out
}
