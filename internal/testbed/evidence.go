// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/tally"
)

// InFull tells whether everything is to be run, not only the sample of an ordinary test run.
func InFull() bool { return tally.InFull() }

// Record writes counts of one section of the evidence, if there is a folder for them.
func Record[V any](t testing.TB, section string, counts map[string]V) {
	t.Helper()
	if err := tally.Record(section, counts); err != nil {
		t.Error(err)
	}
}
