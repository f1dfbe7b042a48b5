// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// InFull tells whether everything is to be run, not only the sample of an ordinary test run.
func InFull() bool { return os.Getenv("EVIDENCE") != "" }

// recording guards the files of the evidence: several tests may tell about one section.
var recording sync.Mutex

// Record writes counts of one section of the evidence into <section>.json in the folder that EVIDENCE_DIR names, beside what another test
// has told about the same section; without the folder nothing is written.
func Record[V any](t testing.TB, section string, counts map[string]V) {
	t.Helper()
	dir := os.Getenv("EVIDENCE_DIR")
	if dir == "" {
		return
	}
	recording.Lock()
	defer recording.Unlock()
	path := filepath.Join(dir, section+".json")
	kept := map[string]map[string]any{}
	if b, err := os.ReadFile(path); err == nil {
		if err := json.Unmarshal(b, &kept); err != nil {
			t.Errorf("evidence of %s: %v", section, err)
		}
	}
	if kept[section] == nil {
		kept[section] = map[string]any{}
	}
	for k, v := range counts {
		kept[section][k] = v
	}
	b, err := json.MarshalIndent(kept, "", "  ")
	if err == nil {
		err = os.WriteFile(path, append(b, '\n'), 0o600)
	}
	if err != nil {
		t.Errorf("evidence of %s: %v", section, err)
	}
}
