// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package newcomer

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/golden"
)

// hour is what a newcomer has: the directory that was printed, and the environment.
type hour struct {
	t    *testing.T
	dir  string
	env  []string
	main string
}

// start is `make sim`; it gives what was printed until the program waits.
func start(t *testing.T) (*hour, string) {
	t.Helper()
	for _, tool := range []string{"make", "terraform"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
	cmd := exec.Command("make", "-C", "../..", "--no-print-directory", "sim", "SPEED=60")
	cmd.SysProcAttr, cmd.Stderr = &syscall.SysProcAttr{Setpgid: true}, os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGINT)
		_ = cmd.Wait()
	})
	var text strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		text.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "Ctrl-C") {
			break
		}
	}
	at := regexp.MustCompile(`(?m)^  cd '(.*)'$`).FindStringSubmatch(text.String())
	if at == nil {
		t.Fatalf("no directory was printed:\n%s", &text)
	}
	h := &hour{t: t, dir: at[1]}
	h.env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(h.dir, "terraform.rc"), "TF_INPUT=0", "TF_IN_AUTOMATION=")
	b, err := os.ReadFile(filepath.Join(h.dir, "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	h.main = string(b)
	return h, text.String()
}

// terraform calls the command line and wants an exit status.
func (h *hour) terraform(want int, args ...string) string {
	h.t.Helper()
	cmd := exec.CommandContext(h.t.Context(), "terraform", append(args, "-no-color")...)
	var out bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = h.dir, h.env, &out, &out
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		h.t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		h.t.Errorf("terraform %s: exit status %d, want %d\n%s", strings.Join(args, " "), got, want, &out)
	}
	return "$ terraform " + strings.Join(args, " ") + "\n" + out.String()
}

// edit writes the configuration with changes: an expression and what stands in its place, in pairs.
func (h *hour) edit(changes ...string) {
	h.t.Helper()
	text := h.main
	for i := 0; i < len(changes); i += 2 {
		after := regexp.MustCompile(changes[i]).ReplaceAllString(text, changes[i+1])
		if after == text {
			h.t.Fatalf("%s is not in:\n%s", changes[i], text)
		}
		text = after
	}
	if err := os.WriteFile(filepath.Join(h.dir, "main.tf"), []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

// toDR is the edit that moves the pool.
var toDR = []string{`active_cluster = "prod"`, `active_cluster = "dr"`}

// changing are lines of Terraform that come and go with the load of the machine.
var changing = regexp.MustCompile(`(?m)^[\w.\[\]"-]+: (?:Still |Refreshing|Preparing import|Importing|Import complete|Modifying|` +
	`Creating|Destroying|(?:Modifications|Creation|Destruction) complete).*\n`)

// same gives what differs from one hour to the next the same words.
func (h *hour) same(text string) string {
	text = strings.ReplaceAll(text, h.dir, "DIR")
	for _, r := range []struct{ find, write string }{
		{`\d{4}-\d\d-\d\dT\d\d-\d\dZ-[0-9a-f]+`, "<run>"},
		{`\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z?`, "<time>"},
		{`127\.0\.0\.(\d+):(\d{4,5})`, "127.0.0.$1:<port>"},
		{`127\.0\.0\.1:\d+->`, "127.0.0.1:<port>->"},
		{`\d{8}T\d{6}Z`, "<time>"},
		{`\d{4}-\d\d-\d\d`, "<date>"},
		{`(?:[0-9A-F]{2}:){31}[0-9A-F]{2}`, "<fingerprint>"},
		{`\[id=[^\]]*\]`, "[id]"},
		{`serial number [0-9A-Fa-f]+`, "serial number <n>"},
		{`v\d+\.\d+\.\d+ \(unauthenticated\)`, "v<version> (unauthenticated)"},
		{`onefs-sim:[0-9a-f-]{8,}`, "onefs-sim:<id>"},
	} {
		text = regexp.MustCompile(r.find).ReplaceAllString(text, r.write)
	}
	return changing.ReplaceAllString(text, "")
}

func (h *hour) compare(name, text string) {
	h.t.Helper()
	text = regexp.MustCompile(`(?m)[ \t]+$`).ReplaceAllString(h.same(text), "")
	golden.Compare(h.t, name+".txt", text)
}

// TestFirstHour is the whole of it. Its files under testdata are read by a person whenever they change.
func TestFirstHour(t *testing.T) {
	h, printed := start(t)
	h.compare("01-make-sim", printed)
	h.compare("02-init", h.terraform(0, "init"))
	mistakes(h, "03-first-plan", nil)
	h.edit(toDR...)
	h.compare("03-first-plan-to-dr", h.terraform(0, "plan"))
	h.edit()
	h.compare("04-adopt", h.terraform(0, "plan")+h.terraform(0, "apply", "-auto-approve")+h.terraform(0, "plan"))
	mistakes(h, "05-at-rest", nil)
	mistakes(h, "06-moving", toDR)
	h.edit(toDR...)
	h.compare("07-out", h.terraform(0, "plan")+h.terraform(0, "apply", "-auto-approve")+h.terraform(0, "plan"))
	h.edit()
	h.compare("08-back", h.terraform(0, "apply", "-auto-approve")+h.terraform(0, "plan"))
	h.compare("09-destroy", h.terraform(0, "destroy", "-auto-approve"))
}

// mistakes plans with one mistake at a time: the password, the certificate, the port, the address, a policy, a pool, a name, a cluster.
func mistakes(h *hour, stage string, change []string) {
	h.t.Helper()
	for _, m := range []struct {
		name  string
		edits []string
		// warns are the stages of which the plan is made, with a warning: a pool that is in state and stays where it is only warns.
		warns string
	}{
		{"wrong-password", []string{`(dr = \{[^}]*password +=) "[^"]*"`, `$1 "mistyped"`}, "05"},
		{"wrong-ca", []string{`(dr = \{[^}]*)ca_certificate_file = "[^"]*"\n`, `$1`}, "05"},
		{"wrong-port", []string{`(dr = \{[^}]*endpoint +=) "(https://[\d.]+):\d+"`, `$1 "$2:9"`}, "05"},
		{"same-endpoint-twice", []string{`(dr = \{[^}]*endpoint +=) "https://127.0.0.12`, `$1 "https://127.0.0.11`}, "05"},
		{"wrong-scheme", []string{`(dr = \{[^}]*endpoint +=) "https:`, `$1 "http:`}, ""},
		{"wrong-policy", []string{`"fin"`, `"fnn"`}, ""},
		{"policy-forgotten", []string{`"fin", `, ``}, "03 05"},
		{"wrong-pool", []string{
			`dr = "groupnet0.subnet0.nas1"`, `dr = "groupnet0.subnet0.nas2"`, `id = "dr=[^,]*,`, `id = "dr=groupnet0.subnet0.nas2,`,
		}, ""},
		{"wrong-name", []string{`(?m)^  policies `, "  names          = [\"nas9.demo.local\"]\n  policies "}, "03 05"},
		{"wrong-cluster", []string{`active_cluster = "\w+"`, `active_cluster = "drr"`}, ""},
	} {
		h.edit(append(append([]string{}, change...), m.edits...)...)
		want := 1
		if strings.Contains(m.warns, stage[:2]) {
			want = 0
		}
		h.compare(stage+"-"+m.name, h.terraform(want, "plan"))
	}
	h.edit(change...)
}
