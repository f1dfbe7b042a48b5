// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"fmt"
	"os"
	"path/filepath"
)

// Locate finds contract-2.json: below the directory in the environment variable ONEFS_SHARED, or else below "shared" beside the
// repository's root, which is found from the working directory by its go.mod.
func Locate() (string, error) {
	shared := os.Getenv("ONEFS_SHARED")
	if shared == "" {
		dir, err := os.Getwd()
		if err != nil {
			return "", err
		}
		for {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				break
			}
			up := filepath.Dir(dir)
			if up == dir {
				return "", fmt.Errorf("no go.mod above the working directory")
			}
			dir = up
		}
		shared = filepath.Join(dir, "..", "shared")
	}
	path := filepath.Join(shared, "onefs-api", "contract-2.json")
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("the OneFS contract is not here: %w", err)
	}
	return path, nil
}
