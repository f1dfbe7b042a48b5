// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// programs are the command lines that suites run with: the paths of ONEFS_TEST_CLIS, or Terraform and OpenTofu of the PATH.
func programs() []string {
	if list := os.Getenv("ONEFS_TEST_CLIS"); list != "" {
		return filepath.SplitList(list)
	}
	return []string{"terraform", "tofu"}
}

// eachProgram runs a suite with each of them; OpenTofu is left out where it is not on the PATH.
func eachProgram(t *testing.T, run func(t *testing.T, start func(t *testing.T) *cli)) {
	t.Helper()
	for _, name := range programs() {
		t.Run(filepath.Base(name), func(t *testing.T) {
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
