// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package contracttest gives tests the contract.
package contracttest

import (
	"os"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/contract"
)

// Load reads the contract for a test. Without it the test is skipped, but under CI it fails.
func Load(t testing.TB) *contract.Contract {
	t.Helper()
	path, err := contract.Locate()
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	c, err := contract.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
