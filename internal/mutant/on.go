// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

//go:build mutants

package mutant

import "os"

var chosen = Name(os.Getenv(Variable))

// On tells whether this process is the mutant of that name.
func On(n Name) bool { return n == chosen }
