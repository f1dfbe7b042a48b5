// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit statuses.
const (
	exitHolds = iota
	exitDiffers
	exitCannotRun
)

// options are the choices of a person, and of the tests.
type options struct {
	// keep leaves the working folder for a look around.
	keep bool
	// speed is how many simulated seconds pass in one real second.
	speed float64
	// real has real services take part: Active Directory, DNS, SMB and NFS servers and clients.
	real bool
	// doubt, set by tests only, is called between the failover and the failback and may change the clusters; then the table is judged
	// again.
	doubt func(context.Context, *show) error
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := start(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// start reads the flags, runs the demonstration and answers the exit status.
func start(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(stderr)
	var opts options
	flags.BoolVar(&opts.keep, "keep", false, "leave the working folder (configuration, state, logs) behind and say where it is")
	flags.Float64Var(&opts.speed, "speed", 60, "simulated seconds per real second")
	flags.BoolVar(&opts.real, "real", false,
		"with a real Active Directory domain, DNS resolver, SMB and NFS servers and clients, where they are installed")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitHolds
		}
		return exitCannotRun
	}
	if flags.NArg() > 0 {
		_, _ = fmt.Fprintf(stderr, "demo: takes no arguments, got %q\n", flags.Args())
		return exitCannotRun
	}
	return run(ctx, opts, stdout, stderr)
}

// run is the demonstration with its exit status.
func run(ctx context.Context, opts options, stdout, stderr io.Writer) int {
	err := perform(ctx, opts, &screen{w: stdout})
	switch {
	case err == nil:
		return exitHolds
	case errors.Is(err, errDiffers):
		_, _ = fmt.Fprintf(stderr, "\ndemo: FAILED: %v\n", err)
		return exitDiffers
	default:
		_, _ = fmt.Fprintf(stderr, "\ndemo: could not be run: %v\n", err)
		return exitCannotRun
	}
}
