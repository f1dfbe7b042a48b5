// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os/exec"
	"testing"
)

// eachProgram runs a suite with Terraform, and with OpenTofu where that is on the path.
func eachProgram(t *testing.T, run func(t *testing.T, start func(t *testing.T) *cli)) {
	t.Helper()
	for _, name := range []string{"terraform", "tofu"} {
		t.Run(name, func(t *testing.T) {
			if _, err := exec.LookPath(name); err != nil && name == "tofu" {
				t.Skip("tofu is not on the PATH: this suite ran with Terraform only")
			}
			run(t, func(t *testing.T) *cli {
				t.Helper()
				c := newCLI(t)
				c.program = name
				return c
			})
		})
	}
}
