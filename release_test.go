// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// living is the first major version of each action that runs on Node 24; older ones need a Node without support. An action that
// is not here is looked up before it is used.
var living = map[string]int{
	"actions/checkout": 5, "actions/setup-go": 6, "actions/attest": 4,
	"hashicorp/setup-terraform": 4, "opentofu/setup-opentofu": 2,
	"goreleaser/goreleaser-action": 7, "crazy-max/ghaction-import-gpg": 7, "anchore/sbom-action/download-syft": 0,
	"github/codeql-action/init": 4, "github/codeql-action/analyze": 4,
}

// TestWorkflows_ActionsArePinned: each action is named by its commit, with its version beside it, and runs on a Node that is maintained.
func TestWorkflows_ActionsArePinned(t *testing.T) {
	files, err := filepath.Glob(".github/workflows/*.yml")
	if err != nil || len(files) < 3 {
		t.Fatalf("%q, %v", files, err)
	}
	use := regexp.MustCompile(`(?m)^ *(?:- )?uses: *(\S+)(.*)$`)
	pinned := regexp.MustCompile(`^([\w./-]+)@[0-9a-f]{40} # v(\d+)\.\d+\.\d+$`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "\npermissions:\n  contents: read\n") {
			t.Errorf("%s: a job may write unless it says otherwise", file)
		}
		for _, u := range use.FindAllStringSubmatch(string(text), -1) {
			if strings.HasPrefix(u[1], "./.github/workflows/") {
				continue
			}
			m := pinned.FindStringSubmatch(u[1] + u[2])
			if m == nil {
				t.Errorf("%s: %s%s is not pinned to a commit with its version", file, u[1], u[2])
				continue
			}
			first, known := living[m[1]]
			if major, _ := strconv.Atoi(m[2]); !known || major < first {
				t.Errorf("%s: %s %s: which Node does it run on?", file, m[1], u[2])
			}
		}
	}
}

// TestRelease_Check: a tag is published only with its form, on main and with its section in the changelog.
func TestRelease_Check(t *testing.T) {
	t.Parallel()
	script, err := filepath.Abs(".ci/release-check")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	run := func(name string, args ...string) (string, error) {
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	git := func(args ...string) {
		t.Helper()
		if out, err := run("git", args...); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	commit := func(changelog, tag string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "CHANGELOG.md"), []byte(changelog), 0o600); err != nil {
			t.Fatal(err)
		}
		git("add", "-A")
		git("commit", "-q", "--allow-empty", "-m", tag)
		git("tag", tag)
	}
	git("init", "-q", "-b", "main")
	commit("## 0.1.0 (Unreleased)\n", "v0.1.0")
	commit("## 0.2.0 (December 1, 2026)\n", "v0.2.0")
	commit("## 0.2.0 (December 1, 2026)\n", "v0.3.0")
	commit("## 0X4.0 (December 1, 2026)\n## 0.4.0-rc.1 (December 1, 2026)\n", "v0.4.0-rc.1")
	git("tag", "v0.4.0")
	git("tag", "version-5")
	git("checkout", "-q", "-b", "aside")
	commit("## 0.9.0 (December 1, 2026)\n", "v0.9.0")
	for tag, want := range map[string]string{
		"v0.1.0": "has no section", "v0.2.0": "", "v0.3.0": "has no section", "v0.4.0-rc.1": "", "v0.4.0": "has no section",
		"v0.9.0": "is not on main", "v0.8.0": "there is no tag", "version-5": "is not of the form",
	} {
		out, err := run(script, tag, "main")
		if (err == nil) != (want == "") || !strings.Contains(out, want) {
			t.Errorf("%s: %v, %q, want %q", tag, err, out, want)
		}
	}
}
