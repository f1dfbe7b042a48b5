// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestTerraform_AsPrinted: what the program prints and writes is enough for Terraform, with nothing added: init, plan, apply, out and back.
func TestTerraform_AsPrinted(t *testing.T) {
	need(t, "bash", "terraform")
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
	commands := printed(lines)
	if len(commands) < 4 {
		t.Fatalf("printed are the commands %q", commands)
	}
	asPrinted := func() string {
		t.Helper()
		run := exec.CommandContext(t.Context(), "bash", "-ec", strings.Join(commands, "\n"))
		run.Stdin = strings.NewReader("yes\n") // what terraform apply asks for
		out, err := run.CombinedOutput()
		if err != nil {
			t.Fatalf("%q: %v\n%s", commands, err, out)
		}
		return string(out)
	}
	for _, active := range []string{"prod", "dr", "prod"} {
		edit(t, filepath.Join(site, "main.tf"), active)
		asPrinted()
		if out := asPrinted(); !strings.Contains(out, "No changes.") {
			t.Errorf("once more after %s:\n%s", active, out)
		}
	}
	var found []any
	ask(t, "GET", controlOf(t, filepath.Join(site, "site.json"))+"/violations", &found)
	if len(found) > 0 {
		t.Errorf("violations: %v", found)
	}
}

// printed are the commands that the program says to enter, without the remarks behind them.
func printed(lines io.Reader) (out []string) {
	on := false
	for said := bufio.NewScanner(lines); said.Scan(); {
		text, _, _ := strings.Cut(said.Text(), "#")
		switch {
		case said.Text() == "Terraform:":
			on = true
		case on && strings.HasPrefix(text, "  "):
			out = append(out, strings.TrimSpace(text))
		}
		if strings.HasPrefix(text, "  terraform apply") {
			return out
		}
	}
	return out
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
