// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// InFull tells whether everything is to be run, not only the sample of an ordinary test run.
func InFull() bool { return os.Getenv("EVIDENCE") != "" }

// Record writes the counts of one section of the evidence as <section>.json into the folder that EVIDENCE_DIR names; without it nothing is
// written.
func Record(t testing.TB, section string, counts any) {
	t.Helper()
	dir := os.Getenv("EVIDENCE_DIR")
	if dir == "" {
		return
	}
	b, err := json.MarshalIndent(map[string]any{section: counts}, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, section+".json"), append(b, '\n'), 0o600)
	}
	if err != nil {
		t.Errorf("evidence of %s: %v", section, err)
	}
}
