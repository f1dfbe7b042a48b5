// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

//go:build linux

package provider

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// interrupt starts the move to dr in a process group of its own and calls back while the request that has brought the names there waits for
// its answer, when the path is not writable yet: the worst moment. It answers the exit status and the output.
func (c *cli) interrupt(then func(terraform int, said *output)) (int, string) {
	c.t.Helper()
	arrived := func(world.Request) bool { return smartconnect.Owns(c.sim.World, "ps2", "nas1.demo.local") }
	return c.strike(declaration("dr", true), arrived, then)
}

// strike applies a configuration in a process group of its own and calls back, once, when a request has had its effect that is picked,
// before it is answered: until the call is over the whole site stands still. It answers the exit status and the output.
func (c *cli) strike(config string, pick func(world.Request) bool, then func(terraform int, said *output)) (int, string) {
	c.t.Helper()
	c.write("main.tf", c.provider()+config)
	cmd, _ := c.command("apply", "-auto-approve")
	said, struck := &output{}, false
	cmd.Stdout, cmd.Stderr = said, said
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	started := make(chan struct{})
	judge := c.sim.Face.After
	c.sim.World.Do(func() {
		c.sim.Face.After = func(w *world.World, done world.Request) {
			judge(w, done)
			if struck || !pick(done) {
				return
			}
			struck = true
			<-started
			then(cmd.Process.Pid, said)
		}
	})
	err := cmd.Start()
	close(started)
	if err != nil {
		c.t.Fatal(err)
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	c.sim.World.Do(func() { c.sim.Face.After = judge })
	if !struck {
		c.t.Fatalf("the moment never came:\n%s", said)
	}
	return cmd.ProcessState.ExitCode(), said.String()
}

// output is what a command has said so far.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

// String is all of it.
func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// await waits until the command has said something.
func (o *output) await(t *testing.T, text string) {
	t.Helper()
	patience := time.After(time.Minute)
	for {
		if strings.Contains(o.String(), text) {
			return
		}
		select {
		case <-time.After(10 * time.Millisecond):
			continue
		case <-patience:
		}
		break
	}
	t.Errorf("the command does not say %q, but:\n%s", text, o)
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
func TestCLI_TerminatedGroup(t *testing.T) {
	t.Parallel() // it waits more than it works
	c := newCLI(t)
	c.apply(declaration("prod", true))
	status, out := c.interrupt(func(pid int, _ *output) {
		send(t, -pid, syscall.SIGTERM)
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
func TestCLI_KilledGroup(t *testing.T) {
	t.Parallel() // it waits more than it works
	c := newCLI(t)
	c.apply(declaration("prod", true))
	c.interrupt(func(pid int, _ *output) {
		send(t, -pid, syscall.SIGKILL)
	})
	if held := c.leases(); len(held) == 0 {
		t.Error("no lock is in the way")
	}
	c.resume()
}

// A provider whose Terraform was killed ends its step, releases the lock and exits.
func TestCLI_Orphan(t *testing.T) {
	t.Parallel() // it waits more than it works
	c := newCLI(t)
	c.apply(declaration("prod", true))
	var orphans []int
	c.interrupt(func(pid int, _ *output) {
		orphans = children(t, pid)
		send(t, pid, syscall.SIGKILL)
	})
	if len(orphans) == 0 {
		t.Fatal("Terraform had no provider")
	}
	gone(t, orphans)
	if held := c.leases(); len(held) > 0 {
		t.Errorf("these locks are left: %v", held)
	}
	c.resume()
}

// gone waits until processes have ended. Who has not been reaped yet has ended as well.
func gone(t *testing.T, pids []int) {
	t.Helper()
	patience := time.After(time.Minute)
	for _, pid := range pids {
		for {
			if _, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid)); err != nil {
				break
			}
			select {
			case <-time.After(10 * time.Millisecond):
				continue
			case <-patience:
			}
			t.Fatalf("process %d does not end", pid)
		}
	}
}

// send signals a process, or with -pid a process group.
func send(t *testing.T, pid int, signal syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(pid, signal); err != nil {
		t.Error(err)
	}
}

// children are the processes that any thread of a process has started.
func children(t *testing.T, pid int) []int {
	t.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		t.Error(err)
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
