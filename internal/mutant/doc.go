// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package mutant is the switch between known-bad engines: each mutant changes one decision of the engine or its client. If the tests are
// worth believing, every mutant is killed by a test that was not written for it.
//
// No file of the product imports this package. A mutant is a patch, patches/<name>.patch, that puts its switch into a product file; package
// overlay lays all patches over the tree for a build with `go build -overlay`, so that one test binary holds all mutants and
// the environment variable ONEFS_MUTANT chooses one of them. The product's files stay as they are.
//
// After a change to a product file, `make mutants` fits the patches to it, and says which it could not place. Those are edited by hand:
// make the lines that begin with a minus sign or a blank read like the product's file, and let the lines that begin with a plus sign make
// the same decision wrong as before. Line numbers need no care: `make mutants` counts them.
//
// To add a mutant, write the switch into the product's file as `mutant.On("its-name")`, without an import. Then
//
//	git diff -U2 internal/... > internal/mutant/patches/its-name.patch
//	git checkout internal/...
//
// put a line `# what it breaks` on top, run `make mutants`, and see that a test kills it: `MUTANT=its-name go test -run TestMutants -v
// ./internal/testbed`.
//
// This package holds the switch and nothing else, because a mutated engine imports it.
package mutant
