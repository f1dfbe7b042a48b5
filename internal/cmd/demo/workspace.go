// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

const (
	module = "github.com/onefs-dr/terraform-provider-onefs"
	// address is where Terraform looks for the provider; a filesystem mirror of that shape serves it, so nothing is downloaded.
	address = "registry.terraform.io/onefs-dr/onefs"
	version = "0.0.1"
)

// workspace is a fresh folder that holds everything a run needs: programs, mirror, configuration, state and logs.
type workspace struct {
	root string
}

func newWorkspace() (*workspace, error) {
	root, err := os.MkdirTemp("", "onefs-demo-")
	if err != nil {
		return nil, fmt.Errorf("make a working folder: %w", err)
	}
	for _, name := range []string{"bin", "site", "config"} {
		if err := os.MkdirAll(filepath.Join(root, name), 0o700); err != nil {
			return nil, fmt.Errorf("make a working folder: %w", err)
		}
	}
	return &workspace{root: root}, nil
}

func (w *workspace) path(elem ...string) string {
	return filepath.Join(append([]string{w.root}, elem...)...)
}

func (w *workspace) remove() { _ = os.RemoveAll(w.root) }

// build compiles the provider into the mirror and the simulator beside it.
func (w *workspace) build(ctx context.Context) error {
	platform := runtime.GOOS + "_" + runtime.GOARCH
	provider := w.path("mirror", filepath.FromSlash(address), version, platform, "terraform-provider-onefs_v"+version)
	if err := goBuild(ctx, provider, module); err != nil {
		return err
	}
	return goBuild(ctx, w.path("bin", "onefs-sim"), module+"/internal/cmd/onefs-sim")
}

func goBuild(ctx context.Context, out, pkg string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-o", out, pkg)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", pkg, err, strings.TrimSpace(stderr.String()))
	}
	return nil
}

// writeCLIConfig makes the Terraform settings of this run: the provider comes from the mirror and from nowhere else.
func (w *workspace) writeCLIConfig() error {
	text := fmt.Sprintf(`provider_installation {
  filesystem_mirror {
    path    = %q
    include = [%q]
  }
}
`, w.path("mirror"), address)
	return os.WriteFile(w.path("terraform.rc"), []byte(text), 0o600)
}
