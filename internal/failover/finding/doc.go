// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package finding is the registry of everything that a plan can find on the clusters and of everything that can end a run: one entry for
// each id, with what it does to which kind of run, where it is shown, what it means and how it is cured. Everything else in the engine
// makes its findings from these entries (New), so that an id which is not registered does not compile.
//
// The entries stand in the files list_….go, one file for each section of the guide "Reading the errors", whose tables are made from them.
// What is looked at, and when a finding is made, is the business of the packages that look.
package finding
