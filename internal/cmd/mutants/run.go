// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant/overlay"
)

// run works on the tree at root.
func run(ctx context.Context, root string, rebase bool, out io.Writer) error {
	if rebase {
		notes, err := overlay.Rebase(root)
		if err != nil {
			return err
		}
		lost := false
		for _, n := range notes {
			fmt.Fprintf(out, "%-22s %s\n", n.Patch, n.Text)
			lost = lost || n.Lost
		}
		if lost {
			return errors.New("see internal/mutant/doc.go for what to do about a patch that fits nowhere")
		}
	}
	patches, err := overlay.Load(root)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path, err := overlay.Write(root, dir, patches)
	if err != nil {
		return err
	}
	c := exec.CommandContext(ctx, "go", "vet", "-overlay", path, "./internal/onefs/...", "./internal/failover/...", "./internal/provider/...")
	c.Dir, c.Stdout, c.Stderr = root, out, out
	if err := c.Run(); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d mutants apply and compile\n", len(patches))
	return nil
}
