// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
)

// cli is a folder in which the real command line runs the real provider program against a site on loopback.
type cli struct {
	*lab
	t       *testing.T
	dir     string
	env     []string
	network *sim.Network
	// program is the command line, "" for terraform.
	program string
}

// program builds the provider once for all tests of this process.
var program = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(filepath.Dir(os.Getenv("TF_CLI_CONFIG_FILE")), "provider")
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "terraform-provider-onefs"), "../..")
	out, err := build.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return dir, nil
})

// newCLI starts a site and prepares a folder.
func newCLI(t *testing.T) *cli {
	t.Helper()
	c := &cli{lab: realTime(t), t: t, dir: t.TempDir()}
	dir, err := program()
	if err != nil {
		t.Fatal(err)
	}
	if c.network, err = c.sim.Listen(0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.network.Close() })
	c.write("ca.pem", string(c.sim.Authority()))
	c.write("terraform.rc", fmt.Sprintf("provider_installation {\n  dev_overrides { %q = %q }\n  direct {}\n}\n", "onefs-dr/onefs", dir))
	c.env = append(os.Environ(),
		"TF_CLI_CONFIG_FILE="+filepath.Join(c.dir, "terraform.rc"), "TF_INPUT=0", "TF_VAR_password="+c.sim.Password)
	return c
}

func (c *cli) write(name, text string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cli) read(name string) []byte {
	c.t.Helper()
	b, err := os.ReadFile(filepath.Join(c.dir, name))
	if err != nil {
		c.t.Fatal(err)
	}
	return b
}

// provider is the provider block for the site; the password comes from the environment.
func (c *cli) provider() string {
	var b strings.Builder
	b.WriteString("terraform {\n  required_providers {\n    onefs = { source = \"onefs-dr/onefs\" }\n  }\n}\n")
	b.WriteString("variable \"password\" {\n  type      = string\n  sensitive = true\n  ephemeral = true\n}\n")
	b.WriteString("provider \"onefs\" {\n  poll_interval = \"100ms\"\n  lease_ttl = \"10s\"\n  clusters = {\n")
	for i, key := range []string{"prod", "dr"} {
		e := c.network.Endpoints[i]
		fmt.Fprintf(&b, "    %s = {\n      endpoint = %q\n      username = %q\n      password = var.password\n"+
			"      ca_certificate_file = \"ca.pem\"\n      dns_endpoint = %q\n    }\n", key, e.URL, c.sim.Username, e.DNS)
	}
	b.WriteString("  }\n}\n")
	return b.String()
}

// command prepares a call of the command line.
func (c *cli) command(args ...string) (*exec.Cmd, *bytes.Buffer) {
	cmd := exec.CommandContext(c.t.Context(), cmp.Or(c.program, "terraform"), append(args, "-no-color")...)
	var out bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = c.dir, c.env, &out, &out
	return cmd, &out
}

// terraform calls the command line and wants an exit status.
func (c *cli) terraform(want int, args ...string) string {
	c.t.Helper()
	cmd, out := c.command(args...)
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		c.t.Fatalf("terraform %s: exit status %d, want %d\n%s", strings.Join(args, " "), got, want, out)
	}
	return out.String()
}

// apply writes a configuration and applies it.
func (c *cli) apply(config string) string {
	c.t.Helper()
	c.write("main.tf", c.provider()+config)
	return c.terraform(0, "apply", "-auto-approve")
}
