// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestTerraform_AsPrinted: what the program prints and writes is enough for Terraform, with nothing added: init, plan, apply, out and back.
func TestTerraform_AsPrinted(t *testing.T) {
	need(t, "terraform")
	dir := t.TempDir()
	provider, program := filepath.Join(dir, "terraform-provider-onefs"), filepath.Join(dir, "onefs-sim")
	for out, pkg := range map[string]string{provider: "../../..", program: "."} {
		if text, err := exec.CommandContext(t.Context(), "go", "build", "-o", out, pkg).CombinedOutput(); err != nil {
			t.Fatalf("go build %s: %v\n%s", pkg, err, text)
		}
	}
	site := filepath.Join(dir, "site")
	// Nobody holds the input of the simulator, as under a service manager, and it runs on.
	cmd := exec.CommandContext(t.Context(), program, "-scenario", "lab", "-dir", site, "-speed", "60", "-provider", provider, "-guide")
	cmd.Stderr = os.Stderr
	lines, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	for said := bufio.NewScanner(lines); said.Scan() && !strings.HasPrefix(said.Text(), "  terraform init"); {
		continue // it is ready when it says what to do
	}
	terraform := func(args ...string) string {
		t.Helper()
		run := exec.CommandContext(t.Context(), "terraform", args...)
		run.Dir = site
		run.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(site, "terraform.rc"), "TF_IN_AUTOMATION=1")
		out, err := run.CombinedOutput()
		if err != nil {
			t.Fatalf("terraform %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	terraform("init", "-no-color")
	for _, active := range []string{"prod", "dr", "prod"} {
		edit(t, filepath.Join(site, "main.tf"), active)
		terraform("apply", "-auto-approve", "-no-color")
		if out := terraform("plan", "-no-color"); !strings.Contains(out, "No changes.") {
			t.Errorf("the plan after %s:\n%s", active, out)
		}
	}
	var found []any
	ask(t, "GET", controlOf(t, filepath.Join(site, "site.json"))+"/violations", &found)
	if len(found) > 0 {
		t.Errorf("violations: %v", found)
	}
}

// edit changes the one word.
func edit(t *testing.T, path, active string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(b), "\n")
	for i, l := range lines {
		if before, _, ok := strings.Cut(l, "active_cluster = "); ok {
			lines[i] = before + `active_cluster = "` + active + `"`
		}
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestHeld: an input that nobody holds ends nothing, and is not read.
func TestHeld(t *testing.T) {
	for name, want := range map[string]bool{os.DevNull: false, "/dev/zero": false, "main.go": false} {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := held(f); got != want {
			t.Errorf("%s is held: %v", name, got)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { wait(ctx, f); close(done) }()
		select {
		case <-done:
			t.Errorf("the end of %s ended the program", name)
		case <-time.After(20 * time.Millisecond):
		}
		cancel()
		<-done
		_ = f.Close()
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	wait(t.Context(), r) // whoever held it is gone
	_ = r.Close()
}

// TestMain_TheConfigurationIsLeftAlone: somebody's edits outlive a restart.
func TestMain_TheConfigurationIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte("# mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, out, errs := command("-scenario", "lab", "-dir", dir)
	if status != 0 || errs != "" || !strings.Contains(out, "left as it is") {
		t.Errorf("status %d, errors %q, out %q", status, errs, out)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "main.tf")); err != nil || string(b) != "# mine" {
		t.Errorf("%q, %v", b, err)
	}
}
