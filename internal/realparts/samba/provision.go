// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package samba

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed seed.py
var seed string

// Provision makes a new domain in an empty directory.
func Provision(ctx context.Context, dir string) error {
	var accounts strings.Builder
	for _, a := range Accounts {
		kind := "user"
		if a.Computer {
			kind = "computer"
		}
		fmt.Fprintf(&accounts, "%s %s %s\n", kind, a.Name, a.Password)
	}
	script := filepath.Join(dir, "seed.py")
	for file, text := range map[string]string{script: seed, filepath.Join(dir, "accounts"): accounts.String()} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			return err
		}
	}
	c := exec.CommandContext(ctx, "/usr/bin/python3", script, dir, AdministratorPassword)
	c.Env = environment()
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("provisioning the domain: %w\n%s", err, out)
	}
	return nil
}
