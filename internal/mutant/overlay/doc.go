// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package overlay reads the patches of the known-bad engines (internal/mutant/patches), lays them over the tree for `go build -overlay`,
// and fits them again to files that have changed. Only tests and internal/cmd/mutants import it.
//
// A patch is a unified diff of one product file with a first line that says what it breaks. It applies if its lines are in the file once
// and exactly; line numbers count for nothing, so that a change elsewhere in a file costs nothing. All patches are placed in the file as
// it is and then applied together; two of them may add lines at one place, but not change the same line.
package overlay
