// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// lane is a part of the counted tests that runs by itself and whose counts are kept.
type lane struct {
	name, packages string
	// run is the part of a test's name behind "Test" that belongs to the lane, as a regular expression; "" takes what no other lane of the
	// same packages takes.
	run string
}

const testbed = "./internal/testbed"

// lanes are all of them, the quick ones first: what is broken shows early.
var lanes = []lane{
	{"sim", "./internal/sim/...", ""},
	{"rest", testbed, ""},
	{"writers", testbed, "Writers_"},
	{"seeds", testbed, "Seeds_"},
	{"faults", testbed, "Faults_"},
	{"dials", testbed, "Dials_"},
	{"definitions", testbed, "Definitions_"},
	{"mutants", testbed, "Mutants_"},
	{"lost", testbed, "Lost_CrashMatrix$"},
	{"drill", testbed, "Drill_Crash$"},
	{"crash", testbed, "Crash_"},
}

// arguments are those of `go test` that choose the lane's tests.
func (l lane) arguments() []string {
	if l.run != "" {
		return []string{"-run", "^Test" + l.run, l.packages}
	}
	var others []string
	for _, o := range lanes {
		if o.packages == l.packages && o.run != "" {
			others = append(others, o.run)
		}
	}
	if others == nil {
		return []string{l.packages}
	}
	return []string{"-skip", "^Test(" + strings.Join(others, "|") + ")", l.packages}
}

// laneTimeout is far beyond what a slow machine needs: it only ends a lane that hangs.
const laneTimeout = 6 * time.Hour

// runner keeps what lanes have counted, in a folder for each state of their inputs.
type runner struct {
	// cache holds <key>/<lane>/*.json. A folder of that name is there only when the lane has ended well.
	cache string
	// key stands for everything that a lane's result depends on.
	key string
	// test runs a lane and lets it count into a folder.
	test func(l lane, dir string) error
	out  io.Writer
}

// inputs is the key: a hash over the committed sources and tests, the modules, the interface description that the tests read, and the
// version of Go. A lane whose inputs are those of an earlier result is not run again.
func inputs(ctx context.Context) (string, error) {
	h := sha256.New()
	list := exec.CommandContext(ctx, "git", "ls-tree", "HEAD", "internal", "go.mod", "go.sum", "main.go", "examples", "README.md")
	tree, err := list.Output()
	if err != nil {
		return "", fmt.Errorf("git ls-tree: %w", err)
	}
	h.Write(tree)
	fmt.Fprintln(h, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	shared := os.Getenv("ONEFS_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "shared")
	}
	described, err := filepath.Glob(filepath.Join(shared, "onefs-api", "*"))
	if err != nil {
		return "", err
	}
	for _, name := range described {
		b, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %x\n", filepath.Base(name), sha256.Sum256(b))
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}

// dir is where the counts of a lane are kept.
func (r runner) dir(l lane) string { return filepath.Join(r.cache, r.key, l.name) }

// kept tells whether the lane has ended well with these inputs.
func (r runner) kept(l lane) bool {
	_, err := os.Stat(r.dir(l))
	return err == nil
}

// run runs the lanes that have no result yet; only is a lane's name, "" for all of them. A lane that fails does not keep the others from
// running.
func (r runner) run(only string) error {
	var failed []error
	known := only == ""
	for _, l := range lanes {
		if only != "" && l.name != only {
			continue
		}
		known = true
		if r.kept(l) {
			fmt.Fprintf(r.out, "lane %s: the result for these inputs is kept (%s)\n", l.name, r.dir(l))
			continue
		}
		began := time.Now()
		if err := r.one(l); err != nil {
			failed = append(failed, fmt.Errorf("lane %s: %w", l.name, err))
			continue
		}
		fmt.Fprintf(r.out, "lane %s: passed in %s\n", l.name, time.Since(began).Round(time.Second))
	}
	if !known {
		return fmt.Errorf("there is no lane %q", only)
	}
	return errors.Join(failed...)
}

// one runs a lane into a folder of its own and gives the folder its name at the end, so that half a result is never taken for one.
func (r runner) one(l lane) error {
	if err := os.MkdirAll(filepath.Dir(r.dir(l)), 0o755); err != nil {
		return err
	}
	half, err := os.MkdirTemp(filepath.Dir(r.dir(l)), "half-"+l.name+"-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(half)
	if err := r.test(l, half); err != nil {
		return err
	}
	return os.Rename(half, r.dir(l))
}

// missing are the lanes without a result.
func (r runner) missing() []string {
	var out []string
	for _, l := range lanes {
		if !r.kept(l) {
			out = append(out, l.name)
		}
	}
	return out
}

// dirs are the folders of all lanes.
func (r runner) dirs() []string {
	out := make([]string, len(lanes))
	for i, l := range lanes {
		out[i] = r.dir(l)
	}
	return out
}

// goTest runs a lane by `go test`. A part that is skipped is a failure here.
func goTest(ctx context.Context, l lane, dir string) error {
	args := append([]string{"test", "-count=1", "-p=1", "-timeout=" + laneTimeout.String()}, l.arguments()...)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Env = append(os.Environ(), "EVIDENCE=1", "EVIDENCE_DIR="+dir, "CI=true")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}
