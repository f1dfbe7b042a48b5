// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papitest

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/contract"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/tally"
)

// TheContract is shared by all tests of the package, so that it can tell at the end what they exercised together. It is nil where
// the contract is not at hand.
var TheContract *contract.Contract

// Main is the TestMain of a package that answers one area. It holds the whole run against the contract: every answer of every test,
// and that each operation of the area is either exercised (a valid 2xx and a valid error) or declared out of scope.
func Main(m *testing.M, name string, of rest.Area) {
	flag.Parse()
	path, err := contract.Locate()
	if err == nil {
		TheContract, err = contract.Load(path)
	}
	if err != nil {
		fmt.Fprintln(os.Stdout, "contract:", err)
		if os.Getenv("CI") != "" {
			os.Exit(1)
		}
	}
	status := m.Run()
	if TheContract != nil {
		status = max(status, report(name, of))
	}
	os.Exit(status)
}

// report prints the figures, tells the tally, and is 1 if something is missing.
func report(name string, of rest.Area) int {
	var outside []string
	for _, e := range of.Excluded {
		if e.Query == "" {
			outside = append(outside, e.Method+" "+e.Path)
		}
	}
	got := TheContract.Coverage(of.Operations(), outside)
	fmt.Fprintf(os.Stdout,
		"contract, %s: %d of %d operations exercised (%d with an error of their own), "+
			"%d out of scope, %d not; %d bodies validated, violations %d\n",
		name, got.Exercised, got.Operations, got.Specific, got.OutOfScope, len(got.Missing), got.Bodies, got.Findings)
	if err := tally.Part("contract", name, map[string]int{
		"operations": got.Operations, "exercised": got.Exercised, "out_of_scope": got.OutOfScope,
		"bodies": got.Bodies, "violations": got.Findings,
	}); err != nil {
		fmt.Fprintln(os.Stdout, err)
		return 1
	}
	for _, flagged := range []string{"test.run", "test.skip"} {
		if some := flag.Lookup(flagged); some != nil && some.Value.String() != "" {
			return 0 // part of the tests cannot exercise all
		}
	}
	for _, missed := range got.Missing {
		fmt.Fprintln(os.Stdout, "contract: not exercised:", missed)
	}
	if len(got.Missing) > 0 {
		return 1
	}
	return 0
}
