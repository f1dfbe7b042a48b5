// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// TestLanes_EveryTestIsInOne reads the names of the harness's tests: each belongs to exactly one lane, and no lane is empty.
func TestLanes_EveryTestIsInOne(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "..", "testbed", "*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	count := map[string]int{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(string(text), -1) {
			var in []string
			for _, l := range lanes {
				args := l.arguments()
				if l.packages != testbed {
					continue
				}
				if matches := regexp.MustCompile(args[1]).MatchString(m[1]); matches == (args[0] == "-run") {
					in = append(in, l.name)
				}
			}
			if len(in) != 1 {
				t.Errorf("%s is in lanes %v", m[1], in)
			}
			for _, name := range in {
				count[name]++
			}
		}
	}
	for _, l := range lanes {
		if l.packages == testbed && count[l.name] == 0 {
			t.Errorf("lane %s has no test", l.name)
		}
	}
}

// TestRun_GoesOnWhereItWas: a lane that has ended well is not run again with the same inputs, one that failed is, and other inputs begin
// anew.
func TestRun_GoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	var ran []string
	broken := "faults"
	r := runner{cache: t.TempDir(), key: "one", out: io.Discard, test: func(l lane, dir string) error {
		ran = append(ran, l.name)
		if l.name == broken {
			return errors.New("a test fails")
		}
		return os.WriteFile(filepath.Join(dir, l.name+".json"), []byte("{}"), 0o600)
	}}
	if err := r.run(""); err == nil || len(ran) != len(lanes) {
		t.Errorf("%v after %v", err, ran)
	}
	if got := r.missing(); !slices.Equal(got, []string{"faults"}) {
		t.Errorf("without a result: %v", got)
	}
	ran, broken = nil, ""
	if err := r.run(""); err != nil || !slices.Equal(ran, []string{"faults"}) || r.missing() != nil {
		t.Errorf("%v after %v, without a result: %v", err, ran, r.missing())
	}
	ran, r.key = nil, "two"
	if err := r.run("crash"); err != nil || !slices.Equal(ran, []string{"crash"}) {
		t.Errorf("%v after %v", err, ran)
	}
	if err := r.run("crashes"); err == nil {
		t.Error("a lane that is not there was run")
	}
}
