// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

//go:build linux

package provider

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// interrupt starts the move to dr in a process group of its own and calls back as soon as the names have arrived there, when the path
// is not writable yet: the worst moment. It answers the exit status and the output.
func (c *cli) interrupt(then func(terraform int)) (int, string) {
	c.t.Helper()
	c.write("main.tf", c.provider()+declaration("dr", true))
	arrived := make(chan struct{}, 1)
	judge := c.sim.Face.After
	c.sim.World.Do(func() {
		c.sim.Face.After = func(w *world.World, done world.Request) {
			judge(w, done)
			if smartconnect.Owns(w, "ps2", "nas1.demo.local") {
				select {
				case arrived <- struct{}{}:
				default:
				}
			}
		}
	})
	cmd, out := c.command("apply", "-auto-approve")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-arrived:
	case err := <-ended:
		c.t.Fatalf("the apply ended before the names moved: %v\n%s", err, out)
	}
	then(cmd.Process.Pid)
	err := <-ended
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	c.sim.World.Do(func() { c.sim.Face.After = judge })
	return cmd.ProcessState.ExitCode(), out.String()
}

// resume applies until nobody else's lock is in the way, and checks the end.
func (c *cli) resume() {
	c.t.Helper()
	for _, goal := range []string{"prod", "dr"} {
		c.write("main.tf", c.provider()+declaration(goal, true))
		c.terraform(2, "plan", "-detailed-exitcode")
	}
	for {
		cmd, out := c.command("apply", "-auto-approve")
		if cmd.Run() == nil {
			break
		}
		if !strings.Contains(out.String(), "run_in_progress") {
			c.t.Fatalf("the resume says:\n%s", out)
		}
	}
	c.terraform(0, "plan", "-detailed-exitcode")
	if got := c.serving("nas1.demo.local"); got != "ps2" {
		c.t.Errorf("the names are answered by %q", got)
	}
}

// A container runtime that stops the whole process group stops the run between two steps. The state is saved and says so.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_TerminatedGroup(t *testing.T) {
	c := newCLI(t)
	c.apply(declaration("prod", true))
	status, out := c.interrupt(func(pid int) {
		if err := syscall.Kill(-pid, syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
	})
	if status != 1 || strings.Contains(out, "Plugin did not respond") {
		t.Errorf("exit status %d:\n%s", status, out)
	}
	if state := string(c.read("terraform.tfstate")); !strings.Contains(state, `"unfinished": "dr"`) {
		t.Errorf("the state does not know the half-done run:\n%s", out)
	}
	c.resume()
}

// A killed group leaves everything half done and the state as it was. The next apply goes on, once the lock of the dead run is over.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_KilledGroup(t *testing.T) {
	c := newCLI(t)
	c.apply(declaration("prod", true))
	c.interrupt(func(pid int) {
		if err := syscall.Kill(-pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
	})
	c.resume()
}

// A provider whose Terraform was killed ends its step, releases the lock and exits.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_Orphan(t *testing.T) {
	c := newCLI(t)
	c.apply(declaration("prod", true))
	var orphans []int
	c.interrupt(func(pid int) {
		orphans = children(t, pid)
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
	})
	if len(orphans) == 0 {
		t.Fatal("Terraform had no provider")
	}
	c.resume()
	for _, pid := range orphans {
		for range time.Tick(100 * time.Millisecond) {
			if _, err := os.Stat(fmt.Sprintf("/proc/%d", pid)); errors.Is(err, fs.ErrNotExist) {
				break
			}
		}
	}
}

// children are the processes that any thread of a process has started.
func children(t *testing.T, pid int) []int {
	t.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		t.Fatal(err)
	}
	var out []int
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			continue // the thread has ended
		}
		for field := range strings.FieldsSeq(string(b)) {
			if n, err := strconv.Atoi(field); err == nil {
				out = append(out, n)
			}
		}
	}
	return out
}
