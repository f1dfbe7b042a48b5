// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets garbage pile up: a site is small and lives for milliseconds, and collecting at every few MB costs as much as the tests.
func TestMain(m *testing.M) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(1000)
	}
	os.Exit(m.Run())
}
