// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// ground is the directory of a complete example, as it is, beside an override that leads its provider block to the site. Terraform
// initialises it with a provider that it finds like a released one.
func ground(t *testing.T, name string) *cli {
	t.Helper()
	c := newCLI(t)
	built, err := program()
	if err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(c.dir, "plugins", "registry.terraform.io", "onefs-dr", "onefs", "0.1.0", runtime.GOOS+"_"+runtime.GOARCH)
	if err := os.MkdirAll(at, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(built, "terraform-provider-onefs"), filepath.Join(at, "terraform-provider-onefs_v0.1.0")); err != nil {
		t.Fatal(err)
	}
	const mirror = "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n"
	c.write("terraform.rc", fmt.Sprintf(mirror, filepath.Join(c.dir, "plugins")))
	if err := os.CopyFS(c.dir, os.DirFS(filepath.Join("..", "..", "examples", name))); err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(c.provider(), "provider \"onefs\"")
	c.write("site_override.tf", "provider \"onefs\""+strings.ReplaceAll(block, "var.password", "var.prod_password"))
	c.env = append(c.env, "TF_VAR_prod_password="+c.sim.Password, "TF_VAR_dr_password="+c.sim.Password)
	return c
}

// change puts one text in the place of another in a file.
func (c *cli) change(file, from, to string) {
	c.t.Helper()
	text := string(c.read(file))
	if !strings.Contains(text, from) {
		c.t.Fatalf("%s is not in %s:\n%s", from, file, text)
	}
	c.write(file, strings.Replace(text, from, to, 1))
}

// Every complete directory below examples is initialised, adopted, and moved out and back; the plan after each is empty. Break-glass moves
// in TestCLI_BreakGlass, the module for `terraform test` in TestExamples_TerraformTest, and nightly is asked every night of
// TestCLI_Nightly.
//
//nolint:paralleltest // Each runs a Terraform of its own; two cores are enough for one.
func TestExamples_Directories(t *testing.T) {
	needTerraform(t)
	word := func(file string) func(c *cli, from, to string) []string {
		return func(c *cli, from, to string) []string {
			c.change(file, fmt.Sprintf("active_cluster = %q", from), fmt.Sprintf("active_cluster = %q", to))
			return nil
		}
	}
	for name, move := range map[string]func(c *cli, from, to string) []string{
		"quick-start": word("main.tf"),
		"mirror":      word("main.tf"),
		"many-pools": func(_ *cli, _, to string) []string {
			return []string{fmt.Sprintf("-var=serving={nas1=%q}", to)}
		},
		"adopt-by-import": func(c *cli, from, to string) []string {
			c.terraform(0, "fmt")
			text := regexp.MustCompile(`active_cluster( +)= "`+from).ReplaceAllString(string(c.read("nas1.tf")), `active_cluster$1= "`+to)
			c.write("nas1.tf", text)
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := ground(t, name)
			c.terraform(0, "init")
			if name == "adopt-by-import" {
				c.terraform(0, "plan", "-generate-config-out=nas1.tf")
				if made := string(c.read("nas1.tf")); !strings.Contains(made, `["fin", "nas1", "proj"]`) {
					t.Errorf("the configuration that was generated:\n%s", made)
				}
			}
			c.terraform(0, "apply", "-auto-approve")
			c.terraform(0, "plan", "-detailed-exitcode")
			for _, way := range [][2]string{{"prod", "dr"}, {"dr", "prod"}} {
				args := move(c, way[0], way[1])
				c.terraform(0, append([]string{"apply", "-auto-approve"}, args...)...)
				if got, want := c.serving("nas1.demo.local"), map[string]string{"prod": "ps1", "dr": "ps2"}[way[1]]; got != want {
					t.Errorf("after the move to %s the name is served by %q", way[1], got)
				}
				c.terraform(0, append([]string{"plan", "-detailed-exitcode"}, args...)...)
			}
		})
	}
	t.Run("nightly", func(t *testing.T) {
		c := ground(t, "nightly")
		c.terraform(0, "init")
		c.terraform(0, "validate")
	})
}

// The pipeline applies the very file that was approved: one that was planned again, or none, is refused, and nothing is written.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestExamples_Pipeline(t *testing.T) {
	needTerraform(t)
	needs(t, "jq", "sh", "sha256sum")
	c := ground(t, "pipeline")
	c.terraform(0, "init")
	digest := func() string {
		word, _, _ := strings.Cut(string(c.read("failover.tfplan.sha256")), " ")
		return word
	}
	c.script(2, "sh plan.sh")
	c.script(0, "sh apply.sh", "APPROVED="+digest())
	c.script(0, "sh plan.sh")
	for _, way := range [][2]string{{"prod", "dr"}, {"dr", "prod"}} {
		c.change("main.tf", fmt.Sprintf("active_cluster = %q", way[0]), fmt.Sprintf("active_cluster = %q", way[1]))
		out := c.script(2, "sh plan.sh")
		if want := "onefs_pool_failover.nas1: controlled: " + way[0] + " -> " + way[1] + ": 2 names, "; !strings.Contains(out, want) {
			t.Errorf("the first job does not say %q:\n%s", want, out)
		}
		approved := digest()
		c.script(2, "sh plan.sh") // somebody planned again
		before := c.touched()
		if c.script(1, "sh apply.sh", "APPROVED="+approved); c.touched() != before {
			t.Error("a plan that nobody approved wrote to the clusters")
		}
		c.script(0, "sh apply.sh", "APPROVED="+digest())
		if got, want := c.serving("nas1.demo.local"), map[string]string{"prod": "ps1", "dr": "ps2"}[way[1]]; got != want {
			t.Errorf("after the move to %s the name is served by %q", way[1], got)
		}
	}
}
