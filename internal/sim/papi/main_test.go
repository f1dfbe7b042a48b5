// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/contract"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/tally"
)

// theContract is shared by all tests of the package, so that it can tell at the end what they exercised together. It is nil where
// the contract is not at hand.
var theContract *contract.Contract

// TestMain holds the whole run against the contract: every answer of every test, and that each operation is either exercised (a
// valid 2xx and a valid error) or declared out of scope.
func TestMain(m *testing.M) {
	flag.Parse()
	path, err := contract.Locate()
	if err == nil {
		theContract, err = contract.Load(path)
	}
	if err != nil {
		fmt.Fprintln(os.Stdout, "contract:", err)
		if os.Getenv("CI") != "" {
			os.Exit(1)
		}
	}
	status := m.Run()
	if theContract != nil {
		status = max(status, report())
	}
	os.Exit(status)
}

// report prints the figures, tells the tally, and is 1 if something is missing.
func report() int {
	var outside []string
	for _, e := range papi.OutOfScopeList() {
		if e.Query == "" {
			outside = append(outside, e.Method+" "+e.Path)
		}
	}
	got := theContract.Coverage(outside)
	fmt.Fprintf(os.Stdout,
		"contract: %d of %d operations exercised (%d with an error of their own), "+
			"%d out of scope, %d not; %d bodies validated, %d findings in answers\n",
		got.Exercised, got.Operations, got.Specific, got.OutOfScope, len(got.Missing), got.Bodies, got.Findings)
	if err := tally.Record("contract", map[string]int{
		"operations": got.Operations, "exercised": got.Exercised, "out_of_scope": got.OutOfScope,
		"bodies": got.Bodies, "violations": got.Findings,
	}); err != nil {
		fmt.Fprintln(os.Stdout, err)
		return 1
	}
	for _, name := range []string{"test.run", "test.skip"} {
		if some := flag.Lookup(name); some != nil && some.Value.String() != "" {
			return 0 // part of the tests cannot exercise all
		}
	}
	for _, name := range got.Missing {
		fmt.Fprintln(os.Stdout, "contract: not exercised:", name)
	}
	if len(got.Missing) > 0 {
		return 1
	}
	return 0
}
