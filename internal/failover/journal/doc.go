// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package journal reads and writes the files of this tool on both clusters: the journal, the inventory beside it and the reports of runs.
//
// It may know where a file lies and how two copies of it compare. What a record means is said in package survey, when one is written is
// decided by package run and its users.
package journal
