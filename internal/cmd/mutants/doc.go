// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Command mutants fits the patches of the known-bad engines (internal/mutant/patches) to the product's files, says what it did and which
// patch fits nowhere, and then lets the go command vet the engines with all patches applied. Package internal/mutant says what to do about
// a patch that fits nowhere.
package main
