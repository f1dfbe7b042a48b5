// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-onefs is the provider that Terraform and OpenTofu start. It is not meant to be run by hand.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/onefs-dr/terraform-provider-onefs/internal/provider"
)

// Set by the release build.
var (
	version = "dev"
	commit  = "none"
)

func main() {
	debug := flag.Bool("debug", false, "serve in the foreground for a debugger, and print how Terraform attaches")
	show := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *show {
		fmt.Printf("terraform-provider-onefs %s (commit %s)\n", version, commit)
		return
	}
	ignoreSignals()
	runs := new(provider.Runs)
	if !*debug {
		go exitWhenOrphaned(os.Getppid(), runs)
	}
	err := providerserver.Serve(context.Background(), provider.New(version, provider.WithRuns(runs)), providerserver.ServeOpts{
		Address: provider.Address,
		Debug:   *debug,
	})
	logOut(runs)
	if err != nil {
		log.Fatal(err)
	}
}

// farewell is how long the program takes to end its sessions on the clusters: Terraform kills a provider that has not ended by itself after
// two seconds.
const farewell = 1500 * time.Millisecond

// logOut ends the sessions on the clusters.
func logOut(runs *provider.Runs) {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	runs.LogOut(ctx)
}

// ignoreSignals keeps a run from dying in the middle of a step. A terminal sends SIGHUP and a container runtime SIGTERM to the whole
// process group, which would kill the provider and lose the state; Terraform itself stops the provider through the protocol. SIGPIPE
// would end a provider whose Terraform is gone at its first log line.
func ignoreSignals() {
	signal.Ignore(syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
}

// parentCheck is how often the program looks whether Terraform is still there.
const parentCheck = time.Second

// exitWhenOrphaned ends the program when its parent is gone and no run is under way. The lost connection has cancelled the context of a
// run by then, so it stops at its next safe point and releases its lock.
func exitWhenOrphaned(parent int, runs *provider.Runs) {
	for range time.Tick(parentCheck) {
		if os.Getppid() != parent && runs.Idle() {
			os.Exit(1)
		}
	}
}
