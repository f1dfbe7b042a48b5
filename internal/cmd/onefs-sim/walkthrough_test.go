// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// need skips a test that cannot run without a program; in CI that is a failure, because there everything is installed.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%s is missing; in CI it must be installed", p)
			}
			t.Skipf("%s is missing", p)
		}
	}
}

// TestWalkthrough runs a failover and the way back with curl, jq and dig alone, in a script that knows nothing of this project, against the
// program as people start it. The simulator must find nothing wrong with it.
func TestWalkthrough(t *testing.T) {
	need(t, "bash", "curl", "jq", "dig")
	site, stop := startLab(t)
	defer stop()
	text, err := exec.CommandContext(t.Context(), "bash", filepath.Join("testdata", "walkthrough.sh"), site).CombinedOutput()
	t.Logf("%s", text)
	if err != nil {
		t.Errorf("the walkthrough: %v", err)
	}
	control := controlOf(t, site)
	for _, question := range []struct{ method, path string }{{"GET", "/violations"}, {"POST", "/invariants/finish"}} {
		var found []any
		ask(t, question.method, control+question.path, &found)
		if len(found) > 0 {
			t.Errorf("%s: %v", question.path, found)
		}
	}
}

// startLab starts the program as people do, and returns its site.json and what ends it by the end of its input.
func startLab(t *testing.T) (site string, stop func()) {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "onefs-sim")
	if text, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, text)
	}
	cmd := exec.CommandContext(t.Context(), program, "-scenario", "lab", "-dir", dir, "-speed", "240")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for range 2 {
		if !lines.Scan() {
			t.Fatal("the program ended before it was ready")
		}
		t.Log(lines.Text())
	}
	return filepath.Join(dir, "site.json"), func() {
		if err := in.Close(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("the program did not end well when its input ended: %v", err)
		}
	}
}

func controlOf(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var site siteFile
	if err := json.Unmarshal(text, &site); err != nil {
		t.Fatal(err)
	}
	return site.Control
}

func ask(t *testing.T, method, url string, into any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got.StatusCode != http.StatusOK || json.Unmarshal(text, into) != nil {
		t.Fatalf("%s %s: %d %s", method, url, got.StatusCode, text)
	}
}
