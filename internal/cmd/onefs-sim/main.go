// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// misuse is a mistake of whoever starts the program; its text says what to do.
type misuse struct{ text string }

func (m *misuse) Error() string { return m.text }

func mistake(format string, args ...any) error { return &misuse{fmt.Sprintf(format, args...)} }

// run is the whole program; it returns the exit status: 0 when it was told to stop, 1 when something broke, 2 for bad input.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	err := simulate(ctx, args, in, out)
	var m *misuse
	switch {
	case err == nil:
		return 0
	case errors.As(err, &m):
		fmt.Fprintln(errs, "onefs-sim:", m.text)
		return 2
	default:
		fmt.Fprintln(errs, "onefs-sim:", err)
		return 1
	}
}
