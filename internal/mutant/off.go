// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

//go:build !mutants

package mutant

// On answers false: an ordinary build has no mutants.
func On(Name) bool { return false }
