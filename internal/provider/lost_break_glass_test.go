// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// breakGlass is a folder with the example, whose addresses are those of the site, and with the provider in a mirror beside it. Everything
// else is as it stands in the example.
func breakGlass(t *testing.T, day *cli) *cli {
	t.Helper()
	c := &cli{lab: day.lab, t: t, dir: t.TempDir(), network: day.network}
	for _, name := range []string{"main.tf", "terraform.rc"} {
		c.write(name, example(t, "break-glass/"+name))
	}
	text := string(c.read("main.tf"))
	prod, dr := c.network.Endpoints[0], c.network.Endpoints[1]
	for from, to := range map[string]string{
		`"https://prod-mgmt.example.com:8080"`: fmt.Sprintf("%q, dns_endpoint = %q", prod.URL, prod.DNS),
		`"https://dr-mgmt.example.com:8080"`:   fmt.Sprintf("%q, dns_endpoint = %q, ca_certificate_file = \"ca.pem\"", dr.URL, dr.DNS),
		"provider \"onefs\" {":                 "provider \"onefs\" {\n  poll_interval = \"100ms\"",
	} {
		if strings.Count(text, from) != 1 {
			t.Fatalf("the example has %s %d times", from, strings.Count(text, from))
		}
		text = strings.Replace(text, from, to, 1)
	}
	c.write("main.tf", text)
	c.write("ca.pem", string(c.sim.Authority()))
	built, err := program()
	if err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(filepath.Join(built, "terraform-provider-onefs"))
	if err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(c.dir, "mirror", filepath.FromSlash(Address), "1.0.0", runtime.GOOS+"_"+runtime.GOARCH)
	if err := os.MkdirAll(at, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(at, "terraform-provider-onefs_v1.0.0"), binary, 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	c.env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "TF_CLI_CONFIG_FILE=") }),
		"TF_CLI_CONFIG_FILE="+filepath.Join(c.dir, "terraform.rc"), "TF_INPUT=0", "TF_VAR_dr_password="+c.sim.Password)
	return c
}

// loseProd takes prod away and tells since when, in the time of the site.
func (c *cli) loseProd() (since string) {
	c.sim.World.Do(func() {
		c.sim.World.Cluster("ps1").Reachable = false
		since = c.sim.World.Now().UTC().Format(time.RFC3339)
	})
	return since
}

// The cluster is gone, and the state, and the registry. The example of a break-glass configuration initializes from its own mirror, takes
// the pool in, says what is lost, and with the line that it prints takes it over, with everything that production had. Later the ordinary
// repository takes the pool in again without any change.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_BreakGlass(t *testing.T) {
	day := newCLI(t)
	day.apply(declaration("prod", false))
	var quotas int
	day.cluster("ps1", func(c *world.Cluster) { quotas = c.Quota.Len() })
	since := day.loseProd()
	if err := os.RemoveAll(day.dir); err != nil {
		t.Fatal(err)
	}

	c := breakGlass(t, day)
	if out := c.terraform(0, "init"); !strings.Contains(out, "onefs-dr/onefs v1.0.0") {
		t.Errorf("init says:\n%s", out)
	}
	lost := "-var=lost_since=" + since
	out := c.terraform(1, "plan", lost)
	line := acceptLine.FindString(out)
	if line == "" {
		t.Fatalf("the plan says:\n%s", out)
	}
	accepted := "-var=" + strings.ReplaceAll(strings.ReplaceAll(line, " ", ""), `"`, "")
	out = c.terraform(0, "apply", "-auto-approve", lost, accepted)
	if !strings.Contains(out, `kind          = "uncontrolled"`) || !strings.Contains(out,
		`serving = "dr"`) || !strings.Contains(out, "inventory of prod: is of ") {
		t.Errorf("the apply says:\n%s", out)
	}
	if !bytes.Contains(c.read("break-glass.tfstate"), []byte("onefs_pool_failover")) {
		t.Error("the state is not in the folder")
	}
	for _, name := range c.sim.Names {
		if got := c.serving(name); got != "ps2" {
			t.Errorf("%s is answered by %q", name, got)
		}
	}
	c.cluster("ps2", func(s *world.Cluster) {
		if n := s.Quota.Len(); n < quotas {
			t.Errorf("%d quotas on dr, prod had %d", n, quotas)
		}
		for _, share := range []string{"nas1", "fin$", "home"} {
			if !slices.ContainsFunc(s.SMB.Shares("nas1"), func(x world.SMBShare) bool { return x.Name == share }) {
				t.Errorf("dr has no share %s", share)
			}
		}
	})
	c.terraform(0, "plan", "-detailed-exitcode", lost, accepted)

	back := newFolder(t, day)
	before := c.touched()
	text := strings.Replace(back.provider()+declaration("dr", true), `    prod = {`, fmt.Sprintf(`    prod = { lost_since = %q,`, since), 1)
	back.write("main.tf", strings.Replace(text, "  policies ", "  "+line+"\n  policies ", 1))
	back.terraform(0, "apply", "-auto-approve")
	back.terraform(0, "plan", "-detailed-exitcode")
	if n := c.touched() - before; n != 0 {
		t.Errorf("the ordinary repository wrote %d times", n)
	}
	for _, v := range c.sim.Violations() {
		t.Errorf("the simulator complains: %+v", v)
	}
}

// newFolder is one more folder for the command line, of the same site.
func newFolder(t *testing.T, like *cli) *cli {
	t.Helper()
	c := *like
	c.t, c.dir = t, t.TempDir()
	dir, err := program()
	if err != nil {
		t.Fatal(err)
	}
	c.write("ca.pem", string(c.sim.Authority()))
	c.write("terraform.rc", fmt.Sprintf("provider_installation {\n  dev_overrides { %q = %q }\n  direct {}\n}\n", "onefs-dr/onefs", dir))
	c.env = append(os.Environ(),
		"TF_CLI_CONFIG_FILE="+filepath.Join(c.dir, "terraform.rc"), "TF_INPUT=0", "TF_VAR_password="+c.sim.Password)
	return &c
}

// From nothing at all: nobody ever adopted the pool, so no inventory exists. The plan asks for the names, and with them it takes over.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_BreakGlassFromNothing(t *testing.T) {
	day := newCLI(t)
	since := day.loseProd()
	c := breakGlass(t, day)
	c.terraform(0, "init")
	args := []string{"-var=lost_since=" + since, "-var=max_data_loss=2h"}
	out := strings.Join(strings.Fields(c.terraform(1, append([]string{"plan"}, args...)...)), " ") // it wraps lines
	if !strings.Contains(out, "[names_unknown]") || !strings.Contains(out, `names = ["nas1.demo.local"]`) {
		t.Errorf("the plan says:\n%s", out)
	}
	args = append(args, `-var=names=["nas1.demo.local","fin.demo.local"]`)
	out = c.terraform(0, append([]string{"apply", "-auto-approve"}, args...)...)
	if !strings.Contains(out, "inventory_missing") || !strings.Contains(out, `serving = "dr"`) {
		t.Errorf("the apply says:\n%s", out)
	}
	for _, name := range c.sim.Names {
		if got := c.serving(name); got != "ps2" {
			t.Errorf("%s is answered by %q", name, got)
		}
	}
	c.terraform(0, append([]string{"plan", "-detailed-exitcode"}, args...)...)
}
