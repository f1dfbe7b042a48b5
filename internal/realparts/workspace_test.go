// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/service"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
)

// mirror is a folder that Terraform installs the provider from, built once; [TestMain] removes it.
var mirror struct {
	once sync.Once
	dir  string
	err  error
}

func buildMirror() error {
	dir, err := os.MkdirTemp("", "onefs-mirror")
	if err != nil {
		return err
	}
	mirror.dir = dir
	program := filepath.Join(dir, "registry.terraform.io", "onefs-dr", "onefs", "0.0.1", runtime.GOOS+"_"+runtime.GOARCH,
		"terraform-provider-onefs_v0.0.1")
	out, err := exec.Command("go", "build", "-o", program, "../..").CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// workspace is a folder in which the real command line runs the real provider against a simulated site on loopback.
type workspace struct {
	t    *testing.T
	dir  string
	env  []string
	head string
}

// newWorkspace writes nothing but the settings; backend is the part of the terraform block that says where the state is.
func newWorkspace(t *testing.T, s *sim.Simulation, n *sim.Network, backend, more string) *workspace {
	t.Helper()
	need(t, service.Missing("terraform"))
	mirror.once.Do(func() { mirror.err = buildMirror() })
	if mirror.err != nil {
		t.Fatal(mirror.err)
	}
	w := &workspace{t: t, dir: t.TempDir()}
	w.write("ca.pem", string(s.Authority()))
	w.write("terraform.rc", fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror.dir))
	w.env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(w.dir, "terraform.rc"), "TF_INPUT=0", "TF_IN_AUTOMATION=1",
		"CHECKPOINT_DISABLE=1", "TF_VAR_password="+s.Password)
	var b strings.Builder
	b.WriteString("terraform {\n" + backend + "  required_providers {\n    onefs = { source = \"onefs-dr/onefs\" }\n  }\n}\n")
	b.WriteString("variable \"password\" {\n  type      = string\n  sensitive = true\n}\n")
	b.WriteString("provider \"onefs\" {\n  poll_interval = \"100ms\"\n  lease_ttl = \"10s\"\n" + more + "  clusters = {\n")
	for i, key := range []string{"prod", "dr"} {
		e := n.Endpoints[i]
		fmt.Fprintf(&b, "    %s = {\n      endpoint = %q\n      username = %q\n      password = var.password\n"+
			"      ca_certificate_file = \"ca.pem\"\n      dns_endpoint = %q\n    }\n", key, e.URL, s.Username, e.DNS)
	}
	b.WriteString("  }\n}\n")
	w.head = b.String()
	w.declare("prod")
	w.terraform(0, "init")
	return w
}

func (w *workspace) write(name, text string) {
	w.t.Helper()
	write(w.t, filepath.Join(w.dir, name), text)
}

// declare writes the configuration with the cluster that is to serve.
func (w *workspace) declare(active string) {
	w.t.Helper()
	w.write("main.tf", w.head+fmt.Sprintf(`
resource "onefs_pool_failover" "nas1" {
  active_cluster = %q
  pools          = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies       = ["nas1", "fin", "proj"]
}
import {
  to = onefs_pool_failover.nas1
  id = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"
}
`, active))
}

// running is a call of the command line that has been started, in a process group of its own.
type running struct {
	cmd  *exec.Cmd
	out  bytes.Buffer
	done chan struct{}
}

func (w *workspace) start(args ...string) *running {
	w.t.Helper()
	r := &running{cmd: exec.CommandContext(w.t.Context(), "terraform", append(args, "-no-color")...), done: make(chan struct{})}
	r.cmd.Dir, r.cmd.Env, r.cmd.Stdout, r.cmd.Stderr = w.dir, w.env, &r.out, &r.out
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := r.cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	go func() {
		_ = r.cmd.Wait() // its status is in ProcessState
		close(r.done)
	}()
	return r
}

// end waits and answers status and output.
func (r *running) end() (int, string) {
	<-r.done
	return r.cmd.ProcessState.ExitCode(), r.out.String()
}

// kill ends the command line and the provider at once.
func (r *running) kill(t *testing.T) {
	t.Helper()
	if err := syscall.Kill(-r.cmd.Process.Pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		t.Fatal(err)
	}
	<-r.done
}

// terraform calls the command line and wants an exit status.
func (w *workspace) terraform(want int, args ...string) string {
	w.t.Helper()
	code, out := w.start(args...).end()
	if code != want {
		w.t.Fatalf("terraform %s: exit status %d, want %d\n%s", strings.Join(args, " "), code, want, out)
	}
	return out
}
