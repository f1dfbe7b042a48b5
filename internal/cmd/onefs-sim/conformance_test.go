// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestConformance asks the program everything that the script claims of OneFS, and lets it write too. Nothing may be skipped here.
func TestConformance(t *testing.T) {
	need(t, "bash", "curl", "jq")
	site, stop := startLab(t)
	defer stop()
	cmd := exec.CommandContext(t.Context(), "bash", filepath.Join("testdata", "conformance.sh"), site)
	cmd.Env = append(os.Environ(), "WRITE=1")
	text, err := cmd.CombinedOutput()
	t.Logf("%s", text)
	if err != nil || !strings.Contains(string(text), ", 0 skipped") {
		t.Errorf("not everything that is claimed is so: %v", err)
	}
}
