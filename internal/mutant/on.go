// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package mutant

import "os"

// Variable is the environment variable that chooses the mutant in a build with the overlay.
const Variable = "ONEFS_MUTANT"

var chosen = os.Getenv(Variable)

// On tells whether this process is the mutant of that name.
func On(name string) bool { return name == chosen }
