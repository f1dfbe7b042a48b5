// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The example for `terraform test` passes with mocks, asks no cluster anything, and fails when the module's rule is broken.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestExamples_TerraformTest(t *testing.T) {
	eachProgram(t, func(t *testing.T, start func(t *testing.T) *cli) {
		c := start(t)
		const tests = "tests/module.tftest.hcl"
		module := example(t, "terraform-test/main.tf")
		c.write("main.tf", module)
		if err := os.Mkdir(filepath.Join(c.dir, "tests"), 0o700); err != nil {
			t.Fatal(err)
		}
		c.write(filepath.FromSlash(tests), example(t, "terraform-test/"+tests))
		if out := c.terraform(0, "test"); !strings.Contains(out, "3 passed, 0 failed") {
			t.Errorf("terraform test says\n%s", out)
		}
		asked := 0
		c.sim.World.Do(func() { asked = len(c.sim.World.Log.All()) })
		if asked != 0 {
			t.Errorf("the clusters were asked %d times", asked)
		}
		c.write("main.tf", strings.Replace(module, `"prod", "dr"], var`, `"prod", "dr", "test"], var`, 1))
		if out := c.terraform(1, "test"); !strings.Contains(out, "refuses_an_unknown_cluster") {
			t.Errorf("with the rule broken terraform test says\n%s", out)
		}
	})
}
