// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package tally

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// DirectoryVariable names the folder that takes the counts; without it nothing is written. FullVariable asks every test for all that it can
// do, instead of the sample of an ordinary run.
const (
	DirectoryVariable = "EVIDENCE_DIR"
	FullVariable      = "EVIDENCE"
)

// InFull tells whether everything is to be run, not only the sample of an ordinary test run.
func InFull() bool { return os.Getenv(FullVariable) != "" }

// writing guards the files of the counts: several tests may tell about one section.
var writing sync.Mutex

// Record writes counts of one section into <section>.json, beside what another test has told about the same section.
func Record[V any](section string, counts map[string]V) error {
	return record(section+".json", section, counts)
}

// Part records what one of several packages has counted of a section. The parts are added up.
func Part[V any](section, part string, counts map[string]V) error {
	return record(section+"."+part+".json", section, counts)
}

func record[V any](file, section string, counts map[string]V) error {
	dir := os.Getenv(DirectoryVariable)
	if dir == "" {
		return nil
	}
	writing.Lock()
	defer writing.Unlock()
	path := filepath.Join(dir, file)
	kept := map[string]map[string]any{}
	if b, err := os.ReadFile(path); err == nil {
		if err := json.Unmarshal(b, &kept); err != nil {
			return fmt.Errorf("counts of %s: %w", section, err)
		}
	}
	if kept[section] == nil {
		kept[section] = map[string]any{}
	}
	for k, v := range counts {
		kept[section][k] = v
	}
	b, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		return fmt.Errorf("counts of %s: %w", section, err)
	}
	return os.WriteFile(path, append(b, '\n'), 0o600)
}
