// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package permit makes a write to a cluster something that has to be asked for.
//
// Every mutating method of the client takes one of two things right after the context, so a write without one does not compile:
//
//   - a [Permit], for everything that belongs to the user. Only package issue makes one, out of the keys of the approved plan, and only
//     the loop of the engine and the keeper of mirrors hold an issuer.
//   - a [Housekeeping], for what no plan lists. [Chores] is the whole list of what that may be.
//
// The zero value of either is refused before anything is sent. The request log says which step or which chore a write belongs to.
package permit
