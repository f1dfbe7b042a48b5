// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ganesha

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Read reads a file below /nas1 of the server at an address, over a mount of its own.
func Read(ctx context.Context, address, name string) (string, error) {
	out, err := exec.CommandContext(ctx, "nfs-cat", url(address, name)).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("reading %s at %s: %w: %s", name, address, err, out)
	}
	return string(out), nil
}

// Write writes a file, over a mount of its own. dir is for the copy that is sent.
func Write(ctx context.Context, dir, address, name, text string) error {
	file := filepath.Join(dir, "sent")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, "nfs-cp", file, url(address, name)).CombinedOutput()
	// The program says what went wrong and does not always end with a status that tells.
	if err == nil && strings.Contains(string(out), "Failed") {
		err = fmt.Errorf("refused")
	}
	if err != nil {
		return fmt.Errorf("writing %s at %s: %w: %s", name, address, err, out)
	}
	return nil
}

func url(address, name string) string {
	return "nfs://" + address + "/nas1/" + name + "?version=4&nfsport=2049"
}
