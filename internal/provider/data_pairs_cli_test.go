// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"
)

// The configuration that the data source prints, pasted, imports every pair with nothing to change; the plan after it is empty.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_PairsPasted(t *testing.T) {
	eachProgram(t, func(t *testing.T, start func(t *testing.T) *cli) {
		c := start(t)
		c.apply(example(t, "data-sources/onefs_pool_pairs/data-source.tf"))
		cmd, out := c.command("output", "-raw", "configuration")
		if err := cmd.Run(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		pasted := out.String()
		if strings.Count(pasted, "import {") != 1 || strings.Count(pasted, "resource ") != 1 {
			t.Fatalf("the configuration of the pairs:\n%s", pasted)
		}
		c.write("pairs.tf", pasted)
		plan := c.terraform(0, "plan")
		if !strings.Contains(plan, "Plan: 1 to import, 0 to add, 1 to change, 0 to destroy.") {
			t.Errorf("the plan:\n%s", plan)
		}
		c.terraform(0, "fmt", "-check", "pairs.tf")
		c.terraform(0, "apply", "-auto-approve")
		c.terraform(0, "plan", "-detailed-exitcode")
		if n := c.touched(); n != 0 {
			t.Errorf("%d writes to the clusters", n)
		}
	})
}
