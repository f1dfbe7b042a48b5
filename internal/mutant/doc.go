// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package mutant makes known-bad engines on purpose: each mutant changes one decision of the engine or its client. If the tests are worth
// believing, every mutant is killed by a test that was not written for it.
//
// A place that can be mutated asks On. In an ordinary build On is a function that answers false and nothing else, which the compiler
// removes together with what it guards; there is no switch in the shipped binary. Built with the tag "mutants", On compares with the
// environment variable ONEFS_MUTANT.
package mutant
